//! Reading a urlencoded form or query: all of its pairs, or an honest refusal; and what a form that
//! was done leads to.

use axum::{
    extract::{RawForm, rejection::RawFormRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use earshot_app::api::read_form;
use earshot_backend::Error;

use crate::problem::{Refusal, wants_page};

/// Pairs of a urlencoded form, repeated names and all.
pub(crate) type Pairs = Vec<(String, String)>;

/// The pairs of a form; refused when it is too long, of another type, or not UTF-8.
pub(crate) fn pairs(form: Result<RawForm, RawFormRejection>) -> Result<Pairs, Refusal> {
    read_form(form).map(|form| form.0).map_err(|unreadable| Refusal(unreadable.into()))
}

/// The pairs of a form that has only these fields.
pub(crate) fn pairs_of(
    form: Result<RawForm, RawFormRejection>,
    known: &[&str],
) -> Result<Pairs, Refusal> {
    all_known(pairs(form)?, known)
}

/// The pairs of a query.
pub(crate) fn query(query: Option<&str>) -> Pairs {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

/// The pairs, when they have only these fields.
pub(crate) fn all_known(pairs: Pairs, known: &[&str]) -> Result<Pairs, Refusal> {
    let unknown: Vec<String> = pairs
        .iter()
        .filter(|(name, _)| !known.contains(&name.as_str()))
        .map(|(name, _)| name.clone())
        .collect();
    if unknown.is_empty() { Ok(pairs) } else { Err(Error::UnknownParameters(unknown).into()) }
}

/// The value of a field; where it is repeated, the first.
pub(crate) fn field<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// What a form that was done leads to: for a page the page after it, for a program nothing.
pub(crate) fn done(headers: &HeaderMap, next: &str) -> Response {
    if wants_page(headers) {
        return Redirect::to(next).into_response();
    }
    StatusCode::NO_CONTENT.into_response()
}
