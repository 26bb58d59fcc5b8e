//! The PBX interface: HTTP 200 with an `errcode` (docs/compatibility.md#yeastar-error-codes).

use earshot_backend::{PbxContexts, PbxFile, PbxSummary, TypeSchema, pbx_leg_schema};
use earshot_domain::{PbxCallType, PbxCode as C, PbxStatus, ProblemCode as P};
use utoipa::openapi::{
    ObjectBuilder, Ref, RefOr, Schema, Type,
    schema::{AllOfBuilder, AnyOfBuilder, ArrayBuilder},
};

use crate::description::{
    area::Area,
    auth_scheme::AuthScheme,
    field::{Field, choice, integer, text},
    operation::{JSON, Operation, get, post},
};
use crate::partners::pbx::{NoFields, TokenFields};

/// The versions that issue tokens, with the suffix of their operation ids.
const VERSIONS: [(&str, &str); 2] = [("v2.0", ""), ("v1.0", "_v1")];

/// The area in the document.
pub(in crate::description) const AREA: Area = Area {
    name: "PBX interface",
    description: "Call legs in the form in which scripts for a P-Series PBX read them.",
    operations,
};

fn operations() -> Vec<Operation> {
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

fn get_token(path: String, name: String) -> Operation {
    let operation = post(path, name, "Exchange a client id and secret for tokens")
        .body(
            &[
                text("username", "The client id.").required().example("client id"),
                text("password", "The client secret.").required().example("client secret"),
            ],
            &[JSON],
            true,
        )
        .security(&[AuthScheme::None]);
    let codes = [C::ParameterSyntaxError, C::ParameterError, C::MaxLimitationExceeded];
    envelope_response(operation, TypeSchema::of::<TokenFields>(), "The tokens.", &codes)
}

fn refresh_token(path: String, name: String) -> Operation {
    let operation = post(path, name, "Exchange a refresh token for a new pair")
        .body(
            &[text("refresh_token", "The refresh token; it can be used once.")
                .required()
                .example("x")],
            &[JSON],
            true,
        )
        .security(&[AuthScheme::None]);
    let codes =
        [C::ParameterSyntaxError, C::ParameterError, C::MaxLimitationExceeded, C::TokenExpired];
    envelope_response(operation, TypeSchema::of::<TokenFields>(), "The new tokens.", &codes)
}

fn del_token(path: String, name: String) -> Operation {
    let operation = get(path, name, "Revoke a pair of tokens").security(&[AuthScheme::PbxToken]);
    envelope_response(operation, TypeSchema::of::<NoFields>(), "Revoked.", &[C::TokenExpired])
}

fn aidownload() -> Operation {
    let types = PbxCallType::ALL.iter().map(|kind| kind.as_str());
    let statuses = PbxStatus::ALL.iter().map(|status| status.as_str());
    let operation =
        get("/openapi/v2.0/cdr/aidownload", "pbx_aidownload", "Request a file of call legs")
            .description("The file has all legs of every matching call.")
            .query_parameter(&text("call_from", "Full number of the caller."))
            .query_parameter(&text("call_to", "Full number called by any leg."))
            .query_parameter(&choice("call_type", "Type of the call.", types))
            .query_parameter(&text(
                "start_time",
                "Start of the period, in the display format of the tenant's PBX.",
            ))
            .query_parameter(&text(
                "end_time",
                "End of the period, in the display format of the tenant's PBX.",
            ))
            .query_parameter(&choice("last_status", "Status of the last leg.", statuses))
            .security(&[AuthScheme::PbxToken]);
    let codes = [
        C::TokenExpired,
        C::ParameterSyntaxError,
        C::ParameterError,
        C::DataNotFound,
        C::MaxLimitationExceeded,
        C::OverloadTaskRunning,
    ];
    envelope_response(operation, TypeSchema::of::<PbxFile>(), "Name and URL of the file.", &codes)
        .rate_limit_headers(200)
}

fn getaicontext() -> Operation {
    let operation =
        get("/openapi/v2.0/cdr/getaicontext", "pbx_getaicontext", "Get the transcripts of legs")
            .query_parameter(
                &text("cdr_ids", "Comma-separated ids of legs; at most 100.").required(),
            )
            .query_parameter(&integer("limit", "Utterances per page; only with `offset`.", 1, 1000))
            .query_parameter(&integer(
                "offset",
                "Page number, from 1; only with `limit`.",
                1,
                u32::MAX,
            ))
            .query_parameter(&text("search_value", "Text that an utterance must contain."))
            .security(&[AuthScheme::PbxToken]);
    let codes = [C::TokenExpired, C::ParameterError, C::DataNotFound, C::MaxLimitationExceeded];
    envelope_response(operation, TypeSchema::of::<PbxContexts>(), "The transcripts.", &codes)
        .rate_limit_headers(200)
}

fn getaisummary() -> Operation {
    let operation =
        get("/openapi/v2.0/cdr/getaisummary", "pbx_getaisummary", "Get the summary of a leg")
            .description("Exactly one of `src_ext_id` and `dst_ext_id` is required.")
            .query_parameter(&text("cdr_id", "Id of the leg.").required())
            .query_parameter(&text("src_ext_id", "Number of the calling extension."))
            .query_parameter(&text("dst_ext_id", "Number of the called extension."))
            .security(&[AuthScheme::PbxToken]);
    let codes = [C::TokenExpired, C::ParameterError, C::DataNotFound, C::MaxLimitationExceeded];
    envelope_response(operation, TypeSchema::of::<PbxSummary>(), "The summary.", &codes)
        .rate_limit_headers(200)
}

/// The download of the file, where an error is an HTTP status.
fn download() -> Operation {
    let leg = pbx_leg_schema();
    let legs = ArrayBuilder::new().items(Ref::from_schema_name(&leg.name));
    let error_response = |operation: Operation, status, codes: &[C], description: &str| {
        operation.response(status, JSON, error(codes), vec![], description)
    };
    let mut operation = get("/api/download/{file}", "pbx_download", "Download a file of call legs")
        .description(
            "Available for 30 minutes to clients of the same tenant, and generated during the \
             download.",
        )
        .path_parameter(&file())
        .security(&[AuthScheme::PbxToken])
        .response(200, JSON, legs.into(), vec![leg], "The legs.")
        .response_header(200, "content-disposition", "The file name.", Type::String);
    operation =
        error_response(operation, 401, &[C::TokenExpired], "The token has expired or is invalid.");
    operation = error_response(
        operation,
        403,
        &[C::AccessDenied, C::IpForbidden],
        "The client lacks the required scope or network address.",
    );
    operation = error_response(
        operation,
        404,
        &[C::DataNotFound],
        "The file does not exist or has expired.",
    );
    let busy = [C::OverloadTaskRunning, C::MaxLimitationExceeded, C::AccountIpBlocked];
    operation = error_response(operation, 429, &busy, "Too many requests.");
    operation = error_response(operation, 500, &[C::InternalServerError], "The server failed.");
    operation =
        error_response(operation, 503, &[C::Unavailable], "The database is busy. Try again.");
    operation.problems(&[P::Malformed, P::NotFound, P::Internal, P::Busy])
}

fn file() -> Field {
    text("file", "Last path segment of `download_resource_url`.").example("x.json")
}

/// Adds HTTP 200 with the fields, or with an error code.
fn envelope_response(
    operation: Operation,
    shape: TypeSchema,
    description: &str,
    codes: &[C],
) -> Operation {
    // Every interface: missing `User-Agent` or scope, blocked address, internal error.
    let always = [C::AccessDenied, C::AccountIpBlocked, C::IpForbidden, C::InternalServerError];
    let codes = [&always, codes].concat();
    let fields = Ref::from_schema_name(&shape.name);
    let done = AllOfBuilder::new().item(envelope(&[C::Success])).item(fields);
    let schema = AnyOfBuilder::new().item(done).item(error(&codes));
    let description = format!("{description} On failure, `errcode` gives the reason.");
    operation
        .response(200, JSON, Schema::from(schema.build()).into(), vec![shape], &description)
        .problems(&[P::Malformed, P::TooLarge, P::Internal, P::Busy])
}

fn error(codes: &[C]) -> RefOr<Schema> {
    envelope(codes).into()
}

/// The members that every answer has.
fn envelope(codes: &[C]) -> Schema {
    let (numbers, messages): (Vec<i32>, Vec<&str>) = codes.iter().map(|code| code.answer()).unzip();
    let number = ObjectBuilder::new().schema_type(Type::Integer).enum_values(Some(numbers));
    let message = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(messages));
    ObjectBuilder::new()
        .property("errcode", number)
        .property("errmsg", message)
        .required("errcode")
        .required("errmsg")
        .into()
}
