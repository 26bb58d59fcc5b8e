//! Durations of a call: ringing, talking and on hold, in whole seconds.

use earshot_domain::Channel;

use super::{
    dialogue::Utterance,
    dice::Dice,
    plan::{Kind, Plan},
};

/// Durations of a call in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timing {
    pub(super) ring: u32,
    pub(super) talk: u32,
    pub(super) hold: u32,
    /// Whether the source reports the parts separately; text channels do not ring.
    pub(super) parts: bool,
}

impl Timing {
    pub(super) fn of(plan: &Plan, utterances: &[Utterance]) -> Self {
        let mut dice = Dice::keyed(plan.seed, "timing");
        let parts = matches!(plan.channel, Channel::Voice | Channel::Web);
        let ring = if parts { dice.between(0, 9) } else { 0 };
        let spoken = utterances.last().map_or(0, |last| last.offset + last.seconds);
        let talk = if spoken > 0 { spoken } else { dice.between(24, 210) };
        let hold = if parts && dice.chance(12) { dice.between(6, 95) } else { 0 };
        match plan.kind {
            Kind::Completed => Self { ring, talk, hold, parts },
            Kind::Failed => Self { ring, talk: spoken, hold: 0, parts },
            Kind::Missed => Self { ring: dice.between(4, 46), talk: 0, hold: 0, parts: true },
            Kind::Unknown => Self { ring: 0, talk: dice.between(0, 60), hold: 0, parts: false },
            Kind::Live => Self { ring, talk: so_far(plan).saturating_sub(ring), hold: 0, parts },
        }
    }

    pub(super) const fn total(self) -> u32 {
        self.ring + self.talk + self.hold
    }
}

fn so_far(plan: &Plan) -> u32 {
    u32::try_from(plan.now.as_second() - plan.started.as_second()).unwrap_or_default()
}
