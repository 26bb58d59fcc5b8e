//! A report as it was received.

use serde_json::{Map, Value};

use crate::{Error, intake::readers::report_excess};

/// A request of a phone system, before its signature is verified.
pub struct Delivery<'a> {
    /// The full URL, as the sender knows it.
    pub url: &'a str,
    /// Header names in lower case, with values.
    pub headers: &'a [(String, String)],
    /// The body, byte for byte.
    pub body: &'a [u8],
}

impl Delivery<'_> {
    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The report: JSON, or a form as an object of strings.
    pub(super) fn report(&self) -> Result<Value, Error> {
        let kind = self.header("content-type").unwrap_or_default();
        if kind.starts_with("application/x-www-form-urlencoded") {
            let pairs = form_urlencoded::parse(self.body).into_owned();
            let fields: Map<_, _> = pairs.map(|(name, value)| (name, value.into())).collect();
            return Ok(fields.into());
        }
        if let Some(excess) = report_excess(self.body) {
            return Err(Error::Malformed(format!("The report {excess}. Nothing was stored.")));
        }
        serde_json::from_slice(self.body).map_err(|_| {
            Error::Malformed("The report is not valid JSON. Nothing was stored.".to_owned())
        })
    }
}
