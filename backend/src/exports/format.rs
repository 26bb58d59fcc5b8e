//! The writer of each format.

use earshot_domain::{ExportFormat, ExportOptions};
use jiff::tz::TimeZone;

use super::{csv::CsvWriter, writer::Writer};
use crate::Error;

/// A writer of `format` for a tenant whose clocks show `zone`.
pub(super) fn writer_of(
    format: ExportFormat,
    zone: &TimeZone,
    options: &ExportOptions,
) -> Result<Box<dyn Writer>, Error> {
    match format {
        ExportFormat::Csv => Ok(Box::new(CsvWriter::of(options, zone.clone()))),
        _ => Err(Error::field("format", "is not available yet")),
    }
}
