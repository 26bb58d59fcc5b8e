//! The PBX interface: its addresses and its answers.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use earshot_backend::{ApiClient, PbxError, PbxTokens, RateStatus};
use earshot_domain::PbxCode;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    AppState,
    client_address::ClientAddress,
    form::{self, Pairs},
    middleware::{
        api_key::{bearer, write_rate},
        request_span::{ViewerKind, record_viewer},
    },
    problem::RETRY_SECONDS,
};

/// `GET /openapi/<version>/…`: `del_token`, and the interfaces for calls.
pub(crate) async fn read(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    Path((version, interface)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let pairs = form::parse_query(query.as_deref());
    let caller = Caller { state: &state, address: &address, headers: &headers };
    if let Err(refusal) =
        caller.is_named().and_then(|()| known_interface("GET", &version, &interface))
    {
        return refused(refusal, None);
    }
    match (version.as_str(), interface.as_str()) {
        (_, "del_token") => {
            let token = token(&headers, &pairs).unwrap_or_default();
            answer(state.backend.pbx().del_token(token, &address).await.map(|()| NoFields {}), None)
        }
        ("v2.0", "cdr/aidownload" | "cdr/getaicontext" | "cdr/getaisummary") => {
            caller.calls(&interface, &pairs).await
        }
        _ => refused(PbxCode::InterfaceNotExisted.into(), None),
    }
}

/// `POST /openapi/<version>/…`: `get_token` and `refresh_token`.
pub(crate) async fn write(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    Path((version, interface)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let caller = Caller { state: &state, address: &address, headers: &headers };
    if let Err(refusal) =
        caller.is_named().and_then(|()| known_interface("POST", &version, &interface))
    {
        return refused(refusal, None);
    }
    let issued = match interface.as_str() {
        "get_token" => match fields(&body, ["username", "password"]) {
            Ok([id, secret]) => state.backend.pbx().get_token(&id, &secret, &address).await,
            Err(refusal) => Err(refusal),
        },
        "refresh_token" => match fields(&body, ["refresh_token"]) {
            Ok([token]) => state.backend.pbx().refresh_token(&token, &address).await,
            Err(refusal) => Err(refusal),
        },
        _ => Err(PbxCode::InterfaceNotExisted.into()),
    };
    answer(issued.map(TokenFields::from), None)
}

/// Caller before authentication.
pub(super) struct Caller<'a> {
    pub(super) state: &'a AppState,
    pub(super) address: &'a str,
    pub(super) headers: &'a HeaderMap,
}

impl Caller<'_> {
    /// Refuses a request without `User-Agent` (docs/compatibility.md#yeastar-user-agent).
    fn is_named(&self) -> Result<(), PbxError> {
        let agent = self.headers.get(header::USER_AGENT);
        let named = agent.is_some_and(|agent| !agent.as_bytes().trim_ascii().is_empty());
        if named { Ok(()) } else { Err(PbxCode::AccessDenied.into()) }
    }

    /// The client whose token the request presents, and the state of its limit.
    pub(super) async fn holder(&self, pairs: &Pairs) -> Result<(ApiClient, RateStatus), PbxError> {
        self.is_named()?;
        let token = token(self.headers, pairs).ok_or(PbxCode::TokenExpired)?;
        let holder = self.state.backend.pbx().client(token, self.address).await?;
        record_viewer(ViewerKind::Key);
        Ok(holder)
    }

    /// Answers an interface for calls, which requires a token.
    async fn calls(&self, interface: &str, pairs: &Pairs) -> Response {
        let (holder, rate) = match self.holder(pairs).await {
            Ok((_, rate)) if rate.exceeded => {
                return refused(PbxCode::MaxLimitationExceeded.into(), Some(rate));
            }
            Ok(holder) => holder,
            Err(refusal) => return refused(refusal, None),
        };
        let (backend, rate) = (&self.state.backend, Some(rate));
        match interface {
            "cdr/getaicontext" => answer(backend.pbx().contexts(&holder, pairs).await, rate),
            "cdr/getaisummary" => answer(backend.pbx().summary(&holder, pairs).await, rate),
            _ => answer(backend.pbx().aidownload(&holder, pairs).await, rate),
        }
    }
}

