//! Packets: what the summary of a unit told at a moment, for a meeting of its board; numbered, signed and kept for good.
//!
//! A packet is one file. What is stored is the file, byte for byte; the page of a packet shows a part of it, and so do
//! the table of its figures, the file that is handed out, and the PDF that is made of it when somebody asks for it. Nothing changes a packet: whoever wants other figures makes
//! a new one, which says which one it replaces.
//!
//! **Who may.** Directors, board members, quality staff and administrators enter meetings and make packets at their
//! units and below; whoever may see the summary of a unit reads its packets; a board member who got a mail reads that
//! packet by its one-time link, without an account. The job `packets` makes the packet of a meeting so many days before
//! it, once.

pub mod model;
pub mod seal;
pub mod paper;
pub mod document;
pub mod pdf;
pub mod closed;
pub mod by_link;
pub mod queries;
pub mod operations;
pub mod verify;
pub(in crate::boards) mod pages;
mod meetings;
