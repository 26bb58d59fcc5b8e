//! Statuses of calls by Retell's disconnection reasons.

use earshot_domain::Status;

/// Reasons of calls that nobody answered.
const MISSED: [&str; 6] = [
    "dial_busy",
    "dial_no_answer",
    "error_user_not_joined",
    "machine_detected",
    "user_declined",
    "voicemail_reached",
];
/// Reasons of calls that failed, or were never placed, for technical reasons.
const FAILED: [&str; 14] = [
    "budget_reached",
    "concurrency_limit_reached",
    "credit_exhausted",
    "dial_failed",
    "invalid_destination",
    "marked_as_spam",
    "network_blocked",
    "no_concurrency_fallback",
    "no_valid_payment",
    "registered_call_timeout",
    "scam_detected",
    "sip_routing_error",
    "telephony_provider_permission_denied",
    "telephony_provider_unavailable",
];

/// The status of a call that ended for `reason` in `state`.
pub(super) fn status(reason: &str, state: &str) -> Status {
    if MISSED.contains(&reason) {
        Status::Missed
    } else if FAILED.contains(&reason) || reason.starts_with("error") || state == "error" {
        Status::Failed
    } else if state == "not_connected" {
        Status::Missed
    } else if state == "ended" {
        Status::Completed
    } else {
        Status::Unknown
    }
}
