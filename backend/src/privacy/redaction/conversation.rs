//! Redaction of a conversation as a whole: answers to questions, and values split over turns.

use std::{collections::VecDeque, ops::Range};

use earshot_domain::Speaker;
use earshot_names::Before;

use super::{
    detection::{Detection, PersonalKind, merge},
    expected::find_answers,
    folded_text::FoldedText,
    names::{Names, Persons},
    numbers::digits_of,
    read_back::ReadBack,
    redact::{Redacted, find_all, find_once, replaced},
    topic::Topic,
    traits::Traits,
    turn::{Named, Reading, Voice},
};

/// Turns before an answer among which its question may be.
const QUESTION_REACH: usize = 3;
/// Most turns that one value is split over.
const MAX_SPLIT: usize = 24;
/// Most bytes of a turn that are read for a value it shares with others: its end, or its beginning.
const PIECE: usize = 240;

/// Replaces the personal details of a conversation's turns, as [`super::redact`] does for one text.
/// A detail that is split over turns is replaced in each of them.
/// Names of persons are replaced as this process is set to, but for that of the call's agent.
pub fn redact_turns<'t>(
    turns: impl IntoIterator<Item = (Speaker, &'t str)>,
    agent: Option<&str>,
) -> Vec<Redacted> {
    RedactedTurns::new(turns.into_iter(), agent).collect()
}

/// Replaces the personal details of a conversation's turns of which it is not known who said them.
pub fn redact_lines<'t>(lines: impl IntoIterator<Item = &'t str>, names: Names) -> Vec<Redacted> {
    let persons = Persons::of(names, None);
    RedactedTurns::of(lines.into_iter().map(|line| (None, line)), persons).collect()
}

/// Replaces the personal details of texts that one speaker says, but for names of persons.
pub(super) fn redact_lines_of_one<'t>(lines: impl IntoIterator<Item = &'t str>) -> Vec<Redacted> {
    let lines = lines.into_iter().map(|line| (Speaker::Caller, line));
    RedactedTurns::of(lines, Persons::of(Names::Off, None)).collect()
}

/// Replaces the personal details of the turns of a conversation in their places, names of persons as this
/// process is set to.
pub fn redact_in_place<'t>(turns: impl IntoIterator<Item = &'t mut String>) {
    let mut turns: Vec<&mut String> = turns.into_iter().collect();
    let said = turns.iter().map(|turn| (Speaker::Caller, turn.as_str()));
    let redacted: Vec<String> = RedactedTurns::new(said, None).map(|turn| turn.text).collect();
    for (turn, redacted) in turns.iter_mut().zip(redacted) {
        **turn = redacted;
    }
}

/// Replaces the personal details of a value whose name may tell what it is, such as `date_of_birth`.
pub fn redact_named(name: &str, text: &str) -> Redacted {
    redact_value(name, text, |_, found| merge(found))
}

/// Replaces the personal details of a value with a name, and what `add` adds to them in its folded text.
pub(super) fn redact_value(
    name: &str,
    text: &str,
    add: impl Fn(&str, Vec<Detection>) -> Vec<Detection>,
) -> Redacted {
    let folded = FoldedText::new(text);
    let mut found = find_all(folded.text(), Traits::of(folded.text()));
    let topics = super::topic::topics_of_name(name);
    if !topics.is_empty() {
        find_answers(folded.text(), topics, &mut found);
    }
    let found = add(folded.text(), found);
    replaced(&folded, &found)
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
    next_chains: Vec<(Voice, usize)>,
    /// What is known of the turn before the next one.
    before: Before,
    /// The values that were found, which somebody may read back.
    read_back: ReadBack,
    persons: Persons,
}

