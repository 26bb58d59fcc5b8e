//! Texts of vendors' reports as calls have them.

use earshot_domain::{Recording, Sentiment, Speaker};
use jiff::Timestamp;
use serde_json::Value;

use crate::intake::readers::IncomingTurn;

/// One turn; without text it is none.
pub(super) fn turn(
    speaker: Speaker,
    text: Option<&str>,
    at: Option<Timestamp>,
) -> Option<IncomingTurn> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    Some(IncomingTurn { speaker, text: text.to_owned(), at })
}

/// The caller's mood where it is one of ours; senders begin it with a capital.
pub(super) fn sentiment(word: Option<&str>) -> Option<Sentiment> {
    word?.to_lowercase().parse().ok()
}

/// The recording at an address, `prefix` before its name.
pub(super) fn recording(prefix: &str, url: Option<&str>) -> Option<Recording> {
    let path = url?.split(['?', '#']).next()?;
    let name = path.rsplit('/').next().filter(|name| !name.is_empty())?;
    Some(Recording { file_name: format!("{prefix}{name}") })
}

/// JSON that was sent as text; other text as it is.
pub(super) fn unquoted(value: &Value) -> Value {
    let inner = value.as_str().and_then(|text| serde_json::from_str(text).ok());
    inner.unwrap_or_else(|| value.clone())
}
