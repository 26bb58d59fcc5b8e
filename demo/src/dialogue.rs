//! Dialogues: a scenario's steps with greeting, unusual texts and farewell, each line timed.

use earshot_domain::{Channel, Speaker, TranscriptState};

use super::{
    dice::Dice,
    facts::Facts,
    oddities,
    plan::{Kind, Plan},
    scenario::{A, C, Step},
    steps::{self, ANYTHING_ELSE, FAREWELL},
};

/// Maximum number of turns of an ordinary call.
const WHOLE: usize = 14;

/// Number of turns after which optional steps are left out.
const MATTER: usize = 11;

/// An utterance with its offset in seconds.
#[derive(Debug, Clone)]
pub(super) struct Utterance {
    pub(super) speaker: Speaker,
    pub(super) text: String,
    pub(super) offset: u32,
    pub(super) seconds: u32,
}

/// Returns the utterances of the call, whether or not its transcript is available.
pub(super) fn dialogue(plan: &Plan) -> Vec<Utterance> {
    if matches!(plan.kind, Kind::Missed | Kind::Unknown | Kind::Live) {
        return Vec::new();
    }
    let mut talk = Talk { dice: Dice::keyed(plan.seed, "dialogue"), said: Vec::new() };
    talk.greet(plan);
    match plan.long {
        Some(turns) => talk.go_on(plan, turns),
        None => talk.steps(plan.scenario.steps, &plan.facts, MATTER),
    }
    talk.odd_line(plan);
    let farewell = if plan.long.is_some() { usize::MAX } else { WHOLE };
    talk.steps(&[ANYTHING_ELSE, FAREWELL], &plan.facts, farewell);
    if plan.kind == Kind::Failed {
        talk.break_off();
    }
    talk.said
}

/// Whether the source sends a transcript.
pub(super) fn is_readable(plan: &Plan) -> bool {
    plan.transcript == TranscriptState::Available
}

struct Talk {
    dice: Dice,
    said: Vec<Utterance>,
}

impl Talk {
    fn greet(&mut self, plan: &Plan) {
        if plan.channel == Channel::Voice && self.dice.chance(6) {
            self.say(Speaker::System, "Recording announcement played.".to_owned());
        }
        let greeting = self.dice.pick(steps::greetings(plan.channel, plan.direction));
        self.say(A, plan.facts.fill(greeting));
    }

    /// Leaves out an optional step that would exceed `most` turns.
    fn steps(&mut self, steps: &[Step], facts: &Facts, most: usize) {
        for (chance, lines) in steps {
            let fits = *chance == 100 || self.said.len() + lines.len() <= most;
            if !self.dice.chance(*chance) || !fits {
                continue;
            }
            for (speaker, texts) in *lines {
                self.say(*speaker, facts.fill(facts.variant(texts)));
            }
        }
    }

    /// Repeats the scenario with other details until there are `turns` turns.
    fn go_on(&mut self, plan: &Plan, turns: usize) {
        while self.said.len() < turns {
            let facts = plan.facts.reseeded(self.dice.next());
            self.steps(plan.scenario.steps, &facts, usize::MAX);
        }
        self.said.truncate(turns);
    }

    /// Sometimes adds a text that is difficult to export.
    fn odd_line(&mut self, plan: &Plan) {
        let fits = self.said.len() < WHOLE || plan.long.is_some();
        if fits && plan.kind == Kind::Completed && self.dice.chance(4) {
            let line = self.dice.pick(oddities::LINES);
            self.say(C, plan.facts.fill(line));
        }
    }

    fn break_off(&mut self) {
        let kept = usize::try_from(self.dice.between(1, 4)).unwrap_or(1);
        self.said.truncate(kept);
        self.say(Speaker::System, "The connection was lost.".to_owned());
    }

    fn say(&mut self, speaker: Speaker, text: String) {
        let offset = self.said.last().map_or(0, |last| last.offset + last.seconds);
        let words = u32::try_from(text.split_whitespace().count()).unwrap_or_default();
        let seconds = 2 + words / 2 + self.dice.below(4);
        self.said.push(Utterance { speaker, text, offset, seconds });
    }
}
