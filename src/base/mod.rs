//! Floor 0: pure values. No I/O, no database, no web; `platform::db::types` gives them their column types.

pub mod ids;
pub mod fingerprint;
pub mod clock;
pub mod zone;
pub mod days;
pub mod holidays;
pub mod calendar;
pub mod recurrence;
pub mod act;
pub mod codes;
pub mod said;
pub mod text;
pub mod share;
pub mod statistics;
pub mod links;
pub mod mistake;
pub mod yaml;
pub mod shape;
pub mod csv;
pub mod words;
