//! Floor 1: the machine. Knows no word of auditing: database, errors, pages, sign-in cookies, mail, jobs, history, files.

pub mod settings;
pub mod error;
pub mod db;
pub mod history;
pub mod installation;
pub mod i18n;
pub mod views;
pub mod web;
pub mod mail;
pub mod jobs;
pub mod files;
pub mod exports;
