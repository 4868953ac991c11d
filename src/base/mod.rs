//! Floor 0: pure values. No I/O, no database, no web; `platform::db::types` gives them their column types.

pub mod act;
pub mod clock;
pub mod codes;
pub mod ids;
pub mod said;
