//! Change points: something changed in how the work is done (other printers, a new form), so what was usual before says
//! little about what is usual now. From the first whole week after it on, the control charts of its unit and of those
//! below it expect what is seen from then on; with a process, those of that process alone.
//!
//! Directors, quality staff and administrators enter them for the units they lead; whoever reads the summary of a unit
//! reads its change points. Nothing is erased: one that is taken back stands in the list with who took it back.

pub mod model;
pub mod queries;
pub mod operations;
pub mod pages;
