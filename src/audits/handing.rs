//! Handing an audit over: by whoever has it, before it is started; by leaders and planners also afterwards.

pub mod model;
pub mod operations;
pub mod queries;
