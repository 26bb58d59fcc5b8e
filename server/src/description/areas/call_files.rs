//! Files of one call: transcript, conversation and recording.

use earshot_backend::{TypeSchema, conversation_schema};
use earshot_domain::{
    ConversationFormat, ProblemCode as P, RecordingAction, RecordingGrant, TranscriptFormat,
};
use utoipa::openapi::{Ref, Type};

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{Field, choice, id, text},
    operation::{JSON, Operation, get, post},
};

/// The area in the document.
pub(in crate::description) const AREA: Area = Area {
    name: "Files of a call",
    description: "Transcript, conversation and recording of one call.",
    operations,
};

fn operations() -> Vec<Operation> {
    let formats = TranscriptFormat::ALL.iter().map(|format| format.as_str());
    let transcript =
        file("/api/calls/{call_id}/transcript", "call_transcript", "Download a transcript")
            .query_parameter(&choice("format", "File format; default `txt`.", formats))
            .file(200, "text/plain", "The transcript.")
            .file(200, "application/pdf", "The transcript.");
    let formats = ConversationFormat::ALL.iter().map(|format| format.as_str());
    let shape = conversation_schema();
    let conversation =
        file("/api/calls/{call_id}/conversation", "call_conversation", "Download a conversation")
            .query_parameter(&choice("format", "File format; default `json`.", formats))
            .response(
                200,
                JSON,
                Ref::from_schema_name(&shape.name).into(),
                vec![shape],
                "The conversation.",
            )
            .file(200, "text/csv", "The conversation.")
            .file(200, "application/pdf", "The conversation.");
    let files = [transcript, conversation].map(|operation| {
        operation.response_header(200, "content-disposition", "The file name.", Type::String)
    });
    files.into_iter().chain(recordings()).collect()
}

fn file(path: &'static str, name: &'static str, summary: &str) -> Operation {
    get(path, name, summary)
        .path_parameter(&call())
        .query_parameter(&choice(
            "include_quality_history",
            "Whether to append the review history.",
            ["true", "on", "false", "off", ""],
        ))
        .security(&[AuthScheme::Session])
        .problems(&[P::NotFound, P::InvalidValue, P::RateLimited])
        .standard_problems()
}

fn recordings() -> Vec<Operation> {
    let actions = RecordingAction::ALL.iter().map(|action| action.as_str());
    let played = |described: Operation| {
        described
            .header_parameter(
                &text("range", "A single byte range; several ranges return the whole file.")
                    .example("bytes=0-99"),
            )
            .file(200, "audio/*", "The recording.")
            .file(206, "audio/*", "The requested range.")
            .file(416, "audio/*", "The range is beyond the end of the recording.")
            .response_header(200, "content-disposition", "Disposition and file name.", Type::String)
            .response_header(200, "etag", "The version of the media.", Type::String)
            .response_header(206, "content-range", "The range returned.", Type::String)
            .response_header(416, "content-range", "The length of the recording.", Type::String)
            .problems(&[P::RecordingBlocked, P::NotFound, P::GrantExpired])
            .standard_problems()
    };
    vec![
        post(
            "/api/calls/{call_id}/recording/grants",
            "grant_recording",
            "Request access to a recording",
        )
        .path_parameter(&call())
        .form(&[choice("action", "The intended use.", actions).required().example("play")])
        .security(&[AuthScheme::Session])
        .json(201, TypeSchema::of::<RecordingGrant>(), "A short-lived URL of the media.")
        .redirect("With `text/html`: redirects to the recording.")
        .problems(&[P::RecordingBlocked, P::NotFound, P::InvalidValue, P::UnknownParameter])
        .problems(&[P::RateLimited])
        .standard_problems(),
        played(
            get("/media/recordings/{grant}", "play_recording", "Play or download a recording")
                .path_parameter(
                    &text("grant", "Last path segment of the `url` of a grant.").example("x"),
                )
                .security(&[AuthScheme::Session]),
        ),
        played(
            get(
                "/media/exports/{token}",
                "linked_recording",
                "Download the recording of an exported conversation",
            )
            .description(
                "The `recording.signedUrl` of an exported conversation, valid for one day.",
            )
            .path_parameter(&text("token", "Last path segment of that URL.").example("x"))
            .security(&[AuthScheme::None]),
        ),
    ]
}

/// The path parameter for a call.
pub(super) fn call() -> Field {
    id("call_id", "The call.")
}
