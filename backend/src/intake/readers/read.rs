//! Reading of a file's calls, the entry point of the readers.

use std::io::BufRead;

use super::{
    BadRecord, Format, IncomingCall, ReadError, ReadOptions, csv,
    encoding::decoded,
    input,
    layout::{Layout, records},
    ndjson,
    pbx::Groups,
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
    read_as(format, Layout::of_files(format), input::open(input)?, options)
}

/// Reads uncompressed `input` with another layout than the format's files have.
pub fn read_as(
    format: Format,
    layout: Layout,
    input: Box<dyn BufRead + Send>,
    options: ReadOptions,
) -> Result<Calls, ReadError> {
    let input =
        decoded(input, options.encoding)?.map_err(|encoding| ReadError::Encoding { encoding })?;
    if format == Format::Csv {
        return csv::read(input, options);
    }
    let records = recognised(format, records(layout, input)?)?;
    Ok(match format {
        Format::Pbx => Box::new(Groups::new(records, options)),
        Format::Talkifai => Box::new(records.map(|record| one_call(record, talkifai::call))),
        Format::Ndjson | Format::Csv => {
            Box::new(records.map(|record| one_call(record, ndjson::call)))
        }
    })
}

fn one_call(
    record: Result<Record, Fault>,
    call: fn(Vec<u8>) -> Result<IncomingCall, String>,
) -> Result<IncomingCall, BadRecord> {
    let Record { place, bytes } = record?;
    call(bytes).map_err(|reason| BadRecord { place, reason })
}
