//! Floor 1: the machine. Knows no word of auditing: database, errors, pages, sign-in cookies, mail, jobs, history, files.

pub mod db;
pub mod error;
pub mod i18n;
pub mod settings;
pub mod views;
pub mod web;
