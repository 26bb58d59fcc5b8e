//! What was created with a secret: the page after the form shows it once.

use axum::{
    Json,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header, header::SET_COOKIE},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use earshot_app::api::FormOutcome;
use earshot_backend::{Error, Viewer};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    AppState,
    cookie::{handover_cookie, handover_cookie_name},
    pages::{render_again, render_with},
    problem::{Refusal, status_of, wants_page},
};

/// Answers a form that creates something with a secret. A program gets it in this answer alone; a
/// browser is redirected to the page at `address`, which shows it once, so that loading the page again
/// does not send the form again. An invalid form is shown again.
pub(crate) async fn created<T: Serialize>(
    state: &AppState,
    address: &'static str,
    viewer: Viewer,
    headers: &HeaderMap,
    pairs: Vec<(String, String)>,
    created: Result<T, Error>,
) -> Result<Response, Refusal> {
    if !wants_page(headers) {
        return Ok((StatusCode::CREATED, Json(created?)).into_response());
    }
    match created {
        Ok(created) => {
            let text = serde_json::to_string(&created).map_err(Error::internal)?;
            let sealed = state.backend.access().hand_over(&viewer, text)?;
            let cookie = handover_cookie(state.https(), address, sealed);
            let cookie = AppendHeaders([(SET_COOKIE, cookie)]);
            Ok((cookie, Redirect::to(address)).into_response())
        }
        Err(error @ Error::Invalid(_)) => {
            let problem = error.problem();
            let status = status_of(&problem);
            let outcome = FormOutcome { problem: Some(problem), pairs, ..FormOutcome::default() };
            let host = headers.get(header::HOST);
            Ok(render_again(state, address, host, Some(viewer), outcome, status).await)
        }
        Err(error) => Err(error.into()),
    }
}

/// Renders the page at `address` with what the form before it created, which is then forgotten.
pub(crate) async fn page_with_created<T: DeserializeOwned>(
    state: &AppState,
    address: &'static str,
    viewer: &Viewer,
    request: Request,
    outcome: impl FnOnce(T) -> FormOutcome,
) -> Result<Response, Refusal> {
    let https = state.https();
    let jar = CookieJar::from_headers(request.headers());
    let sealed = jar.get(handover_cookie_name(https)).map(Cookie::value);
    let Some(sealed) = sealed else {
        return Ok(render_with(state, request, FormOutcome::default()).await);
    };
    let text = state.backend.access().take_over(viewer, sealed);
    let created = text.and_then(|text| serde_json::from_str(&text).ok());
    let mut response = render_with(state, request, created.map(outcome).unwrap_or_default()).await;
    let gone = handover_cookie(https, address, String::new());
    let gone = HeaderValue::try_from(gone).map_err(Error::internal)?;
    response.headers_mut().append(SET_COOKIE, gone);
    Ok(response)
}
