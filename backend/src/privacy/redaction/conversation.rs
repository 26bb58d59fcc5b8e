//! Redaction of a conversation as a whole: answers to questions, and values split over turns.

use std::ops::Range;

use earshot_domain::Speaker;

use super::{
    detection::{Detection, merge},
    expected::find_answers,
    folded_text::FoldedText,
    number_words::{NumberWord, number_word},
    redact::{Redacted, find_all, find_once, replaced},
    topic::Topics,
};

/// Turns before an answer among which its question may be.
const QUESTION_REACH: usize = 3;
/// Most turns that one value is split over.
const MAX_SPLIT: usize = 24;
/// Most bytes of a turn that are read for a value it shares with others: its end, or its beginning.
const PIECE: usize = 240;
/// Words of a turn that only acknowledges what the other said.
const MAX_ACKNOWLEDGEMENT: usize = 4;

/// Replaces the personal details of a conversation's turns, as [`super::redact`] does for one text.
/// A detail that is split over turns is replaced in each of them.
pub fn redact_turns<'t>(turns: impl IntoIterator<Item = (Speaker, &'t str)>) -> Vec<Redacted> {
    let turns: Vec<Reading> = turns.into_iter().map(Reading::of).collect();
    let mut found: Vec<Vec<Detection>> =
        turns.iter().map(|turn| find_all(turn.folded.text())).collect();
    for (place, turn) in turns.iter().enumerate() {
        let asked = asked_before(&turns, place);
        if !asked.is_empty() {
            let text = turn.folded.text();
            let mut answers = Vec::new();
            find_answers(text, asked, &mut answers);
            found[place].extend(answers);
        }
    }
    find_split(&turns, &mut found);
    turns.iter().zip(found).map(|(turn, found)| replaced(&turn.folded, &merge(found))).collect()
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

/// A turn that is being read.
struct Reading<'t> {
    speaker: Speaker,
    folded: FoldedText<'t>,
    /// What it names.
    topics: Topics,
}

impl<'t> Reading<'t> {
    fn of((speaker, text): (Speaker, &'t str)) -> Self {
        let folded = FoldedText::new(text);
        let topics = Topics::of(folded.text());
        Self { speaker, folded, topics }
    }

    fn text(&self) -> &str {
        self.folded.text()
    }

    fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        let is_space =
            |ch: char| ch.is_ascii_whitespace() || matches!(ch, ',' | '.' | '!' | '?' | ';');
        self.text().split(is_space).filter(|word| !word.is_empty())
    }

    /// Whether the turn only keeps the other one talking: "go on", "mm-hm", an echo of the digits.
    fn is_acknowledgement(&self) -> bool {
        let words = self.words().take(MAX_ACKNOWLEDGEMENT + 1).count();
        // "How many?" asks for something else, "Yes?" does not.
        let asks = words > 1 && self.text().contains('?');
        (words <= MAX_ACKNOWLEDGEMENT && !asks) || self.words().all(is_piece)
    }

    /// Whether the turn repeats digits and nothing else.
    fn is_echo(&self) -> bool {
        self.words().all(is_piece) && self.words().next().is_some()
    }

    /// Whether a value can go on behind the turn.
    fn is_open(&self) -> bool {
        self.words().next_back().is_some_and(|word| is_piece(word) || is_joint(word))
    }

    /// Whether a value can go on within the turn.
    fn goes_on(&self) -> bool {
        self.words().next().is_some_and(|word| is_piece(word) || is_joint(word))
    }

    /// Whether the turn ends or begins with a part of an e-mail address that needs its other half.
    fn has_joint(&self) -> (bool, bool) {
        let joint = |word: Option<&str>| word.is_some_and(is_joint);
        (joint(self.words().next()), joint(self.words().next_back()))
    }
}

