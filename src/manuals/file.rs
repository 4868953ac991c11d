//! The manual file.
