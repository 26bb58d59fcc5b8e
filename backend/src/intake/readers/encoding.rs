//! Text in other encodings than UTF-8: recognised by its first bytes, decoded where it is named.

use std::{
    fmt,
    io::{self, BufRead, BufReader, Read},
    str::FromStr,
};

use encoding_rs::{Decoder, DecoderResult, UTF_8, UTF_16BE, UTF_16LE};

use super::input::peek;

/// Bytes that are decoded at once.
const PIECE: usize = 32 * 1024;

/// What to say of a text that is not UTF-8, wherever it is.
pub(super) const NOT_UTF8: &str = "not UTF-8: give the encoding, such as windows-1252 (--encoding, or charset in \
                                   the content type)";

/// An encoding of text, by a name of the WHATWG's encoding standard: `windows-1252`, `utf-16le`,
/// `iso-8859-15`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(&'static encoding_rs::Encoding);

/// An unknown name of an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be the name of an encoding, such as windows-1252, iso-8859-15 or utf-16le")]
pub struct UnknownEncoding;

impl FromStr for TextEncoding {
    type Err = UnknownEncoding;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let named = encoding_rs::Encoding::for_label_no_replacement(name.as_bytes());
        named.map(Self).ok_or(UnknownEncoding)
    }
}

impl fmt::Debug for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

/// Decodes `input` as UTF-8 where it is in the named encoding. Without a name, `Err` has the encoding
/// that its first bytes show, if it is another one.
pub(super) fn decoded(
    input: Box<dyn BufRead + Send>,
    named: Option<TextEncoding>,
) -> io::Result<Result<Box<dyn BufRead + Send>, TextEncoding>> {
    match named {
        None => {
            let (start, input) = peek::<4>(input)?;
            Ok(utf16(&start).map_or(Ok(input), Err))
        }
        Some(TextEncoding(encoding)) if encoding == UTF_8 => Ok(Ok(input)),
        Some(TextEncoding(encoding)) => {
            let decoder = encoding.new_decoder();
            let text = Decoded { input, decoder, text: Vec::new(), taken: 0, ended: false };
            Ok(Ok(Box::new(BufReader::new(text))))
        }
    }
}

/// UTF-16, by its byte order mark, or by the zero that every letter of ASCII has in it.
fn utf16(start: &[u8]) -> Option<TextEncoding> {
    match start {
        [0xff, 0xfe, ..] | [1..=0x7f, 0, 1..=0x7f, 0] => Some(TextEncoding(UTF_16LE)),
        [0xfe, 0xff, ..] | [0, 1..=0x7f, 0, 1..=0x7f] => Some(TextEncoding(UTF_16BE)),
        _ => None,
    }
}

/// UTF-8 made of text in another encoding.
struct Decoded<R> {
    input: R,
    decoder: Decoder,
    text: Vec<u8>,
    /// Bytes of `text` that were read.
    taken: usize,
    ended: bool,
}

impl<R: BufRead> Decoded<R> {
    /// Decodes the next piece. Text that is not in the encoding is an error, since a sign in its place
    /// would be stored as if somebody had said it.
    fn refill(&mut self) -> io::Result<()> {
        self.text.resize(PIECE, 0);
        self.taken = 0;
        loop {
            let bytes = self.input.fill_buf()?;
            let last = bytes.is_empty();
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(bytes, &mut self.text, last);
            self.input.consume(read);
            if let DecoderResult::Malformed(..) = result {
                let name = self.decoder.encoding().name();
                let message = format!("the text is not {name}");
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            self.ended = last && result == DecoderResult::InputEmpty;
            if written > 0 || self.ended {
                self.text.truncate(written);
                return Ok(());
            }
        }
    }
}

impl<R: BufRead> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.text.len() && !self.ended {
            self.refill()?;
        }
        let rest = self.text.get(self.taken..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        let (out, rest) = (buffer.get_mut(..count), rest.get(..count));
        if let (Some(out), Some(rest)) = (out, rest) {
            out.copy_from_slice(rest);
        }
        self.taken = self.taken.saturating_add(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn read(bytes: &[u8], named: Option<&str>) -> Result<String, String> {
        let named = named.map(|name| name.parse().unwrap());
        let input = Box::new(BufReader::with_capacity(3, Cursor::new(bytes.to_vec())));
        let mut text = String::new();
        match decoded(input, named).unwrap() {
            Ok(mut input) => {
                input.read_to_string(&mut text).map_err(|error| error.to_string()).map(|_| text)
            }
            Err(encoding) => Err(encoding.to_string()),
        }
    }

    fn utf16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn text_is_decoded_as_it_is_named() {
        assert_eq!(read(b"Jos\xe9 \x80", Some("windows-1252")).unwrap(), "José €");
        assert_eq!(read(b"Jos\xe9 \xa4", Some("ISO-8859-15")).unwrap(), "José €");
        assert_eq!(read(b"\xd8\xe1\xed", Some("iso-8859-2")).unwrap(), "Řáí");
        assert_eq!(read(&utf16le("\u{feff}José 😀"), Some("utf-16le")).unwrap(), "José 😀");
        let big: Vec<u8> = "José".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&big, Some("utf-16be")).unwrap(), "José");
        assert_eq!(read("José".as_bytes(), Some("utf-8")).unwrap(), "José");
        let long = "é".repeat(100_000);
        assert_eq!(read(&utf16le(&long), Some("utf-16le")).unwrap(), long);
        assert_eq!("latin".parse::<TextEncoding>(), Err(UnknownEncoding));
    }

    #[test]
    fn text_that_is_not_in_the_named_encoding_is_refused() {
        assert_eq!(
            read(&[0x41, 0, 0x42], Some("utf-16le")).unwrap_err(),
            "the text is not UTF-16LE"
        );
        assert_eq!(read(b"ok \xff", Some("shift_jis")).unwrap_err(), "the text is not Shift_JIS");
    }

    #[test]
    fn utf16_is_recognised_with_and_without_its_mark() {
        for text in ["\u{feff}{}", "{\"a\":1}"] {
            assert_eq!(read(&utf16le(text), None).unwrap_err(), "UTF-16LE");
        }
        assert_eq!(read(b"\0{\0\"\0a", None).unwrap_err(), "UTF-16BE");
        for text in ["", "{", "{}", "a\0b"] {
            assert_eq!(read(text.as_bytes(), None).unwrap(), text);
        }
    }
}
