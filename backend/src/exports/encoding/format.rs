//! The encoder of each format.

use earshot_domain::ExportFormat;

use super::{
    delimited::CsvEncoder,
    encoder::{Encoder, FileContext},
};
use crate::Error;

/// An encoder of the requested format.
pub(in crate::exports) fn encoder_of(context: FileContext) -> Result<Box<dyn Encoder>, Error> {
    match context.request.format {
        ExportFormat::Csv => Ok(Box::new(CsvEncoder::new(context)?)),
        _ => Err(Error::field("format", "is not available yet")),
    }
}

/// Whether a file of the format can be continued after any row.
pub(in crate::exports) const fn can_resume(format: ExportFormat) -> bool {
    matches!(format, ExportFormat::Csv | ExportFormat::Json | ExportFormat::JsonLines)
}
