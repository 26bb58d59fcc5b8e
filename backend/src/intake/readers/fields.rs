//! What every reader does with a single field.

use earshot_domain::Customer;
use jiff::Timestamp;

use super::IncomingCall;

/// Longest id, name or number in characters: the columns they go to are indexed.
const LONGEST_NAME: usize = 255;

/// `None` for text that is only blanks.
pub(super) fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// The customer without blank fields; `None` when nothing is left.
pub(super) fn known(customer: Customer) -> Option<Customer> {
    let customer = Customer {
        id: filled(customer.id),
        name: filled(customer.name),
        email: filled(customer.email),
        phone: filled(customer.phone),
        company: filled(customer.company),
        identity_verified: customer.identity_verified,
    };
    (customer != Customer::default()).then_some(customer)
}

/// An RFC 3339 instant; the error names `field`.
pub(super) fn instant(field: &str, text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| format!("`{field}` must be an RFC 3339 time with an offset"))
}

/// An RFC 3339 instant that may be missing.
pub(super) fn optional_instant(
    field: &str,
    text: Option<&str>,
) -> Result<Option<Timestamp>, String> {
    text.map(|text| instant(field, text)).transpose()
}

/// Refuses a call whose id is blank or whose names are longer than any name is.
pub(super) fn with_sane_names(call: IncomingCall) -> Result<IncomingCall, String> {
    if call.source_id.trim().is_empty() {
        return Err("the call's id must not be blank".to_owned());
    }
    let names = [
        ("id", Some(&call.source_id)),
        ("status", Some(&call.source_status)),
        ("caller", call.caller.as_ref()),
        ("callee", call.callee.as_ref()),
        ("agent", call.agent.as_ref()),
    ];
    for (name, text) in names {
        if text.is_some_and(|text| text.chars().nth(LONGEST_NAME).is_some()) {
            return Err(format!("the call's {name} is longer than {LONGEST_NAME} characters"));
        }
    }
    Ok(call)
}
