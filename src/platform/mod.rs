//! Floor 1: the machine. Knows no word of auditing: database, errors, pages, sign-in cookies, mail, jobs, history, files.

pub mod db;
pub mod error;
pub mod files;
pub mod history;
pub mod installation;
pub mod jobs;
pub mod mail;
