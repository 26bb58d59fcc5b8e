//! Forms that save and delete sets of columns, as parts of the form of a new export.

use axum::{
    Extension,
    extract::{RawForm, State, rejection::RawFormRejection},
    http::HeaderMap,
    response::Response,
};
use earshot_backend::{Error, Viewer};
use earshot_domain::{ExportFieldSet, ExportRequestForm};

use super::new_export::refused;
use crate::{
    AppState,
    form::{Pairs, completed, field, parse_form},
    problem::{Refusal, wants_page},
};

/// `POST /exports/field-sets`: saves the ticked columns under a name.
pub(crate) async fn save(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let pairs = parse_form(form)?;
    match save_form(&state, &viewer, &pairs).await {
        Ok(()) => Ok(completed(&headers, &back(&pairs))),
        Err(error @ Error::Invalid(_)) if wants_page(&headers) => {
            Ok(refused(&state, "/exports/field-sets", viewer, &headers, pairs, error).await)
        }
        Err(error) => Err(error.into()),
    }
}

async fn save_form(state: &AppState, viewer: &Viewer, pairs: &Pairs) -> Result<(), Error> {
    let form = ExportRequestForm::parse(pairs);
    if !form.errors.is_empty() {
        return Err(Error::Invalid(form.errors));
    }
    let name = field(pairs, ExportFieldSet::NAME).unwrap_or_default();
    let set =
        ExportFieldSet::of(&form.request, name).map_err(|error| Error::Invalid(vec![error]))?;
    state.backend.exports().save_field_set(viewer, &set).await
}

/// `POST /exports/field-sets/delete`.
pub(crate) async fn delete(
    State(state): State<AppState>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Result<Response, Refusal> {
    let pairs = parse_form(form)?;
    let name = field(&pairs, ExportFieldSet::DELETE).unwrap_or_default();
    let name = ExportFieldSet::parse_name(ExportFieldSet::DELETE, name)
        .map_err(|error| Error::Invalid(vec![error]))?;
    state.backend.exports().delete_field_set(&viewer, &name).await?;
    Ok(completed(&headers, &back(&pairs)))
}

/// The page of the new export with everything kept.
fn back(pairs: &Pairs) -> String {
    format!("/exports/new?{}", ExportRequestForm::parse(pairs).request.to_query())
}
