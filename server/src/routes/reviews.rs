//! What people do with a call after it.

use axum::{
    Extension, Json,
    extract::{Path, RawForm, State, rejection::RawFormRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use earshot_backend::{Error, Viewer};
use earshot_domain::ReviewChange;

use crate::{
    AppState,
    form::{field, parse_known},
    problem::{Refusal, wants_page},
};

/// The address that a page without scripts goes back to.
const BACK: &str = "back";

/// Whether an address is one of the list's, and fit for a header.
fn is_own(address: &str) -> bool {
    address.starts_with("/calls?") && address.bytes().all(|byte| byte.is_ascii_graphic())
}

/// `POST /api/calls/<id>/review-events`: one change; answers with the call as it is then.
pub(crate) async fn change(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(call_id): Path<String>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let id = call_id.parse().map_err(|_| Error::NotFound)?;
    let known: Vec<&str> = ReviewChange::FIELDS.into_iter().chain([BACK]).collect();
    let pairs = parse_known(form, &known)?;
    let change = ReviewChange::parse(&pairs).map_err(Error::Invalid)?;
    state.backend.change_review(&viewer, id, change).await?;
    if wants_page(&headers) {
        let back = field(&pairs, BACK).filter(|back| is_own(back));
        let call = format!("/calls?expand={id}");
        return Ok(Redirect::to(back.unwrap_or(&call)).into_response());
    }
    Ok((StatusCode::CREATED, Json(state.backend.review(&viewer, id).await?)).into_response())
}
