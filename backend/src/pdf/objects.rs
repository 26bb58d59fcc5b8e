//! Objects of a PDF file in the order they are written, and the place of each.

use std::io::Write;

use pdf_writer::{Chunk, Ref};

use crate::Error;

/// Where a piece of a file goes.
pub(crate) type HandOn<'a> = &'a mut dyn FnMut(Vec<u8>) -> Result<(), Error>;

/// Bytes of a piece that is handed on.
const PIECE_BYTES: usize = 256 * 1024;

const HEADER: &[u8] = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n";

/// A file of objects, whose bytes can be taken while it grows.
pub(super) struct Objects {
    /// What was written and not yet taken.
    bytes: Vec<u8>,
    taken: u64,
    /// Place of the object n + 1; `None` until it is written.
    places: Vec<Option<u64>>,
}

impl Objects {
    pub(super) fn new() -> Self {
        Self { bytes: HEADER.to_vec(), taken: 0, places: Vec::new() }
    }

    /// Reserves the next number.
    pub(super) fn next(&mut self) -> Ref {
        self.places.push(None);
        // A file has far fewer objects than numbers.
        Ref::new(i32::try_from(self.places.len()).unwrap_or(i32::MAX))
    }

    /// Writes the object with a reserved number, and nothing but it.
    pub(super) fn add(&mut self, id: Ref, write: impl FnOnce(&mut Chunk)) {
        let place = self.length();
        if let Some(slot) = index(id).and_then(|index| self.places.get_mut(index)) {
            *slot = Some(place);
        }
        let mut chunk = Chunk::new();
        write(&mut chunk);
        self.bytes.extend_from_slice(chunk.as_bytes());
    }

    /// Takes the bytes that were written since they were last taken.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.taken += self.bytes.len() as u64;
        std::mem::take(&mut self.bytes)
    }

    /// Hands on the bytes that were not taken, once they fill a piece.
    pub(super) fn hand_on(&mut self, hand_on: HandOn<'_>) -> Result<(), Error> {
        if self.bytes.len() >= PIECE_BYTES { hand_on(self.take()) } else { Ok(()) }
    }

    /// Writes the table of all objects and the end of the file.
    pub(super) fn finish(mut self, catalog: Ref, info: Ref) -> Vec<u8> {
        let (table, size) = (self.length(), self.places.len() + 1);
        let mut end = format!("xref\n0 {size}\n0000000000 65535 f\r\n").into_bytes();
        for place in &self.places {
            // Writing to memory does not fail.
            let _ = match place {
                Some(place) => write!(end, "{place:010} 00000 n\r\n"),
                None => write!(end, "0000000000 65535 f\r\n"),
            };
        }
        let (root, info) = (catalog.get(), info.get());
        let _ = write!(
            end,
            "trailer\n<< /Size {size} /Root {root} 0 R /Info {info} 0 R >>\nstartxref\n{table}\n%%EOF\n"
        );
        self.bytes.extend_from_slice(&end);
        self.bytes
    }

    fn length(&self) -> u64 {
        self.taken + self.bytes.len() as u64
    }
}

fn index(id: Ref) -> Option<usize> {
    usize::try_from(id.get() - 1).ok()
}
