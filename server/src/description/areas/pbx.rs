//! The PBX interface (seed 002): HTTP 200 whatever came of it.

use earshot_backend::{
    PbxContexts, PbxFile, PbxSummary,
    described::{Shape, pbx_leg},
};
use earshot_domain::{PbxCallType, PbxCode as C, PbxStatus, ProblemCode as P};
use utoipa::openapi::{
    ObjectBuilder, Ref, RefOr, Schema, Type,
    schema::{AllOfBuilder, AnyOfBuilder, ArrayBuilder},
};

use crate::description::{
    auth_scheme::Door,
    field::{Field, number, text, word},
    operation::{Described, JSON, get, post},
};
use crate::partners::pbx::{NoFields, TokenFields};

pub(in crate::description) const AREA: &str = "PBX interface";

/// The versions that give tokens, with what their operations' names end in.
const VERSIONS: [(&str, &str); 2] = [("v2.0", ""), ("v1.0", "_v1")];

pub(in crate::description) fn operations() -> Vec<Described> {
    let tokens = VERSIONS.into_iter().flat_map(|(version, end)| {
        let path = |interface| format!("/openapi/{version}/{interface}");
        [
            get_token(path("get_token"), format!("pbx_get_token{end}")),
            refresh_token(path("refresh_token"), format!("pbx_refresh_token{end}")),
            del_token(path("del_token"), format!("pbx_del_token{end}")),
        ]
    });
    tokens.chain([aidownload(), download(), getaicontext(), getaisummary()]).collect()
}

fn get_token(path: String, name: String) -> Described {
    let operation = post(path, name, "Get tokens for a client's id and secret")
        .body(
            &[
                text("username", "The client's id.").required().example("client id"),
                text("password", "Its secret.").required().example("client secret"),
            ],
            &[JSON],
            true,
        )
        .open_to(&[Door::Anyone]);
    let refusals = [C::ParameterSyntaxError, C::ParameterError, C::MaxLimitationExceeded];
    answered(operation, Shape::of::<TokenFields>(), "Tokens.", &refusals)
}

fn refresh_token(path: String, name: String) -> Described {
    let operation = post(path, name, "Exchange a refresh token for a new pair")
        .body(&[text("refresh_token", "It is over then.").required().example("x")], &[JSON], true)
        .open_to(&[Door::Anyone]);
    let refusals =
        [C::ParameterSyntaxError, C::ParameterError, C::MaxLimitationExceeded, C::TokenExpired];
    answered(operation, Shape::of::<TokenFields>(), "New tokens.", &refusals)
}

fn del_token(path: String, name: String) -> Described {
    let operation = get(path, name, "Take a pair of tokens back").open_to(&[Door::PbxToken]);
    answered(operation, Shape::of::<NoFields>(), "Taken back.", &[C::TokenExpired])
}

fn aidownload() -> Described {
    let types = PbxCallType::ALL.iter().map(|kind| kind.as_str());
    let statuses = PbxStatus::ALL.iter().map(|status| status.as_str());
    let operation =
        get("/openapi/v2.0/cdr/aidownload", "pbx_aidownload", "Ask for a file of call legs")
            .says("All legs of every call that matches are in the file.")
            .query(&text("call_from", "The number that began the call, whole."))
            .query(&text("call_to", "The number of any leg, whole."))
            .query(&word("call_type", "Who called whom.", types))
            .query(&text("start_time", "As the tenant's PBX displays times."))
            .query(&text("end_time", "As the tenant's PBX displays times."))
            .query(&word("last_status", "How the last leg ended.", statuses))
            .open_to(&[Door::PbxToken]);
    let refusals = [
        C::TokenExpired,
        C::ParameterSyntaxError,
        C::ParameterError,
        C::DataNotFound,
        C::MaxLimitationExceeded,
        C::OverloadTaskRunning,
    ];
    limited(answered(operation, Shape::of::<PbxFile>(), "The file to fetch.", &refusals))
}

fn getaicontext() -> Described {
    let operation =
        get("/openapi/v2.0/cdr/getaicontext", "pbx_getaicontext", "Read what was said in legs")
            .query(&text("cdr_ids", "Ids of legs, between commas; at most 100.").required())
            .query(&number("limit", "Most utterances of a page; with `offset` only.", 1, 1000))
            .query(&number("offset", "The page, from 1.", 1, u32::MAX))
            .query(&text("search_value", "Words that an utterance must hold."))
            .open_to(&[Door::PbxToken]);
    let refusals = [C::TokenExpired, C::ParameterError, C::DataNotFound, C::MaxLimitationExceeded];
    limited(answered(operation, Shape::of::<PbxContexts>(), "What was said.", &refusals))
}

