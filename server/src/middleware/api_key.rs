//! Authentication by API key.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use earshot_backend::{ApiClient, Credential, DailyRate, Error, RateStatus};
use earshot_domain::{Problem, ProblemCode};

use super::{
    parameters,
    refusals::Wanted,
    request_span::{ViewerKind, record_viewer, route},
};
use crate::{AppState, client_address::ClientAddress, problem::Refusal};

/// Adds the holder of a valid key to the request. Answers 401 without one, and 429 when the key's rate
/// limit is exceeded.
pub(crate) async fn require(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    mut request: Request,
    next: Next,
) -> Response {
    let (holder, rate) = match holder(&state, &address, request.headers()).await {
        Ok(found) => {
            record_viewer(ViewerKind::Key);
            found
        }
        Err(refusal) => {
            let mut response = refusal.into_response();
            let challenge = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
            return response;
        }
    };
    let daily = match daily(&state, &holder, request.uri().path(), rate).await {
        Ok(daily) => daily,
        Err(error) => return Refusal::from(error).into_response(),
    };
    let retry_after = match daily {
        _ if rate.exceeded => Some(rate.resets_in),
        Some(daily) if daily.exceeded => Some(daily.resets_in),
        _ => None,
    };
    let route = route(&request);
    let mut response = if let Some(retry_after) = retry_after {
        Refusal::from(Error::RateLimited { retry_after }).into_response()
    } else if let Err(refusal) = parameters::check(route, request.uri().query()) {
        refusal.into_response()
    } else {
        let wanted = Wanted::of(route, request.uri());
        request.extensions_mut().insert(holder.clone());
        let response = next.run(request).await;
        wanted.record(&state, holder.viewer(), response.status()).await;
        response
    };
    write_rate(response.headers_mut(), rate);
    if let Some(daily) = daily {
        write_daily_rate(response.headers_mut(), rate, daily);
    }
    response
}

/// Paths of the interface that has a daily limit.
const DAILY_LIMITED: &str = "/v1/conversations";

async fn daily(
    state: &AppState,
    client: &ApiClient,
    path: &str,
    rate: RateStatus,
) -> Result<Option<DailyRate>, Error> {
    if !path.starts_with(DAILY_LIMITED) {
        return Ok(None);
    }
    state.backend.keys().take_day(client, rate.exceeded).await
}

/// Writes both limits under the names of that interface
/// (docs/compatibility.md#askvault-rate-limits).
fn write_daily_rate(headers: &mut HeaderMap, rate: RateStatus, daily: DailyRate) {
    for (name, value) in [
        ("x-ratelimit-limit-minute", rate.limit.into()),
        ("x-ratelimit-remaining-minute", rate.remaining.into()),
        ("x-ratelimit-limit-day", daily.limit.into()),
        ("x-ratelimit-remaining-day", daily.remaining.into()),
        ("x-ratelimit-reset-day", daily.resets_at),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
}

async fn holder(
    state: &AppState,
    address: &str,
    headers: &HeaderMap,
) -> Result<(ApiClient, RateStatus), Refusal> {
    match presented_credentials(headers) {
        PresentedCredentials::Credential(credential) => {
            Ok(state.backend.keys().authenticate(credential, address).await?)
        }
        PresentedCredentials::MissingOrganization => Err(Error::field(
            "x-organization-id",
            "must name the organisation that the token acts for",
        )
        .into()),
        PresentedCredentials::None => Err(Refusal(Problem::new(
            ProblemCode::NotSignedIn,
            "This endpoint requires an API key in x-api-key or Authorization: Bearer. A Client Admin \
             creates keys under Settings, API keys.",
        ))),
    }
}

/// Returns the key of `x-api-key` or of `Authorization: Bearer`.
pub(crate) fn key(headers: &HeaderMap) -> Option<&str> {
    text(headers, "x-api-key").or_else(|| bearer(headers))
}

/// Returns the token of `Authorization: Bearer`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = text(headers, header::AUTHORIZATION.as_str())?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Reads the credentials in the headers of a request.
pub(crate) fn presented_credentials(headers: &HeaderMap) -> PresentedCredentials<'_> {
    if let Some(token) = text(headers, "x-internal-token") {
        return match text(headers, "x-organization-id") {
            Some(organization_id) => PresentedCredentials::Credential(Credential::InternalToken {
                token,
                organization_id,
            }),
            None => PresentedCredentials::MissingOrganization,
        };
    }
    key(headers).map_or(PresentedCredentials::None, |key| {
        PresentedCredentials::Credential(Credential::Key(key))
    })
}

/// Credentials that a request presents.
pub(crate) enum PresentedCredentials<'a> {
    /// A key, or an internal token with its organisation.
    Credential(Credential<'a>),
    /// An internal token without its organisation.
    MissingOrganization,
    /// None: the request may come from a page of the portal.
    None,
}

/// Whether a request presents a key, which a page of another site cannot send without consent.
pub(crate) fn presents_key(headers: &HeaderMap) -> bool {
    ["x-api-key", "x-internal-token", "authorization"]
        .iter()
        .any(|name| headers.contains_key(*name))
}

/// Writes the headers of a key's rate limit.
pub(crate) fn write_rate(headers: &mut HeaderMap, rate: RateStatus) {
    for (name, value) in [
        ("x-ratelimit-limit", rate.limit),
        ("x-ratelimit-remaining", rate.remaining),
        ("x-ratelimit-reset", rate.resets_in),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
    if rate.exceeded {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(rate.resets_in));
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty()).then_some(value)
}
