//! Pages and server functions: handlers around Leptos.

use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use earshot_app::{
    api::{AppContext, DemoAccounts, FormOutcome},
    shell::shell,
};
use earshot_backend::{Error, Viewer};
use leptos::prelude::provide_context;
use serde::Serialize;

use crate::{
    AppState,
    problem::{RETRY_SECONDS, Refusal, status_of, wants_page},
};

/// Renders the page at the request's URL.
pub(crate) async fn render(State(state): State<AppState>, request: Request) -> Response {
    render_with(&state, request, FormOutcome::default()).await
}

/// Renders the page at a URL with the outcome of its form and a status; `host` is needed by pages that
/// show the portal's own URL.
pub(crate) async fn render_again(
    state: &AppState,
    address: &str,
    host: Option<&HeaderValue>,
    viewer: Option<Viewer>,
    outcome: FormOutcome,
    status: StatusCode,
) -> Response {
    let request = Request::builder().method(Method::GET).uri(address).body(Body::empty());
    let Ok(mut request) = request else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    if let Some(host) = host {
        request.headers_mut().insert(header::HOST, host.clone());
    }
    if let Some(viewer) = viewer {
        request.extensions_mut().insert(viewer);
    }
    let mut response = render_with(state, request, outcome).await;
    *response.status_mut() = status;
    response
}

/// Answers a form that creates something with a secret. The secret is only in this answer, so a browser
/// gets the page with it, or the form again if it is invalid.
pub(crate) async fn created<T: Serialize>(
    state: &AppState,
    address: &str,
    viewer: Viewer,
    headers: &HeaderMap,
    pairs: Vec<(String, String)>,
    created: Result<T, Error>,
    outcome: impl FnOnce(T) -> FormOutcome,
) -> Result<Response, Refusal> {
    if !wants_page(headers) {
        return Ok((StatusCode::CREATED, Json(created?)).into_response());
    }
    let (outcome, status) = match created {
        Ok(created) => (outcome(created), StatusCode::CREATED),
        Err(error @ Error::Invalid(_)) => {
            let problem = error.problem();
            let status = status_of(&problem);
            (FormOutcome { problem: Some(problem), pairs, ..FormOutcome::default() }, status)
        }
        Err(error) => return Err(error.into()),
    };
    let host = headers.get(header::HOST);
    Ok(render_again(state, address, host, Some(viewer), outcome, status).await)
}

async fn render_with(state: &AppState, request: Request, outcome: FormOutcome) -> Response {
    let shared = shared(state, request.headers(), outcome);
    let options = state.leptos.clone();
    let render = leptos_axum::render_app_async_with_context(
        move || provide_context(shared.clone()),
        move || shell(&options),
    );
    let mut response = render(request).await;
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, RETRY_SECONDS.into());
    }
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        // The cause is in the log by now; this page, unlike the rendered one, has the request's id.
        return Refusal(Error::internal("a page was not rendered").problem()).into_response();
    }
    response
}

/// Answers a server function: passes a success on as it comes, streams included; renders a refusal
/// like that of any other handler.
pub(crate) async fn server_function(
    State(state): State<AppState>,
    mut request: Request,
) -> Response {
    // Leptos redirects clients that accept HTML to the referring page.
    request.headers_mut().remove(header::ACCEPT);
    // The body of HEAD is dropped later; Leptos finds functions by their method.
    if request.method() == Method::HEAD {
        *request.method_mut() = Method::GET;
    }
    let shared = shared(&state, request.headers(), FormOutcome::default());
    let context = move || provide_context(shared.clone());
    let response =
        leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    if response.status().is_success() {
        return response;
    }
    // Written by us and already in memory; it can be long, since it names each unknown field.
    let body = to_bytes(response.into_body(), usize::MAX).await.map_err(Error::internal);
    match body.and_then(|body| serde_json::from_slice(&body).map_err(Error::internal)) {
        Ok(problem) => Refusal(problem).into_response(),
        Err(error) => Refusal::from(error).into_response(),
    }
}

fn shared(state: &AppState, headers: &HeaderMap, outcome: FormOutcome) -> AppContext {
    AppContext {
        backend: state.backend.clone(),
        demo: state.settings.demo.then(demo_accounts),
        outcome,
        address: state.base_url(headers),
    }
}

fn demo_accounts() -> DemoAccounts {
    let users = earshot_demo::TENANTS.iter().flat_map(|tenant| tenant.users);
    DemoAccounts {
        users: users.map(|user| (user.email.to_owned(), user.role.label().to_owned())).collect(),
        password: earshot_demo::PASSWORD.to_owned(),
    }
}
