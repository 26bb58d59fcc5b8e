//! Exporting a conversation (seed 004).

use earshot_backend::described::{Shape, exported_conversation};
use earshot_domain::ProblemCode as P;
use utoipa::openapi::Type;

use crate::description::{
    auth_scheme::Door,
    field::{Field, flag, text},
    operation::{Described, FORM, JSON, MULTIPART, post},
};
use crate::partners::conversation_export::DetailBody;

pub(in crate::description) const AREA: &str = "Conversation export";

const ADDRESSES: [(&str, &str); 3] = [
    ("/api/export/conversation", "export_conversation"),
    ("/api/export/conversation/json", "export_conversation_json"),
    ("/export/conversation", "export_conversation_short"),
];

pub(in crate::description) fn operations() -> Vec<Described> {
    ADDRESSES.into_iter().map(|(path, name)| operation(path, name)).collect()
}

fn operation(path: &'static str, name: &'static str) -> Described {
    let detail = || Shape::of::<DetailBody>();
    post(path, name, "Export a conversation")
        .says(
            "The three addresses do the same, with whichever of the three kinds of body. A key needs \
             the scope `conversations:export`; a signed-in Client Admin needs no key on the portal's \
             own pages.",
        )
        .body(&fields(), &[JSON, FORM, MULTIPART], true)
        .open_to(&[Door::Key, Door::InternalToken, Door::Session])
        .json(200, exported_conversation(), "The conversation as a file.")
        .json(400, detail(), "The body cannot be read, or `x-organization-id` is missing.")
        .json(401, detail(), "No key was shown, or one that does not work.")
        .json(404, detail(), "No such conversation, or not for this key.")
        .json(422, detail(), "A field is missing or wrong, by name.")
        .json(429, detail(), "Too many requests.")
        .json(500, detail(), "The export failed.")
        .json(503, detail(), "The database is busy.")
        .always_tells("x-ratelimit-limit", "Requests a minute of the key.")
        .always_tells("x-ratelimit-remaining", "How many of them are left.")
        .always_tells("x-ratelimit-reset", "Seconds until one more is free.")
        .tells(200, "content-disposition", "The file's name.", Type::String)
        .tells(429, "retry-after", "Seconds to wait.", Type::Integer)
        .refuses(&[P::CrossSite, P::Internal, P::Busy])
}

fn fields() -> Vec<Field> {
    vec![
        text("conversationId", "The call's id, or what its source calls it.")
            .required()
            .most(512)
            .example("agent_abc123_1705320000_user123"),
        flag("includeTranscript", "What was said; `true` unless it is named."),
        flag("includeAnalysis", "What was found out after the call; `true` unless it is named."),
        flag("includeRecording", "Where the recording is; `true` unless it is named."),
    ]
}
