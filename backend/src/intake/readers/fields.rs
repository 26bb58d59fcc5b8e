//! Conversions of single fields that all readers share.

use earshot_domain::{Customer, OutcomeCode, TranscriptState};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{IncomingTurn, checks::MAX_CALL_SECONDS, field_bounds::check_outcome};
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

/// The first year in which anything in a call may be.
const MIN_YEAR: i16 = 1970;
/// The last one.
pub(super) const MAX_YEAR: i16 = 2200;

/// Whether an instant is in the years of calls, in UTC.
pub(crate) fn in_years(at: Timestamp) -> bool {
    (MIN_YEAR..=MAX_YEAR).contains(&at.to_zoned(TimeZone::UTC).year())
}

/// The reason for which the time in `field` is refused.
pub(crate) fn outside_years(field: &str) -> String {
    format!("`{field}` must be in the years {MIN_YEAR} to {MAX_YEAR}")
}

/// An RFC 3339 instant; the error names `field`.
pub(super) fn instant(field: &str, text: &str) -> Result<Timestamp, String> {
    let at: Timestamp =
        text.parse().map_err(|_| format!("`{field}` must be an RFC 3339 time with an offset"))?;
    if in_years(at) { Ok(at) } else { Err(outside_years(field)) }
}

/// The instant so many milliseconds after the start of a call, or before it; the error names `field`.
pub(super) fn after_start(
    field: &str,
    milliseconds: i64,
    started_at: Timestamp,
) -> Result<Timestamp, String> {
    let limit = i64::from(MAX_CALL_SECONDS).saturating_mul(1000);
    let offset = SignedDuration::from_millis(milliseconds);
    let is_near = milliseconds.unsigned_abs() <= limit.unsigned_abs();
    started_at.checked_add(offset).ok().filter(|_| is_near).ok_or_else(|| {
        format!(
            "`{field}` must be milliseconds since the start of the call, at most {limit} (31 days)"
        )
    })
}

/// An RFC 3339 instant that may be missing.
pub(super) fn optional_instant(
    field: &str,
    text: Option<&str>,
) -> Result<Option<Timestamp>, String> {
    text.map(|text| instant(field, text)).transpose()
}
