//! Sign-in and sign-out, by plain forms that work before scripts have loaded.

use axum::{
    Extension, Form,
    extract::{State, rejection::FormRejection},
    http::{StatusCode, header::SET_COOKIE},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use earshot_app::api::FormOutcome;
use earshot_backend::{Credentials, Error, Viewer};
use earshot_domain::{Problem, ProblemCode};
use serde::Deserialize;

use crate::{
    AppState,
    client_address::ClientAddress,
    cookie::{cookie_name, device_cookie, device_cookie_name, session_cookie},
    pages::render_again,
    problem::Refusal,
};

/// Sign-in form.
#[derive(Deserialize)]
pub(crate) struct SignIn {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in`: sets the cookie and redirects to the requested page, or shows the form again.
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
    let https = state.https();
    let who = Credentials {
        email: &form.email,
        password: &form.password,
        address: &address,
        device: jar.get(device_cookie_name(https)).map(Cookie::value),
        former: jar.get(cookie_name(https)).map(Cookie::value),
    };
    let problem = match state.backend.access().sign_in(&who).await {
        Ok(Some(signed_in)) => {
            let session = session_cookie(https, signed_in.session.as_str().to_owned());
            let device = device_cookie(https, signed_in.device.as_str().to_owned());
            let cookies = AppendHeaders([(SET_COOKIE, session.to_string()), (SET_COOKIE, device)]);
            return (cookies, Redirect::to(next)).into_response();
        }
        Ok(None) => Problem::new(
            ProblemCode::NotSignedIn,
            "The e-mail address or password is incorrect. Check both and try again.",
        ),
        Err(error @ Error::RateLimited { .. }) => error.problem(),
        Err(error) => return Refusal::from(error).into_response(),
    };
    let code = StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::UNAUTHORIZED);
    let retry_after = problem.retry_after;
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    let pairs = vec![("email".to_owned(), form.email)];
    let outcome = FormOutcome { problem: Some(problem), pairs, ..FormOutcome::default() };
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
    state.backend.access().sign_out(&viewer).await?;
    Ok(signed_out(&state, jar))
}

/// `POST /sign-out-everywhere`: ends all sessions of the person.
pub(crate) async fn sign_out_everywhere(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    jar: CookieJar,
) -> Result<Response, Refusal> {
    state.backend.access().sign_out_everywhere(&viewer).await?;
    Ok(signed_out(&state, jar))
}

fn signed_out(state: &AppState, jar: CookieJar) -> Response {
    let gone = session_cookie(state.https(), String::new());
    (jar.remove(gone), Redirect::to("/sign-in")).into_response()
}

/// Returns a path of the portal to redirect to; anything that could lead to another site becomes the
/// Calls page.
fn local_path(next: &str) -> &str {
    let is_local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.bytes().all(|byte| (0x21..0x7f).contains(&byte))
        && !next.starts_with("/sign-");
    if is_local { next } else { "/calls" }
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
