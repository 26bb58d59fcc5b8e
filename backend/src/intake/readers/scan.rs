//! Scanning of a stream for records, one of which is in memory at a time.

use std::{
    fmt,
    io::{self, BufRead, ErrorKind},
};

use earshot_domain::{byte_size, format_number};

use super::{
    BadRecord, Place,
    bounds::{Bounds, Excess, MAX_OTHER_VALUES, MAX_TEXT, MAX_VALUES},
    memory::Gate,
    spool::{IN_MEMORY, Spool},
};

/// Bytes of one record; beyond this a file is either broken or an attack.
pub(super) const RECORD_LIMIT: usize = 16 << 20;

/// One record, byte for byte.
pub(super) struct Record {
    pub(super) place: Place,
    pub(super) bytes: Vec<u8>,
}

/// A position at which no record could be read.
pub(super) struct Fault {
    pub(super) place: Place,
    pub(super) cause: Cause,
}

/// The reason of a fault.
pub(super) enum Cause {
    Io(io::Error),
    Shape(&'static str),
    TooLarge { limit: usize },
    Excess(Excess),
}

impl Cause {
    /// Whether the record exceeds a bound.
    pub(super) const fn is_excess(&self) -> bool {
        matches!(self, Self::TooLarge { .. } | Self::Excess(_))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "reading the file failed: {error}"),
            Self::Shape(reason) => f.write_str(reason),
            Self::Excess(Excess::Text(field)) if !field.is_empty() => {
                write!(f, "`{field}` is longer than {}", byte_size(MAX_TEXT as u64))
            }
            Self::Excess(Excess::Text(_)) => {
                write!(f, "a text is longer than {}", byte_size(MAX_TEXT as u64))
            }
            Self::Excess(Excess::Values) => {
                write!(f, "the record has more than {} values", format_number(MAX_VALUES as u64))
            }
            Self::Excess(Excess::OtherValues) => {
                let most = format_number(MAX_OTHER_VALUES as u64);
                write!(f, "the record has more than {most} values beside its transcript")
            }
            Self::TooLarge { limit } => {
                write!(f, "the record is larger than {}", byte_size(*limit as u64))
            }
        }
    }
}

impl From<Fault> for BadRecord {
    fn from(fault: Fault) -> Self {
        Self { place: fault.place, reason: fault.cause.to_string() }
    }
}

/// What a record may take.
#[derive(Clone)]
pub(super) struct Limit {
    /// Its size.
    pub(super) bytes: usize,
    /// The gate at which it waits if it is large; until then it is in a file.
    pub(super) gate: Option<Gate>,
}

impl From<usize> for Limit {
    fn from(bytes: usize) -> Self {
        Self { bytes, gate: None }
    }
}

/// The bytes of the record being read; past its limit they are dropped.
pub(super) struct Buffer {
    bytes: Vec<u8>,
    /// The bytes of a large record, in place of those in memory.
    spool: Option<Spool>,
    length: usize,
    limit: Limit,
    bounds: Bounds,
    /// What is wrong with the record, which is read to its end, but not kept.
    fault: Option<Cause>,
}

impl Buffer {
    pub(super) fn new(limit: impl Into<Limit>) -> Self {
        Self {
            bytes: Vec::new(),
            spool: None,
            length: 0,
            limit: limit.into(),
            bounds: Bounds::default(),
            fault: None,
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.fault.is_some() {
            return;
        }
        if self.length.saturating_add(bytes.len()) > self.limit.bytes {
            self.fault = Some(Cause::TooLarge { limit: self.limit.bytes });
        }
        if let Some(excess) = self.bounds.pass(bytes) {
            self.fault = Some(Cause::Excess(excess));
        }
        if self.fault.is_none() {
            self.fault = self.keep(bytes).err().map(Cause::Io);
        }
        if self.fault.is_some() {
            (self.bytes, self.spool) = (Vec::new(), None);
        }
    }

    fn keep(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length = self.length.saturating_add(bytes.len());
        if self.spool.is_none() && self.length > IN_MEMORY && self.limit.gate.is_some() {
            self.spool = Spool::begin(&self.bytes);
        }
        let Some(spool) = &mut self.spool else {
            self.bytes.extend_from_slice(bytes);
            return Ok(());
        };
        self.bytes = Vec::new();
        spool.write(bytes)
    }

    /// Removes the byte that ended the record without belonging to it.
    pub(super) fn drop_last(&mut self) {
        self.length = self.length.saturating_sub(1);
        self.bytes.truncate(self.length);
    }

    /// The bytes of the record, in memory.
    fn into_bytes(self) -> Result<Vec<u8>, Cause> {
        if let Some(cause) = self.fault {
            return Err(cause);
        }
        if let Some(gate) = self.limit.gate.filter(|_| self.length > IN_MEMORY) {
            gate.pass(self.length);
        }
        match self.spool {
            Some(spool) => spool.into_bytes(self.length).map_err(Cause::Io),
            None => Ok(self.bytes),
        }
    }

    /// The record without its line end, since blanks may be cells; empty if it has nothing else.
    pub(super) fn into_line(self, place: Place) -> Result<Record, Fault> {
        let mut bytes = self.into_bytes().map_err(|cause| Fault { place, cause })?;
        if bytes.trim_ascii().is_empty() {
            bytes.clear();
        }
        while matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.pop();
        }
        Ok(Record { place, bytes })
    }

