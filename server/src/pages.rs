//! Pages and their server functions: Leptos behind plain handlers.

use axum::{
    body::to_bytes,
    extract::{Request, State},
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use earshot_app::{api::Shared, shell::shell};
use earshot_backend::Error;
use earshot_domain::Problem;
use leptos::prelude::provide_context;

use crate::{AppState, problem::Refusal};

/// Most bytes of a server function's refusal.
const REFUSAL_BYTES: usize = 64 * 1024;

/// Renders the page of the request's address.
pub(crate) async fn render(State(state): State<AppState>, request: Request) -> Response {
    render_with(&state, request, None).await
}

/// Renders the sign-in page again with what went wrong, under that problem's status.
pub(crate) async fn render_sign_in_again(
    state: &AppState,
    next: &str,
    problem: Problem,
    status: StatusCode,
) -> Response {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    let request = Request::builder()
        .method(Method::GET)
        .uri(format!("/sign-in?{query}"))
        .body(axum::body::Body::empty());
    let Ok(request) = request else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let mut response = render_with(state, request, Some(problem)).await;
    *response.status_mut() = status;
    response
}

async fn render_with(state: &AppState, request: Request, problem: Option<Problem>) -> Response {
    let shared = shared(state, problem);
    let options = state.leptos.clone();
    let render = leptos_axum::render_app_async_with_context(
        move || provide_context(shared.clone()),
        move || shell(&options),
    );
    render(request).await
}

/// Answers a server function; its refusals leave like everybody's.
pub(crate) async fn server_function(
    State(state): State<AppState>,
    mut request: Request,
) -> Response {
    // Leptos sends whoever accepts HTML back to where they came from instead of answering.
    request.headers_mut().remove(header::ACCEPT);
    // HEAD is GET whose body is dropped on the way out; Leptos knows functions by their method.
    *request.method_mut() = Method::GET;
    let shared = shared(&state, None);
    let context = move || provide_context(shared.clone());
    let response =
        leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    if response.status().is_success() {
        return response;
    }
    let body = to_bytes(response.into_body(), REFUSAL_BYTES).await.map_err(Error::internal);
    match body.and_then(|body| serde_json::from_slice(&body).map_err(Error::internal)) {
        Ok(problem) => Refusal(problem).into_response(),
        Err(error) => Refusal::from(error).into_response(),
    }
}

fn shared(state: &AppState, sign_in_problem: Option<Problem>) -> Shared {
    Shared { backend: state.backend.clone(), demo: state.settings.demo, sign_in_problem }
}
