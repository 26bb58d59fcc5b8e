//! Background exports of the portal's pages.

use earshot_backend::TypeSchema;
use earshot_domain::{
    ActiveExport, CallColumn, CallFileFormat, ColumnSet, ExportContent, ExportFieldSet,
    ExportFormat, ExportRequestForm as F, ExportStarted, MessageColumn, ProblemCode as P,
    RecordingNames,
};

use super::{conversation_exports::recording_names, exports::form};
use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{Field, choice, id, integer, text},
    operation::{FORM, Operation, get, post},
};

/// The area in the document.
pub(in crate::description) const AREA: Area = Area {
    name: "Background exports",
    description: "Exports that are written to files in the background, as the portal's pages start \
                  and control them.",
    operations,
};

fn operations() -> Vec<Operation> {
    vec![
        operation(post("/exports/new", "start_export", "Start an export in the background"))
            .form(&fields())
            .json(201, TypeSchema::of::<ExportStarted>(), "The export was started.")
            .redirect("With `text/html`: redirects to the page of the export.")
            .problems(&[P::InvalidValue, P::UnknownParameter, P::NoMatches])
            .problems(&[P::OptionForbidden, P::RateLimited, P::Conflict]),
        field_set("/exports/field-sets", "save_export_columns", "Save chosen columns by name")
            .body(&saved_fields(), &[FORM], true)
            .empty(204, "Saved, in place of a set of the same name."),
        field_set("/exports/field-sets/delete", "delete_export_columns", "Delete saved columns")
            .body(
                &[text(ExportFieldSet::DELETE, "Name of the set.").required().example("Callers")],
                &[FORM],
                true,
            )
            .empty(204, "Deleted."),
        control("cancel", "cancel_background_export", "Cancel an export that waits or runs")
            .empty(204, "The export is cancelled, or had already ended.")
            .redirect("With `text/html`: redirects to the page of the export."),
        control("retry", "retry_export", "Start the request of an export again")
            .json(201, TypeSchema::of::<ExportStarted>(), "Another export was started.")
            .redirect("With `text/html`: redirects to the page of the new export.")
            .problems(&[P::InvalidValue, P::NoMatches, P::OptionForbidden, P::RateLimited]),
        control(
            "revoke",
            "revoke_export",
            "End the links to an export's files and delete the files",
        )
        .empty(204, "The files are deleted.")
        .redirect("With `text/html`: redirects to the page of the export."),
        control("delete", "delete_export", "Delete the entry of an export that has ended")
            .empty(204, "It is no longer listed; the audit log keeps that it was made.")
            .redirect("With `text/html`: redirects to the list of exports."),
        download("files/{n}", "read_export_file", "Download a file of an export")
            .path_parameter(&integer("n", "Number of the file, from 1.", 1, u32::MAX).required())
            .file(200, "application/octet-stream", "The file, with its own media type.")
            .file(206, "application/octet-stream", "A part of the file.")
            .empty(416, "The range begins after the end of the file."),
        download("manifest.json", "read_export_manifest", "Download the manifest of an export")
            .file(200, "application/json", "Who exported what, and the digests of the files."),
        download("archive.zip", "read_export_archive", "Download all files of an export as a ZIP")
            .file(200, "application/zip", "The archive."),
        get("/api/exports/jobs", "active_exports", "List the exports that wait or run")
            .security(&[AuthScheme::Session])
            .list(200, TypeSchema::of::<ActiveExport>(), "Their progress, newest first.")
            .standard_problems(),
    ]
}

fn download(what: &str, name: &'static str, summary: &str) -> Operation {
    operation(get(format!("/exports/{{export_id}}/{what}"), name, summary))
        .path_parameter(&id("export_id", "The export."))
        .problems(&[P::Conflict, P::LinkExpired])
}

fn control(what: &str, name: &'static str, summary: &str) -> Operation {
    operation(post(format!("/exports/{{export_id}}/{what}"), name, summary))
        .path_parameter(&id("export_id", "The export."))
        .problems(&[P::Conflict])
}

fn field_set(path: &'static str, name: &'static str, summary: &str) -> Operation {
    operation(post(path, name, summary))
        .redirect("With `text/html`: redirects to the page of the new export.")
        .problems(&[P::InvalidValue])
}

/// The fields of an export whose columns are saved.
fn saved_fields() -> Vec<Field> {
    let columns = CallColumn::ALL.iter().map(|code| code.as_str());
    vec![
        text(ExportFieldSet::NAME, "Name of the set.").required().max_length(50).example("Callers"),
        choice(F::CALL_COLUMN, "A column, with a row for each call.", columns)
            .repeated()
            .example(vec![CallColumn::Caller.as_str()]),
    ]
}

fn operation(operation: Operation) -> Operation {
    operation.security(&[AuthScheme::Session]).problems(&[P::NotFound]).standard_problems()
}

/// The fields of a streamed export, then those of the files.
fn fields() -> Vec<Field> {
    let mut fields = form();
    fields.extend([
        id(F::CALL, "A call; without any, all that match the filter.").repeated(),
        id(F::CONTACT, "A contact whose calls alone are exported."),
        choice(
            F::FORMAT,
            "Format of the files; default CSV.",
            ExportFormat::ALL.iter().map(|code| code.as_str()),
        ),
        choice(F::MODE, "A row for each call or for each message.", ["calls", "messages", ""]),
        choice(F::SET, "Set of columns.", ColumnSet::ALL.iter().map(|code| code.as_str())),
        choice(F::COLUMN, "A column of the chosen rows.", columns()).repeated(),
        choice(
            F::CALL_COLUMN,
            "A column, with a row for each call.",
            CallColumn::ALL.iter().map(|code| code.as_str()),
        )
        .repeated(),
        choice(
            F::MESSAGE_COLUMN,
            "A column, with a row for each message.",
            MessageColumn::ALL.iter().map(|code| code.as_str()),
        )
        .repeated(),
        choice(F::CONTENTS_CHOSEN, "Include exactly the named contents.", ["1", ""]),
        choice(
            F::INCLUDE,
            "A content of each conversation.",
            ExportContent::ALL.iter().map(|code| code.as_str()),
        )
        .repeated(),
        choice(
            F::CALL_FILES,
            "Format of the file of each call in a ZIP.",
            CallFileFormat::ALL.iter().map(|code| code.as_str()),
        ),
        text(F::RECORDING_NAMES, recording_names()).max_length(RecordingNames::MAX_CHARACTERS),
        text(ExportFieldSet::NAME, "Ignored: the form of the page has it."),
        text(ExportFieldSet::DELETE, "Ignored: the form of the page has it."),
        choice(F::ANONYMISE, "Pseudonyms for callers and customers.", ["on", "true", "1", ""]),
    ]);
    fields
}

/// The columns of both kinds of rows.
fn columns() -> Vec<&'static str> {
    let mut columns: Vec<_> = CallColumn::ALL.iter().map(|column| column.as_str()).collect();
    for column in MessageColumn::ALL {
        if !columns.contains(&column.as_str()) {
            columns.push(column.as_str());
        }
    }
    columns
}
