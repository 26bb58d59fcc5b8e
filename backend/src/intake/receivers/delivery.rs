//! A report as it was received.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::Vendor;
use crate::{
    Error,
    intake::readers::{parsed, report_excess},
};

/// The media type of forms.
const FORM: &str = "application/x-www-form-urlencoded";

/// A request of a phone system, before its signature is verified.
pub struct Delivery<'a> {
    /// The full URL, as the sender knows it.
    pub url: &'a str,
    /// Header names in lower case, with values.
    pub headers: &'a [(String, String)],
    /// The body, byte for byte.
    pub body: Cow<'a, [u8]>,
}

impl Delivery<'_> {
    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether the report is a form, by its content type.
    pub(super) fn is_form(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case(FORM)
    }

    /// The report of this vendor: JSON, or a form as an object of strings.
    pub(super) fn report(self, vendor: Vendor) -> Result<Value, Error> {
        if self.is_form() {
            return self.form(vendor);
        }
        if let Some(excess) = report_excess(&self.body) {
            return Err(malformed(&format!("The report {excess}.")));
        }
        let read = parsed(self.body.into_owned());
        read.map(|(report, _)| report).map_err(|_| malformed("The report is not valid JSON."))
    }

    fn form(&self, vendor: Vendor) -> Result<Value, Error> {
        if matches!(vendor, Vendor::Vapi | Vendor::Retell) {
            let message = format!(
                "The content type of the report is {FORM}, and this receiver reads application/json."
            );
            return Err(malformed(&message));
        }
        let pairs = form_urlencoded::parse(&self.body).into_owned();
        let fields: Map<_, _> = pairs.map(|(name, value)| (name, value.into())).collect();
        // No sender's field is named like this, but JSON under the type that some programs have
        // unless told otherwise is.
        let is_json = |name: &String| name.trim_start().starts_with(['{', '[']);
        if fields.keys().any(is_json) {
            let message = format!(
                "The report is JSON, but its content type is {FORM}. Send it as application/json."
            );
            return Err(malformed(&message));
        }
        if fields.is_empty() {
            return Err(malformed("The report is an empty form."));
        }
        Ok(fields.into())
    }
}

fn malformed(what: &str) -> Error {
    Error::Malformed(format!("{what} Nothing was stored."))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report(kind: &str, vendor: Vendor, body: &str) -> Result<Value, String> {
        let headers = [("content-type".to_owned(), kind.to_owned())];
        let delivery = Delivery { url: "", headers: &headers, body: body.as_bytes().into() };
        delivery.report(vendor).map_err(|error| error.problem().detail)
    }

    #[test]
    fn json_is_read_under_any_type_but_that_of_a_form() {
        for kind in ["application/json", "Application/JSON; charset=utf-8", "text/plain", ""] {
            assert_eq!(report(kind, Vendor::Json, "{\"a\":1}"), Ok(json!({"a": 1})), "{kind}");
            assert!(report(kind, Vendor::Json, "a=1").is_err(), "{kind}");
        }
    }

    #[test]
    fn a_form_is_read_for_vendors_that_send_forms() {
        for kind in [FORM, "Application/X-WWW-Form-URLEncoded ; charset=UTF-8"] {
            let read = report(kind, Vendor::Json, "a=1&b=%7Bx%7D");
            assert_eq!(read, Ok(json!({"a": "1", "b": "{x}"})), "{kind}");
            assert_eq!(report(kind, Vendor::Twilio, "a=1"), Ok(json!({"a": "1"})));
            for vendor in [Vendor::Vapi, Vendor::Retell] {
                let refused = report(kind, vendor, "a=1").unwrap_err();
                assert!(refused.contains("this receiver reads application/json"), "{refused}");
            }
        }
    }

    #[test]
    fn json_under_the_type_of_a_form_is_refused_with_the_right_type() {
        for body in [
            "{\"event\":\"hangup\"}",
            " \n{\"event\":\"a=b&c\"}",
            "[1]",
            "%7B%22event%22%3A%22hangup%22%7D",
            "{\"a\":\"x&y=1\"}",
        ] {
            for vendor in [Vendor::Json, Vendor::Twilio] {
                let refused = report(FORM, vendor, body).unwrap_err();
                assert!(refused.contains("Send it as application/json"), "{body}: {refused}");
            }
            assert!(report(FORM, Vendor::Vapi, body).is_err(), "{body}");
        }
        assert!(report(FORM, Vendor::Json, "").unwrap_err().contains("empty form"));
    }
}
