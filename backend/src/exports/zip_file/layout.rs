//! The structure of a ZIP file whose entries' sizes are known before they are written.
//!
//! Local headers carry sizes and checksums, which some systems' own tools need; ZIP64 fields appear
//! only where a number does not fit (APPNOTE 6.3.9).

use jiff::{Timestamp, tz::TimeZone};

use crate::Error;

/// Greatest number of a field without ZIP64.
const MAX_32: u64 = 0xffff_ffff;
/// Greatest number of entries without ZIP64.
const MAX_16: u64 = 0xffff;
/// Version that is needed to extract, without ZIP64 and with it.
const VERSION: u16 = 20;
const VERSION_64: u16 = 45;
/// Names are UTF-8.
const UTF_8: u16 = 1 << 11;

/// How an entry is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exports) enum Method {
    /// As it is.
    Stored,
    /// Deflated.
    Deflated,
}

/// An entry, described before its bytes follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exports) struct ZipEntry {
    /// Path in the archive, with `/`.
    pub(in crate::exports) name: String,
    pub(in crate::exports) method: Method,
    /// Bytes in the archive.
    pub(in crate::exports) stored: u64,
    /// Bytes of the content.
    pub(in crate::exports) size: u64,
    /// Checksum of the content.
    pub(in crate::exports) crc32: u32,
}

/// A ZIP file being laid out.
#[derive(Debug, Clone)]
pub(in crate::exports) struct ZipLayout {
    time: u16,
    date: u16,
    entries: Vec<(ZipEntry, u64)>,
    offset: u64,
}

impl ZipLayout {
    /// An empty archive, all of whose entries have the same time, in milliseconds since 1970 UTC.
    pub(in crate::exports) fn new(modified_at: i64) -> Result<Self, Error> {
        let (time, date) = dos_time(modified_at)?;
        Ok(Self { time, date, entries: Vec::new(), offset: 0 })
    }

    /// The bytes before an entry's content, which must follow them.
    pub(in crate::exports) fn begin(&mut self, entry: ZipEntry) -> Vec<u8> {
        let large = entry.size >= MAX_32 || entry.stored >= MAX_32;
        let extra = if large { zip64(&[entry.size, entry.stored]) } else { Vec::new() };
        let mut header = Vec::with_capacity(30 + entry.name.len() + extra.len());
        put32(&mut header, 0x0403_4b50);
        put16(&mut header, if large { VERSION_64 } else { VERSION });
        self.put_common(&mut header, &entry, large, extra.len());
        header.extend_from_slice(entry.name.as_bytes());
        header.extend_from_slice(&extra);
        let stored = entry.stored;
        self.entries.push((entry, self.offset));
        self.offset += header.len() as u64 + stored;
        header
    }

    /// The bytes after the last entry's content.
    pub(in crate::exports) fn end(self) -> Vec<u8> {
        let mut directory = Vec::new();
        for (entry, offset) in &self.entries {
            self.put_central(&mut directory, entry, *offset);
        }
        let (count, length) = (self.entries.len() as u64, directory.len() as u64);
        let large = count >= MAX_16 || length >= MAX_32 || self.offset >= MAX_32;
        if large {
            let end = self.offset + length;
            put32(&mut directory, 0x0606_4b50);
            put64(&mut directory, 44);
            put16(&mut directory, VERSION_64);
            put16(&mut directory, VERSION_64);
            put32(&mut directory, 0);
            put32(&mut directory, 0);
            for number in [count, count, length, self.offset] {
                put64(&mut directory, number);
            }
            put32(&mut directory, 0x0706_4b50);
            put32(&mut directory, 0);
            put64(&mut directory, end);
            put32(&mut directory, 1);
        }
        put32(&mut directory, 0x0605_4b50);
        put32(&mut directory, 0);
        put16(&mut directory, capped16(count));
        put16(&mut directory, capped16(count));
        put32(&mut directory, capped32(length));
        put32(&mut directory, capped32(self.offset));
        put16(&mut directory, 0);
        directory
    }

    fn put_central(&self, directory: &mut Vec<u8>, entry: &ZipEntry, offset: u64) {
        let large = entry.size >= MAX_32 || entry.stored >= MAX_32;
        let mut numbers = if large { vec![entry.size, entry.stored] } else { Vec::new() };
        if offset >= MAX_32 {
            numbers.push(offset);
        }
        let extra = if numbers.is_empty() { Vec::new() } else { zip64(&numbers) };
        let version = if numbers.is_empty() { VERSION } else { VERSION_64 };
        put32(directory, 0x0201_4b50);
        // Made on a Unix system, whose permissions are below.
        put16(directory, (3 << 8) | version);
        put16(directory, version);
        self.put_common(directory, entry, large, extra.len());
        put16(directory, 0);
        put16(directory, 0);
        put16(directory, 0);
        put32(directory, 0o100_644 << 16);
        put32(directory, capped32(offset));
        directory.extend_from_slice(entry.name.as_bytes());
        directory.extend_from_slice(&extra);
    }

    /// The fields that the local header and the directory share, from the flags to the lengths.
    fn put_common(&self, bytes: &mut Vec<u8>, entry: &ZipEntry, large: bool, extra: usize) {
        put16(bytes, UTF_8);
        put16(bytes, if entry.method == Method::Stored { 0 } else { 8 });
        put16(bytes, self.time);
        put16(bytes, self.date);
        put32(bytes, entry.crc32);
        // When one number does not fit, both are in the ZIP64 field.
        let fit = |number| if large { u32::MAX } else { capped32(number) };
        put32(bytes, fit(entry.stored));
        put32(bytes, fit(entry.size));
        put16(bytes, capped16(entry.name.len() as u64));
        put16(bytes, capped16(extra as u64));
    }
}

fn zip64(numbers: &[u64]) -> Vec<u8> {
    let mut field = Vec::new();
    put16(&mut field, 1);
    put16(&mut field, capped16(numbers.len() as u64 * 8));
    for number in numbers {
        put64(&mut field, *number);
    }
    field
}

/// Time and date of MS-DOS, in UTC, to two seconds and not before 1980.
fn dos_time(at: i64) -> Result<(u16, u16), Error> {
    let civil = Timestamp::from_millisecond(at).map_err(Error::internal)?;
    let civil = civil.to_zoned(TimeZone::UTC).datetime();
    let number = |value: i8| u16::try_from(value).unwrap_or(0);
    let years = u16::try_from(civil.year() - 1980).unwrap_or(0).min(127);
    let time =
        (number(civil.hour()) << 11) | (number(civil.minute()) << 5) | (number(civil.second()) / 2);
    Ok((time, (years << 9) | (number(civil.month()) << 5) | number(civil.day())))
}

fn capped16(number: u64) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn capped32(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn put16(bytes: &mut Vec<u8>, number: u16) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

fn put32(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

fn put64(bytes: &mut Vec<u8>, number: u64) {
    bytes.extend_from_slice(&number.to_le_bytes());
}
