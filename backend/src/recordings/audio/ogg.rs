//! Codecs in Ogg, by the first packet of the file.

/// Bytes of a page before the lengths of its parts, whose number is the last of them.
const PAGE_HEAD: usize = 27;

/// The codec of a file by its first bytes, if browsers do not play it.
pub(super) fn unplayed_codec(head: &[u8]) -> Option<&'static str> {
    let parts = head.get(PAGE_HEAD - 1)?;
    let packet = head.get(PAGE_HEAD + usize::from(*parts)..)?;
    packet.starts_with(b"Speex   ").then_some("Speex")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speex_is_named() {
        let page = |packet: &[u8]| [b"OggS".as_slice(), &[0; 22], &[1, 80], packet].concat();
        assert_eq!(unplayed_codec(&page(b"Speex   1.2.0")), Some("Speex"));
        for played in [b"OpusHead\x01\x01".as_slice(), b"\x01vorbis", b"\x7fFLAC", b""] {
            assert_eq!(unplayed_codec(&page(played)), None);
        }
        assert_eq!(unplayed_codec(b"OggS"), None);
    }
}