impl<'t, V: Into<Voice>, I: Iterator<Item = (V, &'t str)>> RedactedTurns<'t, I> {
    /// Begins with the first turn.
    pub fn new(turns: I, agent: Option<&str>) -> Self {
        Self::of(turns, Persons::of(Names::of_process(), agent))
    }

    fn of(turns: I, persons: Persons) -> Self {
        Self {
            turns,
            window: VecDeque::new(),
            place: 0,
            named: Vec::with_capacity(QUESTION_REACH + 1),
            next_chains: Vec::new(),
            before: Before::NOTHING,
            read_back: ReadBack::default(),
            persons,
        }
    }

    /// Reads turns until that at `place` behind the next one is in the window; `false` if there is none.
    fn has(&mut self, place: usize) -> bool {
        while self.window.len() <= place {
            let Some((voice, text)) = self.turns.next() else { return false };
            let (reading, named) = Reading::of(voice.into(), text, &mut self.named);
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
        let within = |(known, from): &(Voice, usize)| *known == speaker && self.place < *from;
        if self.next_chains.iter().any(within) {
            return;
        }
        let chain = self.chain();
        if chain.len() > 1 {
            let given = find_in_chain(&mut self.window, &chain);
            self.close_topics(&given, chain.last().copied().unwrap_or_default());
            // The next chain begins within one that grew too long, else behind it.
            let from = match chain.get(MAX_SPLIT / 2) {
                Some(middle) if chain.len() == MAX_SPLIT => *middle,
                _ => chain.last().copied().unwrap_or_default(),
            };
            self.next_chains.retain(|(known, _)| *known != speaker);
            self.next_chains.push((speaker, self.place.saturating_add(from)));
        }
    }

    /// Takes values that were given over turns up to `last` for the answers to what was asked: what follows is
    /// none.
    fn close_topics(&mut self, given: &[PersonalKind], last: usize) {
        for kind in given {
            for turn in self.window.iter_mut().skip(last.saturating_add(1)) {
                turn.answers.retain(|one| one.kind != *kind);
            }
            let Some(topic) = Topic::of_kind(*kind, usize::MAX) else { continue };
            for turn in &mut self.named {
                turn.close(topic);
            }
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
            let goes_on = before.goes_on_in(after);
            // Of an unknown speaker, what repeats the piece before is taken for the other's echo.
            let same = after.speaker == speaker
                && (speaker.is_some() || goes_on && !before.is_echoed_by(after));
            if same {
                if !goes_on {
                    break;
                }
                chain.push(at);
                last = at;
                if after.text().len() > PIECE {
                    break;
                }
            } else if !(after.is_acknowledgement() && (speaker.is_some() || after.is_heard())) {
                break;
            }
            at = at.saturating_add(1);
        }
        chain
    }
}

impl<'t, V: Into<Voice>, I: Iterator<Item = (V, &'t str)>> Iterator for RedactedTurns<'t, I> {
    type Item = Redacted;

    fn next(&mut self) -> Option<Redacted> {
        if !self.has(0) {
            return None;
        }
        self.find_split();
        let Reading { folded, traits, found: mut details, answers, .. } =
            self.window.pop_front()?;
        self.place = self.place.saturating_add(1);
        details.extend(answers);
        if traits.has_any_number() {
            self.read_back.find(folded.text(), &mut details);
        }
        let found;
        (found, self.before) = self.persons.add(self.before, folded.text(), details);
        self.read_back.learn(folded.text(), &found);
        Some(replaced(&folded, &found))
    }
}

/// Reads the turns of a chain as one text, and adds what spans more than one of them.
/// Returns the kinds of it.
fn find_in_chain(turns: &mut VecDeque<Reading>, chain: &[usize]) -> Vec<PersonalKind> {
    let mut given = Vec::new();
    let mut joined = String::new();
    let mut places = Vec::with_capacity(chain.len());
    for place in chain {
        let text = turns[*place].text().trim_end_matches(['.', ',', ' ', '\n', '?', '!']);
        let skipped = if joined.is_empty() {
            text.ceil_char_boundary(text.len().saturating_sub(PIECE))
        } else {
            0
        };
        // The halves of an e-mail address belong together.
        if joined.ends_with("@ ") || text.starts_with('@') {
            joined.pop();
        }
        let from = joined.len();
        joined.push_str(&text[skipped..text.floor_char_boundary(skipped.saturating_add(PIECE))]);
        places.push((*place, from..joined.len(), skipped));
        joined.push(' ');
    }
    let mut found = find_once(&joined, 0, Traits::of(&joined));
    find_answers(&joined, turns[chain[0]].expected, &mut found);
    for one in merge(found) {
        let meets = |range: &Range<usize>| range.start < one.end && one.start < range.end;
        let parts: Vec<_> = places.iter().filter(|(_, range, _)| meets(range)).collect();
        let Some((first, last)) = parts.first().zip(parts.last()).filter(|_| parts.len() > 1)
        else {
            continue;
        };
        let (from, to) = (first.0, last.0);
        // What one turn gives as a whole is not continued by numbers beside it.
        let is_given = |(place, range, skipped): &&(usize, Range<usize>, usize)| {
            let within = |at: usize| at.saturating_sub(range.start).saturating_add(*skipped);
            let (start, end) = (within(one.start), within(one.end.min(range.end)));
            turns[*place].found.iter().any(|own| {
                own.start <= start && end <= own.end && is_whole(own, turns[*place].text())
            })
        };
        if parts.iter().copied().any(|part| is_given(&part)) {
            continue;
        }
        given.push(one.kind);
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
    given
}

/// Whether a detail has all the digits that its kind can have.
fn is_whole(one: &Detection, text: &str) -> bool {
    let fewest = match one.kind {
        PersonalKind::Card => 13,
        PersonalKind::Phone => 10,
        _ => return false,
    };
    digits_of(&text[one.start..one.end]).len() >= fewest
}
