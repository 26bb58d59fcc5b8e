//! What happens around every request, one layer a file.

pub(crate) mod api_key;
pub(crate) mod headers;
pub(crate) mod origin;
pub(crate) mod problems;
pub(crate) mod request_log;
pub(crate) mod session;
