//! Parsing of urlencoded forms and queries, and the answer to a completed form.

use axum::{
    extract::{RawForm, rejection::RawFormRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use earshot_backend::Error;
use earshot_domain::{Problem, ProblemCode};

use crate::{
    body_limits::{MAX_FORM_BYTES, size_text},
    problem::{Refusal, wants_page},
};

/// Pairs of a urlencoded form, including repeated names.
pub(crate) type Pairs = Vec<(String, String)>;

/// Parses a form; refuses one that is too large, of another content type, or not UTF-8.
pub(crate) fn parse_form(form: Result<RawForm, RawFormRejection>) -> Result<Pairs, Refusal> {
    let RawForm(bytes) = form.map_err(|rejection| match rejection.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            let detail = format!("The form is larger than {}.", size_text(MAX_FORM_BYTES));
            Refusal(Problem::new(ProblemCode::TooLarge, detail))
        }
        _ => malformed(),
    })?;
    let replaced = |text: &str| text.contains('\u{fffd}');
    let pairs: Pairs = form_urlencoded::parse(&bytes).into_owned().collect();
    // The decoder writes a replacement character where the bytes were not UTF-8.
    let sent_as_such = bytes.windows(9).any(|part| part.eq_ignore_ascii_case(b"%EF%BF%BD"));
    if !sent_as_such && pairs.iter().any(|(name, value)| replaced(name) || replaced(value)) {
        return Err(malformed());
    }
    Ok(pairs)
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

fn malformed() -> Refusal {
    let detail = format!(
        "The form could not be read: it must be application/x-www-form-urlencoded, in UTF-8, and at \
         most {}.",
        size_text(MAX_FORM_BYTES)
    );
    Refusal(Problem::new(ProblemCode::Malformed, detail))
}
