//! Files of one call: transcript, conversation, recording.

use earshot_backend::described::{Shape, conversation_file};
use earshot_domain::{
    ConversationFormat, ProblemCode as P, RecordingAction, RecordingGrant, TranscriptFormat,
};
use utoipa::openapi::{Ref, Type};

use crate::description::{
    auth_scheme::Door,
    field::{Field, id, text, word},
    operation::{Described, JSON, get, post},
};

pub(in crate::description) const AREA: &str = "Files of a call";

pub(in crate::description) fn operations() -> Vec<Described> {
    let formats = TranscriptFormat::ALL.iter().map(|format| format.as_str());
    let transcript =
        file("/api/calls/{call_id}/transcript", "call_transcript", "Download a transcript")
            .query(&word("format", "The kind of file; `txt` unless it is named.", formats))
            .file(200, "text/plain", "The transcript.")
            .file(200, "application/pdf", "The transcript.");
    let formats = ConversationFormat::ALL.iter().map(|format| format.as_str());
    let shape = conversation_file();
    let conversation =
        file("/api/calls/{call_id}/conversation", "call_conversation", "Download a conversation")
            .query(&word("format", "The kind of file; `json` unless it is named.", formats))
            .made(
                200,
                JSON,
                Ref::from_schema_name(&shape.name).into(),
                vec![shape],
                "The conversation.",
            )
            .file(200, "text/csv", "The conversation.")
            .file(200, "application/pdf", "The conversation.");
    let files = [transcript, conversation].map(|operation| {
        operation.tells(200, "content-disposition", "The file's name.", Type::String)
    });
    files.into_iter().chain(recordings()).collect()
}

fn file(path: &'static str, name: &'static str, summary: &str) -> Described {
    get(path, name, summary)
        .path(&call())
        .query(&word(
            "include_quality_history",
            "Whether the review history follows.",
            ["true", "on", "false", "off", ""],
        ))
        .open_to(&[Door::Session])
        .refuses(&[P::NotFound, P::InvalidValue, P::RateLimited])
        .our_refusals()
}

fn recordings() -> Vec<Described> {
    let actions = RecordingAction::ALL.iter().map(|action| action.as_str());
    let played = |described: Described| {
        described
            .header(
                &text("range", "One range of bytes; others are answered whole.")
                    .example("bytes=0-99"),
            )
            .file(200, "audio/*", "The recording.")
            .file(206, "audio/*", "The part that was asked for.")
            .file(416, "audio/*", "The recording does not reach that far.")
            .tells(200, "content-disposition", "How it is shown.", Type::String)
            .tells(200, "etag", "The version of the media.", Type::String)
            .tells(206, "content-range", "Which part it is.", Type::String)
            .tells(416, "content-range", "How long it is.", Type::String)
            .refuses(&[P::RecordingBlocked, P::NotFound, P::GrantExpired])
            .our_refusals()
    };
    vec![
        post(
            "/api/calls/{call_id}/recording/grants",
            "grant_recording",
            "Ask for leave to reach a recording",
        )
        .path(&call())
        .form(&[word("action", "What for.", actions).required().example("play")])
        .open_to(&[Door::Session])
        .json(201, Shape::of::<RecordingGrant>(), "Where the media is, for a short while.")
        .redirects("With `text/html`: to the recording.")
        .refuses(&[P::RecordingBlocked, P::NotFound, P::InvalidValue, P::UnknownParameter])
        .refuses(&[P::RateLimited])
        .our_refusals(),
        played(
            get("/media/recordings/{grant}", "play_recording", "Play or download a recording")
                .path(&text("grant", "The end of a grant's `url`.").example("x"))
                .open_to(&[Door::Session]),
        ),
        played(
            get(
                "/media/exports/{token}",
                "linked_recording",
                "Fetch a recording that an export names",
            )
            .says("`recording.signedUrl` of an exported conversation; good for a day.")
            .path(&text("token", "The end of that address.").example("x"))
            .open_to(&[Door::Anyone]),
        ),
    ]
}

/// The call of a path.
pub(super) fn call() -> Field {
    id("call_id", "The call.")
}
