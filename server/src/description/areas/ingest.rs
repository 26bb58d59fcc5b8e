//! Ingest of calls and recordings, and the feed of calls that arrived.

use earshot_backend::{TypeSchema, readers::own_call_schema};
use earshot_domain::{CallFeed, ProblemCode as P, PushReport};
use serde_json::{Value, json};
use utoipa::openapi::{
    KnownFormat, ObjectBuilder, Ref, RefOr, Schema, SchemaFormat, Type,
    schema::{AllOfBuilder, AnyOfBuilder, ArrayBuilder, OneOfBuilder},
};

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{Field, choice, integer, text},
    operation::{JSON, Operation, PROBLEM, get, post, put},
};

/// The area in the document.
pub(in crate::description) const AREA: Area = Area {
    name: "Calls in and out",
    description: "Push calls and recordings, and follow the calls that arrive.",
    operations,
};

fn operations() -> Vec<Operation> {
    vec![push_calls(), push_recording(), read_calls(), receive_report()]
}

fn push_calls() -> Operation {
    let call = own_call_schema();
    let one: RefOr<Schema> = Ref::from_schema_name(&call.name).into();
    let several = ArrayBuilder::new().items(one.clone());
    let either = OneOfBuilder::new().item(one).item(several);
    let operation = post("/v1/ingest/calls", "push_calls", "Push calls")
        .description(
            "One call, an array of calls, one call a line, or a call log in CSV (`text/csv`); plain or \
             gzip, in UTF-8 or the `charset` of the content type. Pushing a call again \
             adds what it says more, and replaces what it corrects if `revision` or `updated_at` \
             marks it as newer; `ignored` lists what was not stored. Select a vendor's format by \
             `format` or by a media type such as \
             `application/vnd.earshot.pbx+json`. At most 256 MB uncompressed and 100,000 records.",
        )
        .query_parameter(&project())
        .query_parameter(&choice(
            "format",
            "Format of the records; default `ndjson`, Earshot's own.",
            ["ndjson", "pbx", "talkifai", "csv"],
        ))
        .query_parameter(
            &text("time_zone", "Time zone of the local times of a PBX.").example("Europe/London"),
        )
        .query_parameter(&choice(
            "date_order",
            "Order of the dates in the local times of a PBX; default as the tenant is set.",
            ["ymd", "mdy", "dmy"],
        ))
        .query_parameter(&choice(
            "clock_face",
            "Clock of the local times of a PBX; default as the tenant is set.",
            ["24", "12"],
        ))
        .query_parameter(&choice(
            "on_conflict",
            "Whether a record that contradicts the stored call is ignored (`keep`, the default) or \
             replaces it (`replace`).",
            ["keep", "replace"],
        ))
        .query_parameter(&text(
            "mapping",
            "Mapping of the columns of a call log to fields, as JSON; call logs of Asterisk, \
             FreePBX, 3CX and CallRail need none.",
        ))
        .content(
            &[
                (JSON, Schema::from(either.build()).into()),
                ("application/x-ndjson", plain_text()),
                ("text/csv", plain_text()),
            ],
            &example(),
            vec![call],
        )
        .json(200, TypeSchema::of::<PushReport>(), "No record was rejected.")
        .json(
            207,
            TypeSchema::of::<PushReport>(),
            "Some records were rejected; the others are stored.",
        )
        .response(
            413,
            PROBLEM,
            problem_with_report(),
            Vec::new(),
            "Too large. The records stored so far are listed.",
        )
        .response(
            422,
            PROBLEM,
            problem_with_report(),
            Vec::new(),
            "If every record was rejected, they are listed.",
        );
    by_key(operation).problems(&[
        P::ProjectRequired,
        P::NotFound,
        P::InvalidValue,
        P::UnknownParameter,
        P::UnsupportedContent,
    ])
}

