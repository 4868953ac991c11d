//! Floor 0: pure values. No I/O, no database, no web; `platform::db::types` gives them their column types.

pub mod act;
pub mod calendar;
pub mod clock;
pub mod codes;
pub mod fingerprint;
pub mod ids;
pub mod links;
pub mod mistake;
pub mod recurrence;
pub mod said;
pub mod shape;
pub mod share;
pub mod text;
pub mod yaml;
pub mod zone;
