//! Redaction of a conversation as a whole: answers to questions, and values split over turns.

use std::{collections::VecDeque, ops::Range};

use earshot_domain::Speaker;

use super::{
    detection::{Detection, merge},
    expected::find_answers,
    folded_text::FoldedText,
    redact::{Redacted, find_all, find_once, replaced},
    turn::{Named, Reading},
};

/// Turns before an answer among which its question may be.
const QUESTION_REACH: usize = 3;
/// Most turns that one value is split over.
const MAX_SPLIT: usize = 24;
/// Most bytes of a turn that are read for a value it shares with others: its end, or its beginning.
const PIECE: usize = 240;

/// Replaces the personal details of a conversation's turns, as [`super::redact`] does for one text.
/// A detail that is split over turns is replaced in each of them.
pub fn redact_turns<'t>(turns: impl IntoIterator<Item = (Speaker, &'t str)>) -> Vec<Redacted> {
    RedactedTurns::new(turns.into_iter()).collect()
}

/// Replaces the personal details of a value whose name may tell what it is, such as `date_of_birth`.
pub fn redact_named(name: &str, text: &str) -> Redacted {
    let folded = FoldedText::new(text);
    let mut found = find_all(folded.text());
    let topics = super::topic::topics_of_name(name);
    if !topics.is_empty() {
        find_answers(folded.text(), topics, &mut found);
    }
    replaced(&folded, &merge(found))
}

/// The turns of a conversation, redacted as [`redact_turns`] does, one after the other. Of the whole
/// conversation only the turns are in memory over which a value may go on from the next one.
pub struct RedactedTurns<'t, I> {
    turns: I,
    /// The next turn and those that were read behind it.
    window: VecDeque<Reading<'t>>,
    /// The place of the next turn.
    place: usize,
    /// What the last turns that were read name.
    named: Vec<Named>,
    /// The place at which the next chain of a speaker may begin.
    next_chains: Vec<(Speaker, usize)>,
}

impl<'t, I: Iterator<Item = (Speaker, &'t str)>> RedactedTurns<'t, I> {
    /// Begins with the first turn.
    pub fn new(turns: I) -> Self {
        Self {
            turns,
            window: VecDeque::new(),
            place: 0,
            named: Vec::with_capacity(QUESTION_REACH + 1),
            next_chains: Vec::new(),
        }
    }

    /// Reads turns until that at `place` behind the next one is in the window; `false` if there is none.
    fn has(&mut self, place: usize) -> bool {
        while self.window.len() <= place {
            let Some(turn) = self.turns.next() else { return false };
            let (reading, named) = Reading::of(turn, &self.named);
            self.window.push_back(reading);
            if self.named.len() == QUESTION_REACH {
                self.named.remove(0);
            }
            self.named.push(named);
        }
        true
    }

    /// Finds values that the next turn shares with later ones of its speaker.
    fn find_split(&mut self) {
        let speaker = self.window[0].speaker;
        let within = |(known, from): &(Speaker, usize)| *known == speaker && self.place < *from;
        if self.next_chains.iter().any(within) {
            return;
        }
        let chain = self.chain();
        if chain.len() > 1 {
            find_in_chain(&mut self.window, &chain);
            // The next chain begins within one that grew too long, else behind it.
            let from = match chain.get(MAX_SPLIT / 2) {
                Some(middle) if chain.len() == MAX_SPLIT => *middle,
                _ => chain.last().copied().unwrap_or_default(),
            };
            self.next_chains.retain(|(known, _)| *known != speaker);
            self.next_chains.push((speaker, self.place.saturating_add(from)));
        }
    }

    /// The turns of one speaker from the next one over which a value may go on, passing over
    /// acknowledgements.
    fn chain(&mut self) -> Vec<usize> {
        let mut chain = vec![0];
        let speaker = self.window[0].speaker;
        let mut last = 0;
        let mut at = 1_usize;
        while chain.len() < MAX_SPLIT && at.saturating_sub(last) <= 2 && self.has(at) {
            let (before, after) = (&self.window[last], &self.window[at]);
            if after.speaker == speaker {
                let joined = before.has_joint().1 || after.has_joint().0;
                if !(joined || before.is_open() && after.goes_on()) {
                    break;
                }
                chain.push(at);
                last = at;
                if after.text().len() > PIECE {
                    break;
                }
            } else if !after.is_acknowledgement() {
                break;
            }
            at = at.saturating_add(1);
        }
        chain
    }
}

impl<'t, I: Iterator<Item = (Speaker, &'t str)>> Iterator for RedactedTurns<'t, I> {
    type Item = Redacted;

    fn next(&mut self) -> Option<Redacted> {
        if !self.has(0) {
            return None;
        }
        self.find_split();
        let turn = self.window.pop_front()?;
        self.place = self.place.saturating_add(1);
        Some(replaced(&turn.folded, &merge(turn.found)))
    }
}

/// Reads the turns of a chain as one text, and adds what spans more than one of them.
fn find_in_chain(turns: &mut VecDeque<Reading>, chain: &[usize]) {
    let mut joined = String::new();
    let mut places = Vec::with_capacity(chain.len());
    for place in chain {
        let text = turns[*place].text().trim_end_matches(['.', ',', ' ', '\n', '?', '!']);
        let skipped = if joined.is_empty() {
            text.ceil_char_boundary(text.len().saturating_sub(PIECE))
        } else {
            0
        };
        let from = joined.len();
        joined.push_str(&text[skipped..text.floor_char_boundary(skipped.saturating_add(PIECE))]);
        places.push((*place, from..joined.len(), skipped));
        joined.push(' ');
    }
    for one in find_once(&joined, 0) {
        let meets = |range: &Range<usize>| range.start < one.end && one.start < range.end;
        let parts: Vec<_> = places.iter().filter(|(_, range, _)| meets(range)).collect();
        if parts.len() < 2 {
            continue;
        }
        let Some((from, to)) = parts.first().zip(parts.last()) else { continue };
        let (from, to) = (from.0, to.0);
        for echo in (from..to).filter(|place| !chain.contains(place)) {
            let turn = &mut turns[echo];
            if turn.is_echo() {
                turn.found.push(Detection::new(0..turn.text().len(), one.kind));
            }
        }
        for (place, range, skipped) in parts {
            let within = |place: usize| place.saturating_sub(range.start).saturating_add(*skipped);
            let start = within(one.start.max(range.start));
            let end = within(one.end.min(range.end));
            turns[*place].found.push(Detection::new(start..end, one.kind));
        }
    }
}
