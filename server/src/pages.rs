//! Pages and their server functions: Leptos behind plain handlers.

use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use earshot_app::{
    api::{DemoAccounts, FormOutcome, Shared},
    shell::shell,
};
use earshot_backend::{Error, Viewer};
use leptos::prelude::provide_context;
use serde::Serialize;

use crate::{
    AppState,
    problem::{Refusal, status_of, wants_page},
};

/// Renders the page of the request's address.
pub(crate) async fn render(State(state): State<AppState>, request: Request) -> Response {
    render_with(&state, request, FormOutcome::default()).await
}

/// Renders the page of an address again with what its form came to, under that status; `host` is
/// needed by pages that name the portal's own address.
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

/// What became of a form that makes something with a secret. The secret is in the answer and nowhere
/// else, so a page is answered with its page, and with the form again when it could not be taken.
pub(crate) async fn made<T: Serialize>(
    state: &AppState,
    address: &str,
    viewer: Viewer,
    headers: &HeaderMap,
    pairs: Vec<(String, String)>,
    made: Result<T, Error>,
    outcome: impl FnOnce(T) -> FormOutcome,
) -> Result<Response, Refusal> {
    if !wants_page(headers) {
        return Ok((StatusCode::CREATED, Json(made?)).into_response());
    }
    let (outcome, status) = match made {
        Ok(made) => (outcome(made), StatusCode::CREATED),
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
    render(request).await
}

/// Answers a server function: a success as it comes, be it a stream; a refusal like any other
/// handler's.
pub(crate) async fn server_function(
    State(state): State<AppState>,
    mut request: Request,
) -> Response {
    // Leptos sends whoever accepts HTML back to where they came from instead of answering.
    request.headers_mut().remove(header::ACCEPT);
    // HEAD is GET whose body is dropped on the way out; Leptos knows functions by their method.
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
    // Ours, and in memory already; it can be long, as it names each unknown field of a form.
    let body = to_bytes(response.into_body(), usize::MAX).await.map_err(Error::internal);
    match body.and_then(|body| serde_json::from_slice(&body).map_err(Error::internal)) {
        Ok(problem) => Refusal(problem).into_response(),
        Err(error) => Refusal::from(error).into_response(),
    }
}

fn shared(state: &AppState, headers: &HeaderMap, outcome: FormOutcome) -> Shared {
    Shared {
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
