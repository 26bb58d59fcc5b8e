//! Reviews of calls.

use axum::{
    Extension, Json,
    extract::{Path, RawForm, State, rejection::RawFormRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use earshot_backend::{Error, Viewer};
use earshot_domain::ReviewChange;

use super::path_id::path_id;
use crate::{
    AppState,
    form::{field, parse_known},
    problem::{Refusal, wants_page},
};

/// Field with the URL that a page without scripts returns to.
const BACK: &str = "back";

/// Whether a URL is one of the list, and valid in a header.
fn is_own(address: &str) -> bool {
    address.starts_with("/calls?") && address.bytes().all(|byte| byte.is_ascii_graphic())
}

/// `POST /api/calls/<id>/review-events`: makes one change and answers with the changed review.
pub(crate) async fn change(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    Path(call_id): Path<String>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let id = path_id(&call_id)?;
    let known: Vec<&str> = ReviewChange::FIELDS.into_iter().chain([BACK]).collect();
    let pairs = parse_known(form, &known)?;
    let change = ReviewChange::parse(&pairs).map_err(Error::Invalid)?;
    state.backend.reviews().change(&viewer, id, change).await?;
    if wants_page(&headers) {
        let back = field(&pairs, BACK).filter(|back| is_own(back));
        let call = format!("/calls?expand={id}");
        return Ok(Redirect::to(back.unwrap_or(&call)).into_response());
    }
    Ok((StatusCode::CREATED, Json(state.backend.custody().open_review(&viewer, id).await?))
        .into_response())
}
