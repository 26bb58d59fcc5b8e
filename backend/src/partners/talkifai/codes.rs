//! Mapping of codes to TalkifAI's; `None` where it has no equivalent.

use earshot_domain::{Channel, Direction, Speaker, Status};

/// The speaker of a turn.
pub(super) const fn speaker(speaker: Speaker) -> &'static str {
    match speaker {
        Speaker::Agent => "agent",
        Speaker::Caller => "user",
        Speaker::System => "system",
    }
}

/// The kind of a session.
pub(super) const fn session_type(channel: Channel) -> Option<&'static str> {
    match channel {
        Channel::Voice => Some("telephony"),
        Channel::Web => Some("webcall"),
        Channel::Chat => Some("chat"),
        Channel::Sms | Channel::Unknown => None,
    }
}

/// The status of a session.
pub(super) const fn session_status(status: Status) -> Option<&'static str> {
    match status {
        Status::Completed => Some("completed"),
        Status::Failed => Some("failed"),
        Status::Missed => Some("abandoned"),
        Status::Unknown => None,
    }
}

/// The direction of a call.
pub(super) const fn call_direction(direction: Direction) -> Option<&'static str> {
    match direction {
        Direction::Inbound => Some("inbound"),
        Direction::Outbound => Some("outbound"),
        Direction::Internal | Direction::Unknown => None,
    }
}
