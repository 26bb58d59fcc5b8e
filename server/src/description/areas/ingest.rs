//! Pushing calls in, and following what arrives.

use earshot_backend::described::{Shape, own_call};
use earshot_domain::{CallFeed, ProblemCode as P, PushReport};
use serde_json::{Value, json};
use utoipa::openapi::{
    KnownFormat, ObjectBuilder, Ref, RefOr, Schema, SchemaFormat, Type,
    schema::{AllOfBuilder, AnyOfBuilder, ArrayBuilder, OneOfBuilder},
};

use crate::description::{
    auth_scheme::Door,
    field::{Field, number, text, word},
    operation::{Described, JSON, PROBLEM, get, post, put},
};

pub(in crate::description) const AREA: &str = "Calls in and out";

pub(in crate::description) fn operations() -> Vec<Described> {
    vec![push_calls(), push_recording(), read_calls(), report()]
}

fn push_calls() -> Described {
    let call = own_call();
    let one: RefOr<Schema> = Ref::from_schema_name(&call.name).into();
    let several = ArrayBuilder::new().items(one.clone());
    let either = OneOfBuilder::new().item(one).item(several);
    let operation = post("/v1/ingest/calls", "push_calls", "Push calls in")
        .says(
            "One call, an array, or one a line; plain or gzip. What is pushed again changes nothing. \
             The vendors' formats are named by `format`, or by a content type \
             `application/vnd.earshot.pbx+json`. At most 256 MB unpacked and 100,000 records.",
        )
        .query(&project())
        .query(&word("format", "`ndjson`, our own, unless it is named.", ["ndjson", "pbx", "talkifai"]))
        .query(&text("time_zone", "Zone of a PBX's local times.").example("Europe/London"))
        .content(
            &[(JSON, Schema::from(either.build()).into()), ("application/x-ndjson", plain_text())],
            &example(),
            vec![call],
        )
        .json(200, Shape::of::<PushReport>(), "Nothing was refused.")
        .json(207, Shape::of::<PushReport>(), "Some records were refused; the others are stored.")
        .made(413, PROBLEM, refused(), Vec::new(), "What was taken before is listed.")
        .made(422, PROBLEM, refused(), Vec::new(), "Where every record was refused, they are listed.");
    by_key(operation).refuses(&[
        P::ProjectRequired,
        P::NotFound,
        P::InvalidValue,
        P::UnknownParameter,
        P::UnsupportedContent,
    ])
}

fn push_recording() -> Described {
    let media = || -> RefOr<Schema> {
        let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
        let media = ObjectBuilder::new().schema_type(Type::String).format(Some(binary));
        Schema::from(media.build()).into()
    };
    let path = "/v1/ingest/calls/{source}/{source_id}/recording";
    let operation = put(path, "push_recording", "Push a call's recording in")
        .says("WAV, MP3, OGG or WebM of at most 512 MB.")
        .path(&text("source", "The system the call comes from.").example("switch"))
        .path(&text("source_id", "That system's id of it.").example("2026-11-21-0042"))
        .content(
            &[("audio/wav", media()), ("application/octet-stream", media())],
            &Value::Null,
            Vec::new(),
        )
        .made(200, JSON, kept(), Vec::new(), "The call has a recording already.")
        .made(201, JSON, kept(), Vec::new(), "It is kept now.");
    by_key(operation).refuses(&[P::NotFound, P::InvalidValue])
}

fn read_calls() -> Described {
    let operation = get("/v1/calls", "read_calls", "Read calls in the order they arrived")
        .says("Ask again with `next_cursor`: nothing is missed, and nothing comes twice unless it became fuller.")
        .query(&text("since_cursor", "`next_cursor` of the answer before."))
        .query(&number("limit", "Most calls of the answer; 100 unless it is named.", 1, 1000))
        .query(&project())
        .query(&text("include", "`transcript`, `details`, or both between commas.").example("transcript"))
        .json(200, Shape::of::<CallFeed>(), "The calls.");
    by_key(operation).refuses(&[P::NotFound, P::InvalidValue])
}

/// A problem, which may have what became of the records beside its own members.
fn refused() -> RefOr<Schema> {
    let problem = || Ref::from_schema_name("Problem");
    let listed = AllOfBuilder::new().item(problem()).item(Ref::from_schema_name("PushReport"));
    Schema::from(AnyOfBuilder::new().item(problem()).item(listed).build()).into()
}

/// Who sends reports is no program with a key: each signs in its vendor's way.
fn report() -> Described {
    let anything: RefOr<Schema> = Schema::from(ObjectBuilder::new().build()).into();
    post("/v1/ingest/webhooks/{receiver}", "report_call", "Report a call as a phone system does")
        .says("Signed with the receiver's secret, in the vendor's way; see docs/receivers.md.")
        .path(&text("receiver", "The receiver's name.").example("front-desk-vapi"))
        .content(&[(JSON, anything)], &json!({}), Vec::new())
        .open_to(&[Door::Anyone])
        .made(200, JSON, reported(), Vec::new(), "What became of the call, or `ignored`.")
        .refuses(&[P::InvalidKey, P::NotFound, P::InvalidValue, P::RateLimited])
        .our_refusals()
}

fn by_key(operation: Described) -> Described {
    operation
        .open_to(&[Door::Key, Door::InternalToken])
        .refuses(&[P::NotSignedIn, P::InvalidKey, P::ScopeMissing, P::InvalidValue, P::RateLimited])
        .our_refusals()
        .tells(200, "x-ratelimit-limit", "Requests a minute of the key.", Type::Integer)
        .tells(200, "x-ratelimit-remaining", "How many of them are left.", Type::Integer)
        .tells(200, "x-ratelimit-reset", "Seconds until one more is free.", Type::Integer)
}

fn project() -> Field {
    text("project_id", "A project of the key's; its only one need not be named.")
        .example("front-desk")
}

fn plain_text() -> RefOr<Schema> {
    Schema::from(ObjectBuilder::new().schema_type(Type::String).build()).into()
}

fn kept() -> RefOr<Schema> {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let result = text().enum_values(Some(["taken", "unchanged"]));
    let kept = ObjectBuilder::new().property("call_id", text()).property("result", result);
    Schema::from(kept.required("call_id").required("result").build()).into()
}

fn reported() -> RefOr<Schema> {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let result = text().enum_values(Some(["taken", "extended", "unchanged", "ignored"]));
    let names = ["source", "source_id", "call_id", "reason"];
    let reported =
        names.into_iter().fold(ObjectBuilder::new(), |it, name| it.property(name, text()));
    Schema::from(reported.property("result", result).required("result").build()).into()
}

fn example() -> Value {
    json!({
        "source": "switch", "source_id": "2026-11-21-0042", "started_at": "2026-11-21T09:00:00Z",
        "status": "completed", "total_seconds": 94, "caller": "+12025550123",
        "transcript": {"turns": [{"speaker": "caller", "text": "I need an appointment"}]},
    })
}
