//! Rules and operations, in memory.
