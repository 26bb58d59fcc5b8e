//! The list of contents of a PDF of many calls.

use crate::{
    Error,
    access::local_time,
    exports::{
        call_files::{BODY, NOTE, Sheet, TITLE, head},
        encoding::encoder::FileContext,
    },
};

/// A call in the list.
pub(super) struct Entry {
    pub(super) heading: String,
    /// Index of its first page among those of all calls.
    pub(super) page: usize,
}

/// Writes the list after all calls and returns how many pages it has, which are to be the first.
pub(super) fn write(
    sheet: &mut Sheet<'_>,
    context: &FileContext,
    entries: &[Entry],
) -> Result<usize, Error> {
    sheet.begin_section(title(context), None)?;
    // Page numbers depend on how many pages the list itself has.
    let count = sheet.pages_of(|sheet| list(sheet, context, entries, 0))?;
    list(sheet, context, entries, count)?;
    Ok(count)
}

/// Title of the document.
pub(super) fn title(context: &FileContext) -> String {
    format!("Calls of {}", context.tenant_name)
}

fn list(
    sheet: &mut Sheet<'_>,
    context: &FileContext,
    entries: &[Entry],
    pages_before: usize,
) -> Result<(), Error> {
    head(sheet);
    sheet.text(&title(context), TITLE, [0.0, 0.0])?;
    let at = local_time(context.document_time, &context.zone)?;
    let calls = if entries.len() == 1 { "call" } else { "calls" };
    let about = format!(
        "Exported on {} at {} ({}): {} {calls}.",
        at.day,
        at.time,
        at.offset,
        entries.len()
    );
    sheet.text(&about, NOTE, [0.0, 0.0])?;
    sheet.space(12.0);
    for entry in entries {
        sheet.entry(&entry.heading, pages_before + entry.page + 1, BODY)?;
    }
    Ok(())
}