fn push_recording() -> Operation {
    let media = || -> RefOr<Schema> {
        let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
        let media = ObjectBuilder::new().schema_type(Type::String).format(Some(binary));
        Schema::from(media.build()).into()
    };
    let path = "/v1/ingest/calls/{source}/{source_id}/recording";
    let operation = put(path, "push_recording", "Push the recording of a call")
        .description("A file of at most 512 MB, in any format that import-recordings takes.")
        .path_parameter(&text("source", "The source system of the call.").example("switch"))
        .path_parameter(
            &text("source_id", "Id of the call in that system.").example("2026-11-21-0042"),
        )
        .content(
            &[("audio/wav", media()), ("application/octet-stream", media())],
            &Value::Null,
            Vec::new(),
        )
        .response(200, JSON, recording_result(), Vec::new(), "The call already has a recording.")
        .response(201, JSON, recording_result(), Vec::new(), "The recording was stored.");
    by_key(operation).problems(&[P::NotFound, P::InvalidValue])
}

fn read_calls() -> Operation {
    let operation = get("/v1/calls", "read_calls", "List calls in order of arrival")
        .description(
            "Continue with `next_cursor`. A call is returned again only if it was extended.",
        )
        .query_parameter(&text("since_cursor", "The `next_cursor` of the previous response."))
        .query_parameter(&integer("limit", "Page size; default 100.", 1, 1000))
        .query_parameter(&project())
        .query_parameter(
            &text("include", "`transcript`, `details` or both, comma-separated.")
                .example("transcript"),
        )
        .json(200, TypeSchema::of::<CallFeed>(), "The calls.");
    by_key(operation).problems(&[P::NotFound, P::InvalidValue])
}

/// A problem, which may have the members of the report.
fn problem_with_report() -> RefOr<Schema> {
    let problem = || Ref::from_schema_name("Problem");
    let listed = AllOfBuilder::new().item(problem()).item(Ref::from_schema_name("PushReport"));
    Schema::from(AnyOfBuilder::new().item(problem()).item(listed).build()).into()
}

/// The webhook of a phone system, which signs its reports instead of sending a key.
fn receive_report() -> Operation {
    let anything: RefOr<Schema> = Schema::from(ObjectBuilder::new().build()).into();
    post("/v1/ingest/webhooks/{receiver}", "report_call", "Receive a call report of a phone system")
        .description(
            "Signed with the receiver's secret as the vendor specifies; see docs/receivers.md.",
        )
        .path_parameter(&text("receiver", "Name of the receiver.").example("front-desk-vapi"))
        .content(&[(JSON, anything)], &json!({}), Vec::new())
        .security(&[AuthScheme::None])
        .response(200, JSON, report_result(), Vec::new(), "The result for the call, or `ignored`.")
        .problems(&[P::InvalidKey, P::InvalidValue, P::RateLimited])
        .standard_problems()
}

fn by_key(operation: Operation) -> Operation {
    operation
        .security(&[AuthScheme::ApiKey, AuthScheme::InternalToken])
        .problems(&[
            P::NotSignedIn,
            P::InvalidKey,
            P::ScopeMissing,
            P::InvalidValue,
            P::UnknownParameter,
            P::RateLimited,
        ])
        .standard_problems()
        .rate_limit_headers(200)
}

fn project() -> Field {
    text("project_id", "A project of the key; optional if the key has only one.")
        .example("front-desk")
}

fn plain_text() -> RefOr<Schema> {
    Schema::from(ObjectBuilder::new().schema_type(Type::String).build()).into()
}

fn recording_result() -> RefOr<Schema> {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let result = text().enum_values(Some(["taken", "unchanged"]));
    let body = ObjectBuilder::new().property("call_id", text()).property("result", result);
    Schema::from(body.required("call_id").required("result").build()).into()
}

fn report_result() -> RefOr<Schema> {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let result = text().enum_values(Some(["taken", "extended", "unchanged", "ignored"]));
    let names = ["source", "source_id", "call_id", "reason"];
    let ignored = ArrayBuilder::new().items(text());
    let body = ObjectBuilder::new().property("ignored", ignored);
    let body = names.into_iter().fold(body, |body, name| body.property(name, text()));
    Schema::from(body.property("result", result).required("result").build()).into()
}

fn example() -> Value {
    json!({
        "source": "switch", "source_id": "2026-11-21-0042", "started_at": "2026-11-21T09:00:00Z",
        "status": "completed", "total_seconds": 94, "caller": "+12025550123",
        "transcript": {"turns": [{"speaker": "caller", "text": "I need an appointment"}]},
    })
}