/// Whether a word can be a piece of a number, a code or a postcode.
fn is_piece(word: &str) -> bool {
    let spoken = |word| {
        !matches!(number_word(word), None | Some(NumberWord::Filler | NumberWord::Homophone(_)))
    };
    word.bytes().any(|byte| byte.is_ascii_digit())
        || word.split('-').all(|part| spoken(part.as_bytes()))
        || (word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// Whether a word joins the parts of an e-mail address.
fn is_joint(word: &str) -> bool {
    ["at", "dot", "underscore"].iter().any(|joint| word.eq_ignore_ascii_case(joint))
        || word.starts_with('@')
        || word.ends_with('@')
}

/// What was asked before the turn at `place`, by the others or, at the end of a turn, by its speaker.
fn asked_before(turns: &[Reading], place: usize) -> Topics {
    let speaker = turns[place].speaker;
    let from = place.saturating_sub(QUESTION_REACH);
    let mut topics = Topics::default();
    for turn in turns[from..place].iter().rev() {
        if turn.topics.is_empty() {
            continue;
        }
        if turn.speaker != speaker {
            return topics.or(turn.topics);
        }
        // "My account number is" and then the number.
        let tail = turn.text().trim_end_matches([' ', '.', ',', ':', '\n']);
        let tail = &tail[tail.ceil_char_boundary(tail.len().saturating_sub(40))..];
        topics = topics.or(Topics::of(tail));
    }
    topics
}

/// Finds values that one speaker's consecutive turns share.
fn find_split(turns: &[Reading], found: &mut [Vec<Detection>]) {
    let mut next: Vec<(Speaker, usize)> = Vec::new();
    for start in 0..turns.len() {
        let speaker = turns[start].speaker;
        if next.iter().any(|(known, from)| *known == speaker && start < *from) {
            continue;
        }
        let chain = chain(turns, start);
        if chain.len() > 1 {
            find_in_chain(turns, &chain, found);
            // The next chain begins within one that grew too long, else behind it.
            let from = match chain.get(MAX_SPLIT / 2) {
                Some(middle) if chain.len() == MAX_SPLIT => *middle,
                _ => chain[chain.len() - 1],
            };
            next.retain(|(known, _)| *known != speaker);
            next.push((speaker, from));
        }
    }
}

/// The turns of one speaker from `start` over which a value may go on, passing over acknowledgements.
fn chain(turns: &[Reading], start: usize) -> Vec<usize> {
    let mut chain = vec![start];
    let speaker = turns[start].speaker;
    let mut last = start;
    let mut at = start + 1;
    while chain.len() < MAX_SPLIT && at < turns.len() && at - last <= 2 {
        if turns[at].speaker == speaker {
            let (before, after) = (&turns[last], &turns[at]);
            let joined = before.has_joint().1 || after.has_joint().0;
            if !(joined || before.is_open() && after.goes_on()) {
                break;
            }
            chain.push(at);
            last = at;
            if after.text().len() > PIECE {
                break;
            }
        } else if !turns[at].is_acknowledgement() {
            break;
        }
        at += 1;
    }
    chain
}

/// Reads the turns of a chain as one text, and adds what spans more than one of them.
fn find_in_chain(turns: &[Reading], chain: &[usize], found: &mut [Vec<Detection>]) {
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
        joined.push_str(&text[skipped..text.floor_char_boundary(skipped + PIECE)]);
        places.push((*place, from..joined.len(), skipped));
        joined.push(' ');
    }
    for one in find_once(&joined, 0) {
        let meets = |range: &Range<usize>| range.start < one.end && one.start < range.end;
        let parts: Vec<_> = places.iter().filter(|(_, range, _)| meets(range)).collect();
        if parts.len() < 2 {
            continue;
        }
        let (from, to) = (parts[0].0, parts[parts.len() - 1].0);
        for echo in (from..to).filter(|place| !chain.contains(place) && turns[*place].is_echo()) {
            found[echo].push(Detection::new(0..turns[echo].text().len(), one.kind));
        }
        for (place, range, skipped) in parts {
            let start = one.start.max(range.start) - range.start + skipped;
            let end = one.end.min(range.end) - range.start + skipped;
            found[*place].push(Detection::new(start..end, one.kind));
        }
    }
}
