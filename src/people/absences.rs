//! Absences: a person is away for some days, and somebody stands in: gets the audits whose window opens meanwhile and the
//! mail, sees the findings, and gives back what has not begun when the days are over.

pub mod model;
pub mod operations;
pub mod pages;
pub mod queries;
#[cfg(test)]
mod tests;
