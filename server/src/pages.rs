//! Pages and server functions: handlers around Leptos.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use earshot_app::{
    api::{AppContext, DemoAccounts, FormOutcome},
    shell::shell,
};
use earshot_backend::{Error, Viewer};
use leptos::prelude::provide_context;

use crate::{
    AppState,
    problem::{RETRY_SECONDS, Refusal},
    routes::last_project::remembered,
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
    // A page that could not be shown keeps the status that says so.
    if response.status().is_success() {
        *response.status_mut() = status;
    }
    response
}

/// Renders the page at the request's URL with the outcome of the form before it.
pub(crate) async fn render_with(
    state: &AppState,
    request: Request,
    outcome: FormOutcome,
) -> Response {
    let shared = shared(state, &request, outcome);
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
    let shared = shared(&state, &request, FormOutcome::default());
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

fn shared(state: &AppState, request: &Request, outcome: FormOutcome) -> AppContext {
    let headers = request.headers();
    let viewer = request.extensions().get::<Viewer>();
    AppContext {
        last_project: viewer.and_then(|viewer| remembered(state, viewer, headers)),
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
