//! Statuses of calls by Vapi's ended reasons.

use earshot_domain::Status;

/// Reasons of calls that nobody answered.
const MISSED: [&str; 6] = [
    "customer-busy",
    "customer-did-not-answer",
    "voicemail",
    "call.in-progress.error-providerfault-outbound-sip-408-request-timeout",
    "call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable",
    "call.ringing.sip-inbound-caller-hungup-before-call-connect",
];
/// Prefixes of the reasons of calls that were completed or transferred.
const COMPLETED: [&str; 14] = [
    "customer-ended-call",
    "assistant-ended-call",
    "assistant-said-end-call-phrase",
    "assistant-forwarded-call",
    "assistant-request-returned-forwarding-phone-number",
    "silence-timed-out",
    "exceeded-max-duration",
    "call.in-progress.twilio-completed-call",
    "call.in-progress.sip-completed-call",
    "vonage-completed",
    "call.ending.hook-executed",
    "call.ringing.hook-executed",
    "call.forwarding.operator-busy",
    "call.forwarding.no-answer",
];
/// Parts of the reasons of calls that failed.
const FAILED: [&str; 14] = [
    "error",
    "failed",
    "call.start.",
    "not-found",
    "not-valid",
    "invalid-assistant",
    "no-assistant",
    "timed-out",
    "worker-shutdown",
    "misdialed",
    "rejected",
    "disconnected",
    "sip-outbound",
    "microphone-permission",
];

/// The status of a call that ended for `reason`.
pub(super) fn status(reason: &str) -> Status {
    if MISSED.contains(&reason) {
        Status::Missed
    } else if COMPLETED.iter().any(|word| reason.starts_with(word)) {
        Status::Completed
    } else if FAILED.iter().any(|word| reason.contains(word)) {
        Status::Failed
    } else {
        Status::Unknown
    }
}
