//! Conversions of texts that vendors' reports have in common.

use earshot_domain::{Recording, Sentiment, Speaker};
use jiff::Timestamp;
use serde_json::Value;

use crate::intake::readers::IncomingTurn;

/// A turn; `None` without text.
pub(super) fn turn(
    speaker: Speaker,
    text: Option<&str>,
    at: Option<Timestamp>,
) -> Option<IncomingTurn> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    Some(IncomingTurn { speaker, text: text.to_owned(), at })
}

/// The caller's sentiment, in upper or lower case; `None` for any other word.
pub(super) fn sentiment(word: Option<&str>) -> Option<Sentiment> {
    word?.to_lowercase().parse().ok()
}

/// The recording at a URL; its name is that of the file, after `prefix`.
pub(super) fn recording(prefix: &str, url: Option<&str>) -> Option<Recording> {
    let path = url?.split(['?', '#']).next()?;
    let name = path.rsplit('/').next().filter(|name| !name.is_empty())?;
    Some(Recording { file_name: format!("{prefix}{name}") })
}

/// A number as that of a customer; `None` for an address such as `sip:ann@phones.example`.
pub(super) fn telephone(number: Option<&str>) -> Option<String> {
    let is_address = |number: &str| {
        let number = number.trim_start();
        let has_scheme = |scheme: &str| {
            number.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        has_scheme("sip:") || has_scheme("sips:") || number.contains('@')
    };
    number.filter(|number| !is_address(number)).map(str::to_owned)
}

/// The JSON in a string; any other value unchanged.
pub(super) fn unquoted(value: &Value) -> Value {
    let inner = value.as_str().and_then(|text| serde_json::from_str(text).ok());
    inner.unwrap_or_else(|| value.clone())
}