fn getaisummary() -> Described {
    let operation =
        get("/openapi/v2.0/cdr/getaisummary", "pbx_getaisummary", "Read the summary of a leg")
            .says("For one of its extensions: exactly one of the two must be named.")
            .query(&text("cdr_id", "The id of a leg.").required())
            .query(&text("src_ext_id", "The extension that called."))
            .query(&text("dst_ext_id", "The extension that was called."))
            .open_to(&[Door::PbxToken]);
    let refusals = [C::TokenExpired, C::ParameterError, C::DataNotFound, C::MaxLimitationExceeded];
    limited(answered(operation, Shape::of::<PbxSummary>(), "The summary.", &refusals))
}

fn limited(operation: Described) -> Described {
    operation
        .tells(200, "x-ratelimit-limit", "Requests a minute of the client.", Type::Integer)
        .tells(200, "x-ratelimit-remaining", "How many of them are left.", Type::Integer)
        .tells(200, "x-ratelimit-reset", "Seconds until one more is free.", Type::Integer)
}

/// The file: here a refusal is an HTTP status.
fn download() -> Described {
    let leg = pbx_leg();
    let legs = ArrayBuilder::new().items(Ref::from_schema_name(&leg.name));
    let refused = |described: Described, status, codes: &[C], words: &str| {
        described.made(status, JSON, refusal(codes), vec![], words)
    };
    let mut operation = get("/api/download/{file}", "pbx_download", "Fetch a file of call legs")
        .says("For 30 minutes, for clients of the same tenant. It is made while it is fetched.")
        .path(&file())
        .open_to(&[Door::PbxToken])
        .made(200, JSON, legs.into(), vec![leg], "The legs.")
        .tells(200, "content-disposition", "The file's name.", Type::String);
    operation = refused(operation, 401, &[C::TokenExpired], "The token is over.");
    operation = refused(operation, 403, &[C::AccessDenied, C::IpForbidden], "Not for this client.");
    operation = refused(operation, 404, &[C::DataNotFound], "No such file.");
    let busy = [C::OverloadTaskRunning, C::MaxLimitationExceeded, C::AccountIpBlocked];
    operation = refused(operation, 429, &busy, "Too many requests.");
    operation = refused(operation, 500, &[C::InternalServerError], "It failed on the server.");
    operation.refuses(&[P::Malformed, P::NotFound, P::Internal, P::Busy])
}

fn file() -> Field {
    text("file", "The end of `download_resource_url`.").example("x.json")
}

/// HTTP 200 with the fields, or with a code that says why not.
fn answered(operation: Described, shape: Shape, words: &str, refusals: &[C]) -> Described {
    // Of every interface: no `User-Agent` or not this client's, too many failures, a fault of ours.
    let always = [C::AccessDenied, C::AccountIpBlocked, C::IpForbidden, C::InternalServerError];
    let refusals = [&always, refusals].concat();
    let fields = Ref::from_schema_name(&shape.name);
    let done = AllOfBuilder::new().item(envelope(&[C::Success])).item(fields);
    let schema = AnyOfBuilder::new().item(done).item(refusal(&refusals));
    let words = format!("{words} Otherwise `errcode` says why not.");
    operation.made(200, JSON, Schema::from(schema.build()).into(), vec![shape], &words).refuses(&[
        P::Malformed,
        P::TooLarge,
        P::Internal,
        P::Busy,
    ])
}

fn refusal(codes: &[C]) -> RefOr<Schema> {
    envelope(codes).into()
}

/// What every answer begins with.
fn envelope(codes: &[C]) -> Schema {
    let (numbers, words): (Vec<i32>, Vec<&str>) = codes.iter().map(|code| code.answer()).unzip();
    let number = ObjectBuilder::new().schema_type(Type::Integer).enum_values(Some(numbers));
    let word = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words));
    ObjectBuilder::new()
        .property("errcode", number)
        .property("errmsg", word)
        .required("errcode")
        .required("errmsg")
        .into()
}
