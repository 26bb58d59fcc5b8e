//! One report as it came in.

use serde_json::{Map, Value};

use crate::Error;

/// What a phone system sent, before anything of it is believed.
pub struct Delivery<'a> {
    /// The whole address it was sent to, as the sender knows it.
    pub url: &'a str,
    /// Names in lower case, and values.
    pub headers: &'a [(String, String)],
    /// The body, byte for byte.
    pub body: &'a [u8],
}

impl Delivery<'_> {
    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The report: JSON, or a form as an object of texts.
    pub(super) fn report(&self) -> Result<Value, Error> {
        let kind = self.header("content-type").unwrap_or_default();
        if kind.starts_with("application/x-www-form-urlencoded") {
            let pairs = form_urlencoded::parse(self.body).into_owned();
            let fields: Map<_, _> = pairs.map(|(name, value)| (name, value.into())).collect();
            return Ok(fields.into());
        }
        serde_json::from_slice(self.body).map_err(|_| {
            Error::Malformed("The report is no JSON. Nothing was taken from it.".to_owned())
        })
    }
}
