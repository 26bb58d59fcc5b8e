//! Parsing of urlencoded forms and queries, and the answer to a completed form.

use axum::{
    extract::{RawForm, rejection::RawFormRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use earshot_app::api::read_form;
use earshot_backend::Error;

use crate::problem::{Refusal, wants_page};

/// Pairs of a urlencoded form, including repeated names.
pub(crate) type Pairs = Vec<(String, String)>;

/// Parses a form; refuses one that is too large, of another content type, or not UTF-8, and the NUL
/// character, which no text has and PostgreSQL cannot store.
pub(crate) fn parse_form(form: Result<RawForm, RawFormRejection>) -> Result<Pairs, Refusal> {
    let pairs = read_form(form).map_err(|unreadable| Refusal(unreadable.into()))?.0;
    let with_nul = pairs.iter().find(|(name, value)| name.contains('\0') || value.contains('\0'));
    match with_nul {
        None => Ok(pairs),
        Some((name, _)) => {
            let name = name.replace('\0', "\u{fffd}");
            Err(Error::field(name, "must not contain the NUL character").into())
        }
    }
}

/// Parses a form that may only have these fields.
pub(crate) fn parse_known(
    form: Result<RawForm, RawFormRejection>,
    known: &[&str],
) -> Result<Pairs, Refusal> {
    only_known(parse_form(form)?, known)
}

/// Parses a query.
pub(crate) fn parse_query(query: Option<&str>) -> Pairs {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

/// Refuses pairs with fields other than these.
pub(crate) fn only_known(pairs: Pairs, known: &[&str]) -> Result<Pairs, Refusal> {
    let unknown: Vec<String> = pairs
        .iter()
        .filter(|(name, _)| !known.contains(&name.as_str()))
        .map(|(name, _)| name.clone())
        .collect();
    if unknown.is_empty() { Ok(pairs) } else { Err(Error::UnknownParameters(unknown).into()) }
}

/// Returns the value of a field; the first, if it is repeated.
pub(crate) fn field<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// Answers a completed form: a browser is redirected to the next page, a program gets 204.
pub(crate) fn completed(headers: &HeaderMap, next: &str) -> Response {
    if wants_page(headers) {
        return Redirect::to(next).into_response();
    }
    StatusCode::NO_CONTENT.into_response()
}
