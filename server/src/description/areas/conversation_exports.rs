//! Exports of many conversations for programs (docs/compatibility.md#askvault-export-request).

use earshot_backend::TypeSchema;
use earshot_domain::{
    CallFileFormat, ExportAccepted, ExportAnswer, ExportAnswers, ExportContent, ExportFormat,
    ProblemCode as P, RecordingNames, RecordingPlaceholder,
};
use serde_json::json;
use utoipa::openapi::{
    ObjectBuilder, Schema, Type,
    schema::{AdditionalProperties, ArrayBuilder},
};

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{Field, integer, text},
    operation::{JSON, Operation, delete, get, post},
};

const EXPORT: &str = "/v1/conversations/export/{export_id}";

/// The area in the document.
pub(in crate::description) const AREA: Area = Area {
    name: "Conversation exports",
    description: "Export any number of conversations as files, with an API key that has the scope \
                  `exports:write`.",
    operations,
};

fn operations() -> Vec<Operation> {
    vec![start(), list(), read(), cancel(), file(), manifest(), archive()]
}

fn start() -> Operation {
    let example = json!({ "filter": { "since": "2026-05-01" }, "format": "json" });
    by_key(
        post("/v1/conversations/export", "start_conversation_export", "Start an export")
            .description(
                "Only `format` is required. Poll `url` until `status` is `completed`; the files \
                 can be downloaded for 7 days. A filter's values may each be one value or a list; \
                 `tag` means all of them, every other list means any of them.",
            )
            .header_parameter(
                &text(
                    "Idempotency-Key",
                    "For 24 hours, the same key with the same body is the same export.",
                )
                .max_length(255),
            )
            .content(&[(JSON, body().into())], &example, Vec::new())
            .json(202, TypeSchema::of::<ExportAccepted>(), "The export is queued.")
            .response_header(202, "location", "Path of the export.", Type::String)
            .response_header(202, "retry-after", "Seconds to wait.", Type::Integer),
    )
    .problems(&[P::OptionForbidden, P::NotFound, P::Conflict, P::InvalidValue, P::NoMatches])
}

fn list() -> Operation {
    by_key(
        get(
            "/v1/conversations/exports",
            "list_conversation_exports",
            "List the exports of the key",
        )
        .description("Newest first. Continue with `next_cursor`.")
        .query_parameter(&integer("limit", "Page size; default 20.", 1, 100))
        .query_parameter(&text("cursor", "The `next_cursor` of the previous response."))
        .json(200, TypeSchema::of::<ExportAnswers>(), "The exports."),
    )
}

fn read() -> Operation {
    by_key(
        get(EXPORT, "read_conversation_export", "Get the progress and the files of an export")
            .path_parameter(&export())
            .json(200, TypeSchema::of::<ExportAnswer>(), "The export.")
            .response_header(200, "retry-after", "Seconds to wait while it runs.", Type::Integer),
    )
    .problems(&[P::NotFound])
}

fn cancel() -> Operation {
    by_key(
        delete(EXPORT, "cancel_conversation_export", "Cancel an export")
            .path_parameter(&export())
            .empty(204, "The export is cancelled, or had already ended."),
    )
    .problems(&[P::NotFound])
}

fn file() -> Operation {
    let mut operation =
        get(format!("{EXPORT}/files/{{n}}"), "read_conversation_export_file", "Download a file")
            .description("Single byte ranges are supported.")
            .path_parameter(&export())
            .path_parameter(&integer("n", "Number of the file, from 1.", 1, u32::MAX).required());
    for format in ExportFormat::ALL {
        operation = operation.file(200, format.media_type(), "The file.");
        operation = operation.file(206, format.media_type(), "A part of the file.");
    }
    by_key(
        operation
            .response_header(200, "repr-digest", "SHA-256 of the whole file.", Type::String)
            .response_header(200, "etag", "Strong entity tag.", Type::String)
            .empty(416, "The range begins after the end of the file."),
    )
    .problems(&[P::NotFound, P::Conflict, P::LinkExpired])
}

fn manifest() -> Operation {
    let path = format!("{EXPORT}/manifest.json");
    by_key(
        get(path, "read_conversation_export_manifest", "Download the manifest")
            .path_parameter(&export())
            .file(200, JSON, "Who exported what, and the digests of the files."),
    )
    .problems(&[P::NotFound, P::Conflict, P::LinkExpired])
}

fn archive() -> Operation {
    let path = format!("{EXPORT}/archive.zip");
    by_key(
        get(path, "read_conversation_export_archive", "Download all files as one ZIP")
            .description("With the manifest, `SHA256SUMS`, a `BagIt` bag and a Data Package.")
            .path_parameter(&export())
            .file(200, "application/zip", "The archive."),
    )
    .problems(&[P::NotFound, P::Conflict, P::LinkExpired])
}

fn by_key(operation: Operation) -> Operation {
    operation
        .security(&[AuthScheme::ApiKey, AuthScheme::InternalToken])
        .problems(&[P::ScopeMissing, P::InvalidKey, P::InvalidValue, P::UnknownParameter])
        .problems(&[P::RateLimited])
        .standard_problems()
        .rate_limit_headers_everywhere()
}

fn export() -> Field {
    text("export_id", "Id of the export.").required()
}

/// The names of recordings in a ZIP, in words.
pub(super) fn recording_names() -> String {
    format!(
        "Template of the names of recordings in a ZIP: text with the placeholders {}. Without `{{call_id}}` \
         or `{{number}}` in it, the call's id is added.",
        RecordingPlaceholder::listed()
    )
}

/// The schema of the body that starts an export.
fn body() -> Schema {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let flag = || ObjectBuilder::new().schema_type(Type::Boolean);
    let codes = |codes: Vec<&'static str>| text().enum_values(Some(codes));
    let formats = ExportFormat::ALL.iter().map(|format| format.as_str()).collect();
    let call_files = CallFileFormat::ALL.iter().map(|format| format.as_str()).collect();
    let names = text()
        .description(Some(recording_names()))
        .max_length(Some(RecordingNames::MAX_CHARACTERS));
    let filter = [
        "since",
        "until",
        "project_id",
        "status",
        "outcome",
        "sentiment",
        "channel",
        "direction",
        "agent",
        "caller",
        "tag",
        "q",
        "has_recording",
        "sort",
        "ids",
    ]
    .into_iter()
    .fold(ObjectBuilder::new(), |filter, name| filter.property(name, Schema::default()));
    let include = ExportContent::ALL
        .iter()
        .fold(ObjectBuilder::new(), |include, content| include.property(content.as_str(), flag()));
    let closed = |object: ObjectBuilder| {
        object
            .schema_type(Type::Object)
            .additional_properties(Some(AdditionalProperties::FreeForm(false)))
    };
    let body = ObjectBuilder::new()
        .property("format", codes(formats))
        .property("filter", closed(filter))
        .property("mode", codes(vec!["calls", "messages"]))
        .property("set", codes(vec!["conversations", "calls"]))
        .property("fields", ArrayBuilder::new().items(text()))
        .property("include", closed(include))
        .property("call_files", codes(call_files))
        .property("recording_names", names)
        .property("anonymise", flag())
        .required("format");
    closed(body).into()
}
