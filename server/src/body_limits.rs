//! Largest sizes of request bodies.

/// Largest form or JSON body, in bytes.
pub(crate) const MAX_FORM_BYTES: usize = 64 << 10;
/// Largest report of a phone system, in bytes.
pub(crate) const MAX_REPORT_BYTES: usize = 16 << 20;
/// Largest request with calls, in bytes.
pub(crate) const MAX_CALLS_BYTES: usize = 256 << 20;
/// Largest recording, in bytes.
pub(crate) const MAX_RECORDING_BYTES: usize = 512 << 20;

/// A size as text, such as `64 KB`.
pub(crate) fn size_text(bytes: usize) -> String {
    if bytes < 1 << 20 { format!("{} KB", bytes >> 10) } else { format!("{} MB", bytes >> 20) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_in_their_unit() {
        assert_eq!(size_text(MAX_FORM_BYTES), "64 KB");
        assert_eq!(size_text(MAX_RECORDING_BYTES), "512 MB");
    }
}
