//! One-time links: an audit without an account, for somebody who audits now and then.
//!
//! A link comes by mail and opens exactly one audit. Looking at it changes nothing, because mail programs look, too; the
//! button on its page begins the audit, and from then on the link belongs to that device until the audit is sent.

pub mod model;
pub mod operations;
pub mod queries;
pub(in crate::audits) mod viewer;
