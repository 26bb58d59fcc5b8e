//! Export of a conversation in TalkifAI's form: addresses, headers, body and errors.

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Multipart, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, post},
};
use earshot_backend::{ApiClient, Error, ExportedConversation, Exporter, RateStatus, Viewer};
use earshot_domain::{ConversationRequest, FieldError, MAX_FORM_BYTES, byte_size};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    AppState,
    client_address::ClientAddress,
    middleware::{
        api_key::{PresentedCredentials, presented_credentials, write_rate},
        request_span::{ViewerKind, record_viewer},
    },
    whole_file::saved_as,
};

/// Error of this interface.
struct Detail {
    status: StatusCode,
    words: String,
    /// Seconds after which another attempt can succeed.
    retry_after: Option<u32>,
}

impl Detail {
    fn new(status: StatusCode, words: impl Into<String>) -> Self {
        Self { status, words: words.into(), retry_after: None }
    }
}

/// Body of an error.
#[derive(Serialize, ToSchema)]
#[schema(as = Detail)]
pub(crate) struct DetailBody {
    /// Description of the error.
    detail: String,
}

/// Caller, with the headers that every answer to a program has.
struct Caller {
    exporter: Exporter,
    program: Option<(ApiClient, RateStatus)>,
}

/// Methods of each of the three URLs.
pub(crate) fn methods() -> MethodRouter<AppState> {
    post(export).options(preflight)
}

