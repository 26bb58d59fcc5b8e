//! Texts of calls that are ready to be stored: one that is large is in a file until then.

use std::{
    borrow::Cow,
    fs::File,
    io::{self, BufReader, Read, Write},
    os::unix::fs::FileExt,
};

use serde::de::{DeserializeOwned, DeserializeSeed};

use super::long_writer::{LongWriter, not_spooled};
use crate::{Error, ids};

/// Bytes of a text that is stored in its column, and of a piece of a larger one.
pub(crate) const PIECE: usize = 256 << 10;
/// The beginning of a column whose text is stored in pieces. No text and no sealed value begins so.
const MARK: &str = "pieces:";

/// A text or a sealed value of any length.
pub(crate) enum Long<T> {
    /// One that is in memory, and stored in its column.
    Short(T),
    /// A larger one, which is stored in pieces.
    Spooled(SpooledText),
}

/// A text in a file, which has no name and ends with the process.
pub(crate) struct SpooledText {
    file: File,
    length: usize,
    /// The id under which its pieces are stored.
    id: String,
}

/// What a column has in place of a text that is stored in pieces.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) text_id: String,
    pub(super) length: usize,
}

impl Mark {
    /// Reads the value of a column; `None` for a text.
    pub(super) fn of(value: &[u8]) -> Option<Self> {
        let rest = value.strip_prefix(MARK.as_bytes())?;
        let (text_id, length) = str::from_utf8(rest).ok()?.split_once(':')?;
        Some(Self { text_id: text_id.to_owned(), length: length.parse().ok()? })
    }
}

/// Bytes of the text of a column, wherever they are stored.
pub(super) fn length_of(value: &[u8]) -> usize {
    Mark::of(value).map_or(value.len(), |mark| mark.length)
}

impl SpooledText {
    pub(super) fn new(file: File, length: usize) -> Self {
        Self { file, length, id: ids::fresh().to_string() }
    }

    /// The value of its column.
    pub(super) fn mark(&self) -> String {
        format!("{MARK}{}:{}", self.id, self.length)
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The pieces, one after the other.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Result<Vec<u8>, Error>> {
        (0..self.length).step_by(PIECE).map(|from| {
            let mut piece = vec![0; PIECE.min(self.length.saturating_sub(from))];
            self.file.read_exact_at(&mut piece, from as u64).map_err(not_spooled)?;
            Ok(piece)
        })
    }

    fn read_all(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = vec![0; self.length];
        self.file.read_exact_at(&mut bytes, 0).map_err(not_spooled)?;
        Ok(bytes)
    }

    fn reader(&self) -> impl Read + '_ {
        BufReader::with_capacity(1 << 16, Reader { text: self, at: 0 })
    }
}

/// Reads a text from its beginning, whatever else is read of it.
struct Reader<'t> {
    text: &'t SpooledText,
    at: u64,
}

impl Read for Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.text.file.read_at(buffer, self.at)?;
        self.at = self.at.saturating_add(read as u64);
        Ok(read)
    }
}

impl<T> Long<T> {
    /// The text where it is in a file.
    pub(super) const fn spooled(&self) -> Option<&SpooledText> {
        match self {
            Self::Short(_) => None,
            Self::Spooled(text) => Some(text),
        }
    }
}

impl<T: AsRef<[u8]>> Long<T> {
    /// Bytes of the text.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Short(text) => text.as_ref().len(),
            Self::Spooled(text) => text.length,
        }
    }

    /// Reads it as JSON.
    pub(crate) fn parse<V: DeserializeOwned>(&self) -> Result<V, Error> {
        Ok(match self {
            Self::Short(text) => serde_json::from_slice(text.as_ref())?,
            Self::Spooled(text) => serde_json::from_reader(text.reader())?,
        })
    }

    /// Reads it as JSON, each part of which the seed may pass on while it is read.
    pub(crate) fn parse_with<V>(
        &self,
        seed: impl for<'de> DeserializeSeed<'de, Value = V>,
    ) -> Result<V, Error> {
        Ok(match self {
            Self::Short(text) => {
                seed.deserialize(&mut serde_json::Deserializer::from_slice(text.as_ref()))?
            }
            Self::Spooled(text) => {
                seed.deserialize(&mut serde_json::Deserializer::from_reader(text.reader()))?
            }
        })
    }

    /// A copy of it in memory.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Short(text) => Ok(text.as_ref().to_vec()),
            Self::Spooled(text) => text.read_all(),
        }
    }
}

impl Long<String> {
    /// The value of its column.
    pub(super) fn column(&self) -> Cow<'_, str> {
        match self {
            Self::Short(text) => Cow::Borrowed(text),
            Self::Spooled(text) => Cow::Owned(text.mark()),
        }
    }
}

impl Long<Vec<u8>> {
    /// Takes bytes out of memory if they are many.
    pub(crate) fn of(bytes: Vec<u8>) -> Result<Self, Error> {
        if bytes.len() <= PIECE {
            return Ok(Self::Short(bytes));
        }
        let mut writer = LongWriter::default();
        writer.write_all(&bytes).map_err(not_spooled)?;
        drop(bytes);
        writer.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(length: usize) -> String {
        ('a'..='z').cycle().take(length).collect()
    }

    #[test]
    fn a_large_text_is_in_a_file_and_read_in_pieces() {
        for (length, pieces) in [(PIECE + 1, vec![PIECE, 1]), (2 * PIECE, vec![PIECE, PIECE])] {
            let mut writer = LongWriter::default();
            let whole = text(length);
            whole.as_bytes().chunks(1000).for_each(|part| writer.write_all(part).unwrap());
            let long = writer.into_text().unwrap();
            assert_eq!(long.len(), length);
            let spooled = long.spooled().unwrap();
            let read: Vec<Vec<u8>> = spooled.pieces().map(Result::unwrap).collect();
            assert_eq!(read.iter().map(Vec::len).collect::<Vec<_>>(), pieces);
            assert_eq!(read.concat(), whole.as_bytes());
            assert_eq!(long.to_bytes().unwrap(), whole.as_bytes());
            let mark = Mark::of(spooled.mark().as_bytes()).unwrap();
            assert_eq!(mark, Mark { text_id: spooled.id().to_owned(), length });
        }
    }

    #[test]
    fn a_short_text_stays_in_memory() {
        for length in [0, 1, PIECE] {
            let mut writer = LongWriter::default();
            writer.push(&text(length)).unwrap();
            let Long::Short(written) = writer.into_text().unwrap() else { panic!("{length}") };
            assert_eq!(written, text(length));
            let Long::Short(bytes) = Long::of(vec![7; length]).unwrap() else { panic!("{length}") };
            assert_eq!(bytes, vec![7; length]);
        }
    }

    #[test]
    fn a_text_is_read_as_json_wherever_it_is() {
        for length in [10, PIECE + 10] {
            let mut writer = LongWriter::default();
            writer.push_json(&[text(length)]).unwrap();
            assert_eq!(writer.into_text().unwrap().parse::<[String; 1]>().unwrap(), [text(length)]);
        }
    }

    #[test]
    fn only_a_mark_is_taken_for_one() {
        for other in ["", "[]", "pieces", "pieces:", "pieces:a", "pieces:a:b", "Agent: pieces:a:1"]
        {
            assert_eq!(Mark::of(other.as_bytes()), None, "{other}");
        }
    }
}
