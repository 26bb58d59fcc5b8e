//! Layers around every request.

pub(crate) mod api_key;
pub(crate) mod headers;
pub(crate) mod origin;
mod parameters;
pub(crate) mod path;
pub(crate) mod problems;
pub(crate) mod refusals;
pub(crate) mod request_log;
pub(crate) mod request_span;
pub(crate) mod session;
