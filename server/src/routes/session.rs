//! Signing in and out: plain forms, so that they work before any script has loaded.

use axum::{
    Extension, Form,
    extract::{FromRequestParts, State, rejection::FormRejection},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use earshot_app::api::FormOutcome;
use earshot_backend::{Credentials, Error, Viewer};
use earshot_domain::{Problem, ProblemCode};
use serde::Deserialize;

use crate::{AppState, accept::PeerAddress, pages::render_again, problem::Refusal};

/// The cookie's name; browsers keep `__Host-` cookies to this host and to https.
pub(crate) const fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-earshot_session" } else { "earshot_session" }
}

/// The sign-in form.
#[derive(Deserialize)]
pub(crate) struct SignIn {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// The client's address as text: the connection's, or a trusted proxy's word for it.
pub(crate) struct ClientAddress(pub(crate) String);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        // The last entry is the one the proxy itself wrote.
        let last = forwarded.and_then(|list| list.rsplit(',').next()).map(str::trim);
        let address = match last {
            Some(address) if state.settings.trusted_proxy => address.to_owned(),
            _ => parts
                .extensions
                .get::<PeerAddress>()
                .map_or_else(|| "local".to_owned(), |peer| peer.0.ip().to_string()),
        };
        Ok(Self(address))
    }
}

/// `POST /sign-in`: a cookie and the page first asked for, or the form again.
pub(crate) async fn sign_in(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    jar: CookieJar,
    form: Result<Form<SignIn>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else {
        let detail = "The sign-in form could not be read. Open the sign-in page and try again.";
        return Refusal(Problem::new(ProblemCode::Malformed, detail)).into_response();
    };
    let next = local_path(&form.next);
    let who = Credentials { email: &form.email, password: &form.password, address: &address };
    let problem = match state.backend.sign_in(&who).await {
        Ok(Some(token)) => {
            let cookie = session_cookie(&state, token.as_str().to_owned());
            return (jar.add(cookie), Redirect::to(next)).into_response();
        }
        Ok(None) => Problem::new(
            ProblemCode::NotSignedIn,
            "That e-mail address and password do not fit. Check both and try again.",
        ),
        Err(error @ Error::RateLimited { .. }) => error.problem(),
        Err(error) => return Refusal::from(error).into_response(),
    };
    let code = StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::UNAUTHORIZED);
    let retry_after = problem.retry_after;
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    let outcome = FormOutcome { problem: Some(problem), ..FormOutcome::default() };
    let address = format!("/sign-in?{query}");
    let mut response = render_again(&state, &address, None, None, outcome, code).await;
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(axum::http::header::RETRY_AFTER, seconds.into());
    }
    response
}

/// `POST /sign-out`: ends this session.
pub(crate) async fn sign_out(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    jar: CookieJar,
) -> Result<Response, Refusal> {
    state.backend.sign_out(&viewer).await?;
    Ok(signed_out(&state, jar))
}

/// `POST /sign-out-everywhere`: ends every session of the person.
pub(crate) async fn sign_out_everywhere(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    jar: CookieJar,
) -> Result<Response, Refusal> {
    state.backend.sign_out_everywhere(&viewer).await?;
    Ok(signed_out(&state, jar))
}

fn signed_out(state: &AppState, jar: CookieJar) -> Response {
    let gone = session_cookie(state, String::new());
    (jar.remove(gone), Redirect::to("/sign-in")).into_response()
}

fn session_cookie(state: &AppState, token: String) -> Cookie<'static> {
    Cookie::build((cookie_name(state.https()), token))
        .path("/")
        .http_only(true)
        .secure(state.https())
        .same_site(SameSite::Lax)
        .build()
}

/// A path of ours to go on to; anything that could lead to another site becomes the Calls page.
fn local_path(next: &str) -> &str {
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.bytes().all(|byte| (0x21..0x7f).contains(&byte))
        && !next.starts_with("/sign-");
    if ours { next } else { "/calls" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_never_leads_to_another_site() {
        assert_eq!(local_path("/calls?status=missed"), "/calls?status=missed");
        for bad in ["", "//evil.example", "https://evil.example", "/\\evil", "/a\r\nb", "/sign-in"]
        {
            assert_eq!(local_path(bad), "/calls", "{bad:?}");
        }
    }
}
