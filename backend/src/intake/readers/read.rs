//! Reading of a file's calls, the entry point of the readers.

use std::io::BufRead;

use super::{
    BadRecord, Format, IncomingCall, ReadError, ReadOptions, TextEncoding, csv,
    encoding::decoded,
    input,
    layout::{Layout, records},
    memory::Gate,
    ndjson,
    pbx::{Groups, check_display},
    recognise::recognised,
    scan::{Fault, Record},
    talkifai,
};

/// The calls of one file in order, with an error for each record that is left out.
pub type Calls = Box<dyn Iterator<Item = Result<IncomingCall, BadRecord>> + Send>;

/// Reads a file, gzip or plain, as `format`. Memory holds one record at a time, whatever the
/// size of the file.
pub fn read(
    format: Format,
    input: Box<dyn BufRead + Send>,
    options: ReadOptions,
) -> Result<Calls, ReadError> {
    read_as((format, Layout::of_files(format)), input::open(input)?, options, None)
}

/// Reads a file as [`read`] does; its large records wait at a gate before they are brought into memory.
pub fn read_within(
    format: Format,
    input: Box<dyn BufRead + Send>,
    options: ReadOptions,
    gate: Gate,
) -> Result<Calls, ReadError> {
    read_as((format, Layout::of_files(format)), input::open(input)?, options, Some(gate))
}

/// Reads uncompressed `input` with another layout than the format's files have. Its large records wait at
/// a gate before they are brought into memory.
pub(crate) fn read_as(
    (format, layout): (Format, Layout),
    input: Box<dyn BufRead + Send>,
    options: ReadOptions,
    gate: Option<Gate>,
) -> Result<Calls, ReadError> {
    let input = plain(input, options.encoding)?;
    if format == Format::Csv {
        return csv::read(input, options);
    }
    let records = recognised(format, records(layout, input, gate)?)?;
    Ok(match format {
        Format::Pbx => Box::new(Groups::new(records, options)),
        Format::Talkifai => Box::new(records.map(|record| one_call(record, talkifai::call))),
        Format::Ndjson | Format::Csv => {
            Box::new(records.map(|record| one_call(record, ndjson::call)))
        }
    })
}

/// Checks, before anything of a file is stored, that its local times are in the display format of
/// `options`. Files of formats without local times, and options without a display format, pass unread.
pub fn check_file(
    format: Format,
    input: Box<dyn BufRead + Send>,
    options: &ReadOptions,
) -> Result<(), ReadError> {
    check_local_times(format, Layout::of_files(format), input::open(input)?, options)
}

/// Checks the local times of uncompressed `input` as [`check_file`] does, with another layout.
pub(crate) fn check_local_times(
    format: Format,
    layout: Layout,
    input: Box<dyn BufRead + Send>,
    options: &ReadOptions,
) -> Result<(), ReadError> {
    let (Format::Pbx, Some(display)) = (format, options.display) else { return Ok(()) };
    let records = records(layout, plain(input, options.encoding)?, None)?;
    match check_display(records, display)? {
        Some(conflict) => Err(ReadError::OtherDisplay(conflict)),
        None => Ok(()),
    }
}

/// The input in UTF-8.
fn plain(
    input: Box<dyn BufRead + Send>,
    encoding: Option<TextEncoding>,
) -> Result<Box<dyn BufRead + Send>, ReadError> {
    decoded(input, encoding)?.map_err(|encoding| ReadError::Encoding { encoding })
}

fn one_call(
    record: Result<Record, Fault>,
    call: fn(Vec<u8>) -> Result<IncomingCall, String>,
) -> Result<IncomingCall, BadRecord> {
    let Record { place, bytes } = record?;
    call(bytes).map_err(|reason| BadRecord { place, reason })
}
