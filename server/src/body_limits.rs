//! Largest sizes of request bodies.

/// Largest request with calls, in bytes.
pub(crate) const MAX_CALLS_BYTES: usize = 256 << 20;
/// Largest recording, in bytes.
pub(crate) const MAX_RECORDING_BYTES: usize = 512 << 20;