/// Every interface by method, version and name.
pub const INTERFACES: [(&str, &str, &str); 9] = [
    ("POST", "v1.0", "get_token"),
    ("POST", "v1.0", "refresh_token"),
    ("GET", "v1.0", "del_token"),
    ("POST", "v2.0", "get_token"),
    ("POST", "v2.0", "refresh_token"),
    ("GET", "v2.0", "del_token"),
    ("GET", "v2.0", "cdr/aidownload"),
    ("GET", "v2.0", "cdr/getaicontext"),
    ("GET", "v2.0", "cdr/getaisummary"),
];

fn known_interface(method: &str, version: &str, interface: &str) -> Result<(), PbxError> {
    known_version(version)?;
    let known = INTERFACES.contains(&(method, version, interface));
    if known { Ok(()) } else { Err(PbxCode::InterfaceNotExisted.into()) }
}

fn known_version(version: &str) -> Result<(), PbxError> {
    match version {
        "v1.0" | "v2.0" => Ok(()),
        _ => Err(PbxCode::ApiVersionUnsupported.into()),
    }
}

/// Returns the access token of `Authorization: Bearer`, which leaks less, or of the query.
fn token<'a>(headers: &'a HeaderMap, pairs: &'a Pairs) -> Option<&'a str> {
    let named = pairs.iter().find(|(name, _)| name == "access_token");
    bearer(headers).or_else(|| named.map(|(_, token)| token.as_str()))
}

/// Parses text fields of a JSON object.
fn fields<const N: usize>(body: &[u8], names: [&str; N]) -> Result<[String; N], PbxError> {
    let body: Value = serde_json::from_slice(body).map_err(|_| PbxCode::ParameterSyntaxError)?;
    let text = |name: &&str| body[*name].as_str().filter(|text| !text.contains('\0'));
    let found: Option<Vec<String>> =
        names.iter().map(|name| Some(text(name)?.to_owned())).collect();
    found.and_then(|found| found.try_into().ok()).ok_or(PbxError(PbxCode::ParameterError))
}

/// Envelope of every answer.
#[derive(Serialize)]
struct Envelope<F> {
    errcode: i32,
    errmsg: &'static str,
    #[serde(flatten)]
    fields: F,
}

/// Answer without fields.
#[derive(Serialize, ToSchema)]
#[schema(as = PbxNothing)]
pub(crate) struct NoFields {}

/// Pair of tokens, with the lifetime of each in seconds.
#[derive(Serialize, ToSchema)]
#[schema(as = PbxTokens)]
pub(crate) struct TokenFields {
    access_token_expire_time: u32,
    access_token: String,
    refresh_token_expire_time: u32,
    refresh_token: String,
}

impl From<PbxTokens> for TokenFields {
    fn from(tokens: PbxTokens) -> Self {
        Self {
            access_token_expire_time: tokens.access_token_expire_time,
            access_token: tokens.access_token,
            refresh_token_expire_time: tokens.refresh_token_expire_time,
            refresh_token: tokens.refresh_token,
        }
    }
}

/// Answers with HTTP 200, whatever the outcome.
fn answer<F: Serialize>(fields: Result<F, PbxError>, rate: Option<RateStatus>) -> Response {
    match fields {
        Ok(fields) => enveloped(PbxCode::Success, fields, rate),
        Err(refusal) => refused(refusal, rate),
    }
}

pub(super) fn refused(refusal: PbxError, rate: Option<RateStatus>) -> Response {
    let mut response = enveloped(refusal.0, NoFields {}, rate);
    if refusal.0 == PbxCode::Unavailable {
        response.headers_mut().insert(header::RETRY_AFTER, RETRY_SECONDS.into());
    }
    response
}

fn enveloped<F: Serialize>(code: PbxCode, fields: F, rate: Option<RateStatus>) -> Response {
    let (errcode, errmsg) = code.answer();
    let mut response = Json(Envelope { errcode, errmsg, fields }).into_response();
    if let Some(rate) = rate {
        write_rate(response.headers_mut(), rate);
    }
    no_referrer(&mut response);
    response
}

/// Keeps a URL with a token in it out of `Referer`.
pub(super) fn no_referrer(response: &mut Response) {
    let value = HeaderValue::from_static("no-referrer");
    response.headers_mut().insert(HeaderName::from_static("referrer-policy"), value);
}
