//! Shifts: working hours that rotate, kept at a unit and offered there and below.

pub mod model;
pub mod operations;
pub mod queries;
