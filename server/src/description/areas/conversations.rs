//! Conversations for programs: the list, one conversation, and its messages.

use earshot_backend::TypeSchema;
use earshot_domain::{
    Channel, Conversation, ConversationMessages, Conversations, Direction, ProblemCode as P,
    Sentiment, Status,
};
use utoipa::openapi::Type;

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{Field, choice, id, integer, text},
    operation::{Operation, get},
};

/// The area in the document.
pub(in crate::description) const AREA: Area = Area {
    name: "Conversations",
    description: "Conversations of a key's projects, and their messages.",
    operations,
};

fn operations() -> Vec<Operation> {
    let list = get("/v1/conversations", "list_conversations", "List conversations").description(
        "Newest first. Different parameters must all match. Several values of one parameter \
             are alternatives, but a conversation must have every `tag`. Continue with \
             `next_cursor` and the same filter.",
    );
    let list = filter().iter().fold(list, Operation::query_parameter);
    let list = list.json(200, TypeSchema::of::<Conversations>(), "The conversations.");
    let read = get("/v1/conversations/{call_id}", "read_conversation", "Get a conversation")
        .path_parameter(&conversation())
        .json(200, TypeSchema::of::<Conversation>(), "The conversation.");
    let messages = get(
        "/v1/conversations/{call_id}/messages",
        "read_messages",
        "Get the messages of a conversation",
    )
    .description("In order. Continue with `next_cursor`.")
    .path_parameter(&conversation())
    .query_parameter(&integer("limit", "Page size; default 20.", 1, 100))
    .query_parameter(&text("cursor", "The `next_cursor` of the previous response."))
    .json(200, TypeSchema::of::<ConversationMessages>(), "The messages, redacted.");
    vec![by_key(list).problems(&[P::InvalidValue]), by_key(read), by_key(messages)]
}

fn conversation() -> Field {
    id("call_id", "The conversation.")
}

fn filter() -> Vec<Field> {
    let statuses = Status::ALL.iter().map(|code| code.as_str());
    let channels = Channel::ALL.iter().map(|code| code.as_str());
    let directions = Direction::ALL.iter().map(|code| code.as_str());
    let sentiments = Sentiment::ALL.iter().map(|code| code.as_str());
    vec![
        text("project_id", "One of the key's projects; default all.").example("front-desk"),
        text("since", "Earliest start: a day in the tenant's zone, or an instant."),
        text("until", "Latest start: a day (inclusive) or an instant (exclusive)."),
        choice("channel", "Channel.", channels).repeated(),
        choice("status", "Status.", statuses).repeated(),
        choice("direction", "Direction.", directions).repeated(),
        text("agent", "Exact name of the agent.").max_length(200).repeated(),
        text("outcome", "Outcome; `unclassified` selects conversations without one.").repeated(),
        choice("sentiment", "Sentiment of the caller.", sentiments).repeated(),
        text("tag", "A tag that the conversation must have.").max_length(200).repeated(),
        text("q", "Words to find in summary and transcript.").max_length(128).repeated(),
        text("caller", "Full number in any usual spelling, or its last four digits or more.")
            .max_length(255)
            .repeated(),
        choice(
            "has_recording",
            "Whether there is a recording, or one that its source names and that has not been received.",
            ["true", "false", "not_received"],
        ),
        integer("limit", "Page size; default 20.", 1, 100),
        text("cursor", "The `next_cursor` of the previous response."),
    ]
}

fn by_key(operation: Operation) -> Operation {
    let headers = [
        ("x-ratelimit-limit-minute", "Requests permitted per minute."),
        ("x-ratelimit-remaining-minute", "Requests remaining in this minute."),
        ("x-ratelimit-limit-day", "Requests permitted per day."),
        ("x-ratelimit-remaining-day", "Requests remaining today."),
        ("x-ratelimit-reset-day", "When the day ends: Unix time in seconds."),
    ];
    let operation = operation
        .security(&[AuthScheme::ApiKey, AuthScheme::InternalToken])
        .problems(&[P::NotSignedIn, P::InvalidKey, P::ScopeMissing, P::NotFound, P::InvalidValue])
        .problems(&[P::UnknownParameter, P::RateLimited])
        .standard_problems()
        .rate_limit_headers(200);
    headers.into_iter().fold(operation, |operation, (name, description)| {
        operation.response_header(200, name, description, Type::Integer)
    })
}
