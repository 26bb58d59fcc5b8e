//! The encoder of each format.

use earshot_domain::{ExportFormat, ExportRequest};

use super::{
    archive::ArchiveEncoder,
    bundle::BundleEncoder,
    encoder::{Encoder, FileContext},
    json::{JsonEncoder, JsonRows, JsonStyle},
    parquet::ParquetWriter,
    pdf_book::PdfBook,
    table::{TableEncoder, texts_of_table},
    xlsx::XlsxWriter,
};
use crate::{exports::csv::CsvWriter, store::ConversationTexts};

/// An encoder of the requested format, or of a bundle for a person who requested their own data.
pub(in crate::exports) fn encoder_of(context: FileContext) -> Box<dyn Encoder> {
    if let Some(subject) = context.subject.clone() {
        return Box::new(BundleEncoder::new(context, subject));
    }
    match context.request.format {
        ExportFormat::Csv => csv(context),
        ExportFormat::Json => json(context, JsonStyle::Array),
        ExportFormat::JsonLines => json(context, JsonStyle::Lines),
        ExportFormat::Xlsx => xlsx(context),
        ExportFormat::Parquet => {
            Box::new(TableEncoder::new(context, Box::<ParquetWriter>::default()))
        }
        ExportFormat::Pdf => Box::new(PdfBook::new(context)),
        ExportFormat::Zip => Box::new(ArchiveEncoder::new(context)),
    }
}

fn csv(context: FileContext) -> Box<dyn Encoder> {
    let zone = context.zone.clone();
    let csv = CsvWriter::of(&context.request.options, zone);
    Box::new(TableEncoder::new(context, Box::new(csv)))
}

fn xlsx(context: FileContext) -> Box<dyn Encoder> {
    let sheet = if context.request.by_message() { "Messages" } else { "Calls" };
    let xlsx = XlsxWriter::new(context.zone.clone(), sheet, context.document_time);
    Box::new(TableEncoder::new(context, Box::new(xlsx)))
}

/// Conversations with all their contents, unless rows or columns were chosen.
fn json(context: FileContext, style: JsonStyle) -> Box<dyn Encoder> {
    if !is_table(&context.request) {
        return Box::new(JsonEncoder::new(context, style));
    }
    let rows = JsonRows::new(context.zone.clone(), style);
    Box::new(TableEncoder::new(context, Box::new(rows)))
}

/// Whether the file of a request is a table of columns.
const fn is_table(request: &ExportRequest) -> bool {
    match request.format {
        ExportFormat::Csv | ExportFormat::Xlsx | ExportFormat::Parquet => true,
        ExportFormat::Json | ExportFormat::JsonLines => {
            request.by_message() || request.columns_chosen
        }
        ExportFormat::Pdf | ExportFormat::Zip => false,
    }
}

/// The long texts that the file of a request is written from.
pub(in crate::exports) fn texts_of(request: &ExportRequest) -> ConversationTexts {
    if is_table(request) { texts_of_table(request) } else { ConversationTexts::PARTS }
}

/// Whether a file of the format can be continued after any row.
pub(in crate::exports) const fn can_resume(format: ExportFormat) -> bool {
    matches!(format, ExportFormat::Csv | ExportFormat::Json | ExportFormat::JsonLines)
}
