//! Pages and their server functions: Leptos behind plain handlers.

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode},
    response::{IntoResponse, Response},
};
use earshot_app::{api::Shared, shell::shell};
use earshot_domain::Problem;
use leptos::prelude::provide_context;

use crate::AppState;

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

/// Answers a server function.
pub(crate) async fn server_function(State(state): State<AppState>, request: Request) -> Response {
    let shared = shared(&state, None);
    leptos_axum::handle_server_fns_with_context(move || provide_context(shared.clone()), request)
        .await
        .into_response()
}

fn shared(state: &AppState, sign_in_problem: Option<Problem>) -> Shared {
    Shared { backend: state.backend.clone(), demo: state.settings.demo, sign_in_problem }
}
