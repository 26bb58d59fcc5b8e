//! Layers around every request.

pub(crate) mod api_key;
pub(crate) mod headers;
pub(crate) mod origin;
pub(crate) mod path;
pub(crate) mod problems;
pub(crate) mod request_log;
pub(crate) mod request_span;
pub(crate) mod session;
