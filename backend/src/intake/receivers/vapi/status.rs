//! Statuses that Vapi's reasons for the end of a call stand for.

use earshot_domain::Status;

/// Why a call ended that nobody took.
const MISSED: [&str; 6] = [
    "customer-busy",
    "customer-did-not-answer",
    "voicemail",
    "call.in-progress.error-providerfault-outbound-sip-408-request-timeout",
    "call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable",
    "call.ringing.sip-inbound-caller-hungup-before-call-connect",
];
/// How the reasons begin of calls that were spoken to their end, or on to somebody else.
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
/// What a reason says of a call that broke down.
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
