//! The newest calls, which people see first: one example of every state.

use earshot_domain::{Channel, Direction, TranscriptState};

use super::plan::Kind;

/// Course of one of the newest calls.
pub(super) type Show = (Kind, Channel, Direction, TranscriptState);

const fn talk(channel: Channel) -> Show {
    (Kind::Completed, channel, Direction::Inbound, TranscriptState::Available)
}

const VOICE: Show = talk(Channel::Voice);
const LIVE: Show = (Kind::Live, Channel::Voice, Direction::Inbound, TranscriptState::Live);
const MISSED: Show = (Kind::Missed, Channel::Voice, Direction::Inbound, TranscriptState::Missing);
const FAILED: Show = (Kind::Failed, Channel::Voice, Direction::Inbound, TranscriptState::Available);

const fn withheld(state: TranscriptState) -> Show {
    (Kind::Completed, Channel::Voice, Direction::Inbound, state)
}

const fn direction(direction: Direction) -> Show {
    (Kind::Completed, Channel::Voice, direction, TranscriptState::Available)
}

/// Courses of the newest calls, newest first.
pub(super) const NEWEST: &[Show] = &[
    LIVE,
    MISSED,
    LIVE,
    VOICE,
    VOICE,
    talk(Channel::Chat),
    VOICE,
    direction(Direction::Outbound),
    VOICE,
    talk(Channel::Web),
    MISSED,
    VOICE,
    talk(Channel::Sms),
    VOICE,
    FAILED,
    VOICE,
    VOICE,
    withheld(TranscriptState::Hidden),
    direction(Direction::Internal),
    VOICE,
    talk(Channel::Chat),
    VOICE,
    (Kind::Unknown, Channel::Unknown, Direction::Unknown, TranscriptState::Missing),
    VOICE,
    direction(Direction::Outbound),
    VOICE,
    withheld(TranscriptState::RedactionFailed),
    talk(Channel::Web),
    MISSED,
    VOICE,
];