/// `POST /api/export/conversation`, `POST /api/export/conversation/json` and
/// `POST /export/conversation`, with a form, a multipart form or JSON.
async fn export(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let viewer = request.extensions().get::<Viewer>().cloned();
    let base_url = state.base_url(&headers);
    let caller = match caller(&state, &address, &headers, viewer).await {
        Ok(caller) => caller,
        Err(refusal) => {
            // Without a known key, a page may read why if any key lists its origin.
            let mut response = refusal.into_response();
            let known = is_listed(&state, &headers).await;
            let origin = headers.get(header::ORIGIN).cloned();
            allow_origin(response.headers_mut(), origin, |_| known);
            return response;
        }
    };
    let exceeded = caller.program.as_ref().is_some_and(|(_, rate)| rate.exceeded);
    let mut response = if exceeded {
        Detail::new(StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded").into_response()
    } else {
        match exported(&state, &caller.exporter, request, &base_url).await {
            Ok(file) => attachment(file),
            Err(refusal) => refusal.into_response(),
        }
    };
    if let Some((holder, rate)) = &caller.program {
        write_rate(response.headers_mut(), *rate);
        let origin = headers.get(header::ORIGIN).cloned();
        allow_origin(response.headers_mut(), origin, |origin| holder.trusts(origin));
    }
    response
}

/// `OPTIONS` of the same URLs: CORS preflight.
async fn preflight(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let origin = headers.get(header::ORIGIN).cloned();
    let known = is_listed(&state, &headers).await;
    let answer = response.headers_mut();
    if known {
        let set = |name, value| (name, HeaderValue::from_static(value));
        answer.extend([
            set(header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
            set(header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, x-api-key"),
            set(header::ACCESS_CONTROL_MAX_AGE, "600"),
        ]);
    }
    allow_origin(answer, origin, |_| known);
    response
}

/// Whether a key lists the origin of a request.
async fn is_listed(state: &AppState, headers: &HeaderMap) -> bool {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    let Some(origin) = origin else { return false };
    state.backend.keys().trusts_origin(origin).await.unwrap_or_else(|error| {
        error.log();
        false
    })
}

async fn caller(
    state: &AppState,
    address: &str,
    headers: &HeaderMap,
    viewer: Option<Viewer>,
) -> Result<Caller, Detail> {
    match presented_credentials(headers) {
        PresentedCredentials::Credential(credential) => {
            let (holder, rate) = state.backend.keys().authenticate(credential, address).await?;
            record_viewer(ViewerKind::Key);
            let exporter = Exporter::program(&holder)?;
            Ok(Caller { exporter, program: Some((holder, rate)) })
        }
        PresentedCredentials::MissingOrganization => Err(Detail::new(
            StatusCode::BAD_REQUEST,
            "Organization ID missing for internal requests. Please provide x-organization-id \
             header.",
        )),
        PresentedCredentials::None => match viewer {
            Some(viewer) => Ok(Caller { exporter: Exporter::person(&viewer)?, program: None }),
            None => Err(Detail::new(
                StatusCode::UNAUTHORIZED,
                "Authentication required: either x-internal-token or x-api-key header",
            )),
        },
    }
}

async fn exported(
    state: &AppState,
    exporter: &Exporter,
    request: Request,
    base_url: &str,
) -> Result<ExportedConversation, Detail> {
    let wanted = parse_request(state, request).await?;
    Ok(state.backend.talkifai().export(exporter, &wanted, base_url).await?)
}

/// Parses the request from a form, a multipart form or JSON.
async fn parse_request(state: &AppState, request: Request) -> Result<ConversationRequest, Detail> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    if kind.starts_with("multipart/form-data") {
        return Ok(ConversationRequest::from_pairs(&multipart(state, request).await?)?);
    }
    let body = Bytes::from_request(request, state).await.map_err(unreadable)?;
    if kind.starts_with("application/x-www-form-urlencoded") {
        let pairs: Vec<_> = form_urlencoded::parse(&body).into_owned().collect();
        return Ok(ConversationRequest::from_pairs(&pairs)?);
    }
    let body: Value = serde_json::from_slice(&body).map_err(unreadable)?;
    Ok(ConversationRequest::from_json(&body)?)
}

async fn multipart(state: &AppState, request: Request) -> Result<Vec<(String, String)>, Detail> {
    let mut form = Multipart::from_request(request, state).await.map_err(unreadable)?;
    let mut pairs = Vec::new();
    while let Some(part) = form.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or_default().to_owned();
        pairs.push((name, part.text().await.map_err(unreadable)?));
    }
    Ok(pairs)
}

fn unreadable(_: impl std::error::Error) -> Detail {
    let detail = format!(
        "The body could not be read: it must be a form, a multipart form or a JSON object, in UTF-8, \
         and at most {}",
        byte_size(MAX_FORM_BYTES as u64)
    );
    Detail::new(StatusCode::BAD_REQUEST, detail)
}

fn attachment(file: ExportedConversation) -> Response {
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    match saved_as(&file.file_name) {
        Ok(value) => drop(headers.insert(header::CONTENT_DISPOSITION, value)),
        Err(error) => return Detail::from(error).into_response(),
    }
    response
}

fn allow_origin(
    headers: &mut HeaderMap,
    origin: Option<HeaderValue>,
    trusts: impl Fn(&str) -> bool,
) {
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    let Some(origin) = origin else { return };
    if origin.to_str().is_ok_and(trusts) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("content-disposition, retry-after, x-request-id"),
        );
    }
}

impl From<FieldError> for Detail {
    fn from(error: FieldError) -> Self {
        let words = format!("{} {}", error.field, error.message);
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, words)
    }
}

impl From<Error> for Detail {
    fn from(error: Error) -> Self {
        let problem = error.problem();
        let (status, words) = match error {
            Error::InvalidKey => (StatusCode::UNAUTHORIZED, "Invalid API key"),
            Error::NotFound | Error::ScopeMissing(_) => (
                StatusCode::NOT_FOUND,
                "Conversation not found or you don't have access to this conversation",
            ),
            Error::RateLimited { .. } => (StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded"),
            error if error.is_of_busy_database() => {
                error.log();
                (StatusCode::SERVICE_UNAVAILABLE, "Busy, please try again")
            }
            error => {
                fault(error).log();
                (StatusCode::INTERNAL_SERVER_ERROR, "Export failed")
            }
        };
        Self { retry_after: problem.retry_after, ..Self::new(status, words) }
    }
}

/// Converts an error that this interface has no answer for into an internal one.
fn fault(error: Error) -> Error {
    match error {
        Error::Internal(_) => error,
        unexpected => Error::internal(unexpected),
    }
}

impl IntoResponse for Detail {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(DetailBody { detail: self.words })).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
