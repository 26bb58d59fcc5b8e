//! Participants on the channels of a recording.

use earshot_domain::{Direction, Speaker};
use serde_json::Value;

use super::{
    super::values::Part,
    resources::{Participant, Transcript},
};

/// The participants listed for each channel.
pub(super) struct People<'a> {
    listed: &'a [Part<Participant>],
    direction: Direction,
}

impl<'a> People<'a> {
    pub(super) fn new(transcript: &'a Transcript, direction: Direction) -> Self {
        Self { listed: &transcript.channel.participants, direction }
    }

    /// The name of the first person with a role.
    pub(super) fn name(&self, role: &str) -> Option<String> {
        let person = self.listed.iter().find(|person| person.role.eq_ignore_ascii_case(role))?;
        person.full_name.as_deref().map(str::to_owned)
    }

    /// The speaker on a channel; the first channel is that of the side that began the call.
    pub(super) fn speaker(&self, channel: &Value) -> Speaker {
        let listed = self.listed.iter().find(|person| person.channel_participant == *channel);
        let role = listed.map(|person| person.role.as_str()).unwrap_or_default();
        if role.eq_ignore_ascii_case("agent") {
            Speaker::Agent
        } else if role.eq_ignore_ascii_case("customer")
            || (*channel == 1) == (self.direction != Direction::Outbound)
        {
            Speaker::Caller
        } else {
            Speaker::Agent
        }
    }
}
