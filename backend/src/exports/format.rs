//! The writer of each format.

use earshot_domain::{ExportFormat, ExportOptions};
use jiff::tz::TimeZone;

use super::{csv::CsvWriter, writer::Writer};

/// A writer of `format` for a tenant whose clocks show `zone`.
pub(super) fn writer_of(
    format: ExportFormat,
    zone: &TimeZone,
    options: &ExportOptions,
) -> Box<dyn Writer> {
    match format {
        ExportFormat::Csv => Box::new(CsvWriter::new(zone.clone(), options.bom)),
    }
}
