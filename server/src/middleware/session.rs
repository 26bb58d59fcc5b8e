//! Authentication by session cookie, and the answers to requests without a session.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use earshot_backend::Viewer;
use earshot_domain::{Problem, ProblemCode};

use super::{
    api_key::presents_key,
    origin::is_program_endpoint,
    refusals::Wanted,
    request_span::{ViewerKind, record_viewer, route},
};
use crate::{
    AppState,
    cookie::cookie_name,
    problem::{Refusal, wants_page},
};

/// Adds the viewer of a valid session to the request.
pub(crate) async fn read(
    State(state): State<AppState>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    // Where a key is shown, in whatever form, it alone counts.
    let by_key = is_program_endpoint(path) && presents_key(request.headers());
    if !is_without_session(path)
        && !by_key
        && let Some(cookie) = jar.get(cookie_name(state.https()))
    {
        match state.backend.access().viewer(cookie.value()).await {
            Ok(Some(viewer)) => {
                record_viewer(ViewerKind::Person);
                request.extensions_mut().insert(viewer.clone());
                let wanted = Wanted::of(route(&request), request.uri());
                let response = next.run(request).await;
                wanted.record(&state, &viewer, response.status()).await;
                return response;
            }
            Ok(None) => {}
            Err(error) => return Refusal::from(error).into_response(),
        }
    }
    next.run(request).await
}

/// Whether a path is the same for everybody: files, and probes, which tell of the process even while
/// the database is away.
fn is_without_session(path: &str) -> bool {
    const PATHS: [&str; 6] = [
        "/healthz",
        "/readyz",
        "/exports.js",
        "/favicon.svg",
        "/robots.txt",
        "/.well-known/earshot-audit-key",
    ];
    path.starts_with("/pkg/") || PATHS.contains(&path)
}

/// Redirects a request without a session to the sign-in page, which leads back afterwards.
pub(crate) async fn page(request: Request, next: Next) -> Response {
    if request.extensions().get::<Viewer>().is_some() {
        return next.run(request).await;
    }
    let wanted = request.uri().path_and_query().map_or("/calls", |wanted| wanted.as_str());
    to_sign_in(wanted)
}

/// Answers 401 to a request without a session; a form of a page is redirected to the sign-in page.
pub(crate) async fn api(request: Request, next: Next) -> Response {
    if request.extensions().get::<Viewer>().is_some() {
        return next.run(request).await;
    }
    if wants_page(request.headers()) {
        return to_sign_in(page_of(request.headers()).unwrap_or("/calls"));
    }
    Refusal(Problem::new(
        ProblemCode::NotSignedIn,
        "You are not signed in, or your session has expired. Sign in and try again.",
    ))
    .into_response()
}

/// Path of the page that a form was posted from, so that signing in leads back there.
fn page_of(headers: &HeaderMap) -> Option<&str> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (_, address) = text(header::REFERER)?.split_once("://")?;
    let (host, _) = address.split_once('/')?;
    (Some(host) == text(header::HOST)).then_some(&address[host.len()..])
}

fn to_sign_in(wanted: &str) -> Response {
    let query =
        form_urlencoded::Serializer::new(String::new()).append_pair("next", wanted).finish();
    Redirect::to(&format!("/sign-in?{query}")).into_response()
}
