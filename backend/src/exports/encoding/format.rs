//! The encoder of each format.

use earshot_domain::ExportFormat;

use super::{
    encoder::{Encoder, FileContext},
    table::TableEncoder,
};
use crate::{Error, exports::csv::CsvWriter};

/// An encoder of the requested format.
pub(in crate::exports) fn encoder_of(context: FileContext) -> Result<Box<dyn Encoder>, Error> {
    let zone = context.zone.clone();
    match context.request.format {
        ExportFormat::Csv => {
            let csv = if context.request.options.bom {
                CsvWriter::for_excel(zone)
            } else {
                CsvWriter::new(zone, false)
            };
            Ok(Box::new(TableEncoder::new(context, Box::new(csv))))
        }
        _ => Err(Error::field("format", "is not available yet")),
    }
}

/// Whether a file of the format can be continued after any row.
pub(in crate::exports) const fn can_resume(format: ExportFormat) -> bool {
    matches!(format, ExportFormat::Csv | ExportFormat::Json | ExportFormat::JsonLines)
}
