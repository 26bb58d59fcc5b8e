//! Fields of the format: files, rows, and what belongs to one format only.

use earshot_domain::{
    CallFileFormat, ExportFormat, ExportRequest, ExportRequestForm as F, FieldError,
};
use leptos::prelude::*;

use crate::ui::{Choice, Erased, RadioGroup};

/// Format, rows, the format of call files, and **For Excel**.
#[component]
pub fn FormatFields(request: ExportRequest, errors: Vec<FieldError>) -> impl IntoView {
    let format = |format: &ExportFormat| {
        let label = format!("{}: {}", format.label(), use_of(*format));
        Choice::new(format.as_str(), label, *format == request.format)
    };
    let formats = ExportFormat::ALL.iter().map(format).collect();
    let rows = vec![
        Choice::new("calls", "A row for each call", !request.by_message()),
        Choice::new(
            "messages",
            "A row for each message (not for PDF and ZIP)",
            request.by_message(),
        ),
    ];
    let file = |format: &CallFileFormat| {
        Choice::new(format.as_str(), format.label(), *format == request.call_files)
    };
    let files = CallFileFormat::ALL.iter().map(file).collect();
    let (of_rows, of_files) = (errors.clone(), errors.clone());
    view! {
        <RadioGroup name=F::FORMAT label="Format" choices=formats errors/>
        <RadioGroup name=F::MODE label="Rows" choices=rows errors=of_rows/>
        <div class="only-zip">
            <RadioGroup
                name=F::CALL_FILES
                label="File of each call in the ZIP"
                choices=files
                errors=of_files
            />
        </div>
        <label class="checkbox only-csv">
            <input type="checkbox" name="bom" checked=request.options.bom/>
            <span>"For Excel: letters, numbers and dates of a CSV file stay as they are"</span>
        </label>
    }
    .erased()
}

const fn use_of(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Csv => "a table for spreadsheets and other systems",
        ExportFormat::Json => "all included data, as one array",
        ExportFormat::JsonLines => "all included data, one call a line",
        ExportFormat::Xlsx => "a workbook with numbers and dates as such",
        ExportFormat::Parquet => "a typed table for analysis",
        ExportFormat::Pdf => "transcripts to read and print",
        ExportFormat::Zip => "a file for each call, and recordings",
    }
}
