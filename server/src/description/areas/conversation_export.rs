//! The conversation export (docs/compatibility.md#talkifai-addresses).

use earshot_backend::{TypeSchema, exported_conversation_schema};
use earshot_domain::ProblemCode as P;
use utoipa::openapi::Type;

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{Field, boolean, text},
    operation::{FORM, JSON, MULTIPART, Operation, post},
};
use crate::partners::conversation_export::DetailBody;

const ADDRESSES: [(&str, &str); 3] = [
    ("/api/export/conversation", "export_conversation"),
    ("/api/export/conversation/json", "export_conversation_json"),
    ("/export/conversation", "export_conversation_short"),
];

/// The area in the document.
pub(in crate::description) const AREA: Area = Area {
    name: "Conversation export",
    description: "Export one conversation as a JSON file, with an API key.",
    operations,
};

fn operations() -> Vec<Operation> {
    ADDRESSES.into_iter().map(|(path, name)| operation(path, name)).collect()
}

fn operation(path: &'static str, name: &'static str) -> Operation {
    let detail = || TypeSchema::of::<DetailBody>();
    post(path, name, "Export a conversation")
        .description(
            "The three URLs are equivalent and accept the same three media types. A key needs the \
             scope `conversations:export`; on the portal's own pages the session of a Client Admin \
             is sufficient.",
        )
        .body(&fields(), &[JSON, FORM, MULTIPART], true)
        .security(&[AuthScheme::ApiKey, AuthScheme::InternalToken, AuthScheme::Session])
        .json(200, exported_conversation_schema(), "The conversation as a file.")
        .json(400, detail(), "The body is malformed, or `x-organization-id` is missing.")
        .json(401, detail(), "The key is missing or invalid.")
        .json(404, detail(), "The conversation does not exist or is out of scope.")
        .json(422, detail(), "A field is missing or invalid; `detail` names it.")
        .json(429, detail(), "Too many requests.")
        .json(500, detail(), "The export failed.")
        .json(503, detail(), "The database is busy.")
        .rate_limit_headers_everywhere()
        .response_header(200, "content-disposition", "The file name.", Type::String)
        .response_header(429, "retry-after", "Seconds to wait.", Type::Integer)
        .problems(&[P::CrossSite, P::Internal, P::Busy])
}

fn fields() -> Vec<Field> {
    vec![
        text("conversationId", "Id of the call, here or in its source.")
            .required()
            .max_length(512)
            .example("agent_abc123_1705320000_user123"),
        boolean("includeTranscript", "Include the transcript; default `true`."),
        boolean("includeAnalysis", "Include the post-call analysis; default `true`."),
        boolean("includeRecording", "Include a link to the recording; default `true`."),
    ]
}
