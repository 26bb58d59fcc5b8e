//! Interfaces of other systems, with their own envelopes and error codes.

pub(crate) mod conversation_export;
pub(crate) mod pbx;
