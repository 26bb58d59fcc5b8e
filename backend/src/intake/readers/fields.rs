//! Conversions of single fields that all readers share.

use earshot_domain::{Customer, OutcomeCode, TranscriptState};
use jiff::Timestamp;

use super::{IncomingTurn, field_bounds::check_outcome};
use crate::privacy::redaction::redact;

/// `None` for blank text.
pub(crate) fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// The customer without blank fields; `None` when nothing is left.
pub(crate) fn filled_customer(customer: Customer) -> Option<Customer> {
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

/// The code of an outcome's label, without personal details; `None` if it has no letter or digit. The
/// error names `outcome`.
pub(crate) fn outcome(label: &str) -> Result<Option<OutcomeCode>, String> {
    check_outcome(label.trim())?;
    Ok(OutcomeCode::from_label(&redact(label).text))
}

/// The state of a transcript whose source does not give it.
pub(crate) const fn transcript_state(turns: &[IncomingTurn]) -> TranscriptState {
    if turns.is_empty() { TranscriptState::Missing } else { TranscriptState::Available }
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