    /// The record without blanks around it.
    pub(super) fn into_record(self, place: Place) -> Result<Record, Fault> {
        let mut bytes = self.into_bytes().map_err(|cause| Fault { place, cause })?;
        bytes.truncate(bytes.trim_ascii_end().len());
        let blanks = bytes.len().saturating_sub(bytes.trim_ascii_start().len());
        bytes.drain(..blanks);
        Ok(Record { place, bytes })
    }
}

/// Moves bytes from `input` into `buffer` up to and including the first that `ends` accepts;
/// `None` at the end of the file.
pub(super) fn gather<R: BufRead, E>(
    input: &mut R,
    buffer: &mut Buffer,
    mut ends: impl FnMut(u8) -> Option<E>,
) -> io::Result<Option<E>> {
    loop {
        let chunk = filled(input)?;
        if chunk.is_empty() {
            return Ok(None);
        }
        let end = chunk
            .iter()
            .enumerate()
            .find_map(|(at, byte)| Some((at.saturating_add(1), ends(*byte)?)));
        let length = end.as_ref().map_or(chunk.len(), |(length, _)| *length);
        buffer.push(&chunk[..length]);
        input.consume(length);
        if let Some((_, end)) = end {
            return Ok(Some(end));
        }
    }
}

/// Skips blanks; returns the number of lines they ended and the byte after them.
pub(super) fn skip_blanks<R: BufRead>(input: &mut R) -> io::Result<(u64, Option<u8>)> {
    let mut lines = 0;
    loop {
        let chunk = filled(input)?;
        let blanks = chunk.len().saturating_sub(chunk.trim_ascii_start().len());
        let new: u64 = chunk[..blanks].iter().map(|byte| u64::from(*byte == b'\n')).sum();
        lines = u64::saturating_add(lines, new);
        let next = chunk.get(blanks).copied();
        let ended = chunk.is_empty();
        input.consume(blanks);
        if next.is_some() || ended {
            return Ok((lines, next));
        }
    }
}

/// The next byte, which is not consumed.
pub(super) fn next_byte<R: BufRead>(input: &mut R) -> io::Result<Option<u8>> {
    Ok(filled(input)?.first().copied())
}

fn filled<R: BufRead>(input: &mut R) -> io::Result<&[u8]> {
    while let Err(error) = input.fill_buf() {
        if error.kind() != ErrorKind::Interrupted {
            return Err(error);
        }
    }
    // A second call because the borrow of the first cannot leave a loop; it reads nothing more.
    input.fill_buf()
}

/// The nesting of brackets and strings around a byte of JSON.
#[derive(Default)]
pub(super) struct Nesting {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Nesting {
    pub(super) fn is_outside(&self) -> bool {
        self.depth == 0 && !self.in_string
    }

    pub(super) fn is_in_string(&self) -> bool {
        self.in_string
    }

    pub(super) fn pass(&mut self, byte: u8) {
        if self.escaped {
            self.escaped = false;
            return;
        }
        match byte {
            b'\\' => self.escaped = self.in_string,
            b'"' => self.in_string = !self.in_string,
            b'{' | b'[' if !self.in_string => self.depth = self.depth.saturating_add(1),
            b'}' | b']' if !self.in_string => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}
