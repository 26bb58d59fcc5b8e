//! A turn of a conversation, as it is read for redaction.

use earshot_domain::Speaker;

use super::{
    address_answer,
    detection::{Detection, PersonalKind},
    expected::find_answers,
    folded_text::FoldedText,
    numbers::digits_of,
    redact::find_all,
    rests::ANY_PLACEHOLDER,
    shape::{Shape, asks_for_more, is_piece, words},
    topic::{Topic, Topics},
    traits::Traits,
};

/// Bytes at the end of a turn that its own speaker may go on from: "my account number is".
const TAIL: usize = 40;

/// Who says a turn; `None` if that is not known.
pub(super) type Voice = Option<Speaker>;

/// A turn that is being read.
pub(super) struct Reading<'t> {
    pub(super) speaker: Voice,
    pub(super) folded: FoldedText<'t>,
    pub(super) traits: Traits,
    shape: Shape,
    /// The details that were found in it.
    pub(super) found: Vec<Detection>,
    /// What was found in it only as an answer to a question.
    pub(super) answers: Vec<Detection>,
    /// What was asked before it, or is named by itself, and not answered.
    pub(super) expected: Topics,
}

/// What a turn names, for the turns after it.
pub(super) struct Named {
    speaker: Voice,
    /// What it asks for and nobody has answered.
    topics: Topics,
    /// What its end names.
    tail: Topics,
    /// Whether it asks for something else, after which no answer to an earlier question comes.
    asks: bool,
    /// Whether it gives a street, or a part of one, that was asked for.
    gives_street: bool,
}

impl<'t> Reading<'t> {
    /// Reads a turn that comes after `before`, and what it names itself.
    pub(super) fn of(speaker: Voice, text: &'t str, before: &mut [Named]) -> (Self, Named) {
        let folded = FoldedText::new(text);
        let traits = Traits::of(folded.text());
        let mut found = find_all(folded.text(), traits);
        let asked = asked_before(speaker, before);
        let mut answers = Vec::new();
        if !asked.is_empty() && traits.has_answer() {
            find_answers(folded.text(), asked, &mut answers);
        }
        let gave = before.iter().rev().take(2).any(|turn| turn.gives_street);
        if gave || asked.has(Topic::Address) {
            address_answer::find_part(folded.text(), asked.has(Topic::Address), gave, &mut found);
        }
        let topics = if traits.has_topic() { Topics::of(folded.text()) } else { Topics::default() };
        if topics.has(Topic::Address) {
            address_answer::find_announced_part(folded.text(), &mut found);
        }
        let answered = found.iter().chain(&answers).filter_map(|one| {
            Topic::of_kind(one.kind, digits_of(&folded.text()[one.start..one.end]).len())
        });
        let answered = answered.fold(given_before(folded.text()), Topics::with);
        for turn in before {
            turn.topics = turn.topics.without(answered);
            turn.tail = turn.tail.without(answered);
        }
        let is_about_address = gave || asked.or(topics).has(Topic::Address);
        let gives_street = is_about_address
            && found.iter().chain(&answers).any(|one| one.kind == PersonalKind::Address);
        let asks = asks_for_more(folded.text());
        let shape = Shape::of(folded.text(), asks);
        let named = Named::of(speaker, folded.text(), topics.without(answered), asks, gives_street);
        let expected = asked.or(named.topics);
        (Self { speaker, folded, traits, shape, found, answers, expected }, named)
    }

    /// Its folded text.
    pub(super) fn text(&self) -> &str {
        self.folded.text()
    }

    fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        words(self.text())
    }

    /// Whether the turn only keeps the other one talking: "go on", "mm-hm", an echo of the digits.
    pub(super) const fn is_acknowledgement(&self) -> bool {
        self.shape.acknowledges
    }

    /// Whether the turn repeats digits and nothing else.
    pub(super) fn is_echo(&self) -> bool {
        self.words().all(is_piece) && self.words().next().is_some()
    }

    /// Whether another turn repeats the end of this one and nothing else.
    pub(super) fn is_echoed_by(&self, other: &Self) -> bool {
        let (mut own, mut echo) = (self.words().rev(), other.words().rev());
        other.is_echo() && echo.all(|word| own.next() == Some(word))
    }

    /// Whether a value may go on from the turn into another.
    pub(super) const fn goes_on_in(&self, next: &Self) -> bool {
        let (own, next) = (&self.shape, &next.shape);
        own.last_joins || (next.first_joins && !own.asks) || (own.is_open && next.is_further)
    }

    /// Whether the turn says no more than that the other was heard, whoever says it.
    pub(super) fn is_heard(&self) -> bool {
        const HEARD: &[&str] = &[
            "yes",
            "yeah",
            "yep",
            "yup",
            "ok",
            "okay",
            "right",
            "sure",
            "uh",
            "huh",
            "um",
            "mm",
            "hmm",
            "hm",
            "mhm",
            "mm-hm",
            "uh-huh",
            "go",
            "on",
            "got",
            "it",
            "that",
            "and",
            "perfect",
            "great",
            "lovely",
            "alright",
            "fine",
            "thanks",
            "continue",
            "ahead",
            "listening",
            "next",
        ];
        let is_heard = |word: &str| HEARD.iter().any(|one| word.eq_ignore_ascii_case(one));
        self.words().all(is_heard) || self.is_echo()
    }
}

impl Named {
    /// Takes a topic for answered.
    pub(super) fn close(&mut self, topic: Topic) {
        let topic = Topics::default().with(topic);
        self.topics = self.topics.without(topic);
        self.tail = self.tail.without(topic);
    }

    fn of(speaker: Voice, text: &str, topics: Topics, asks: bool, gives_street: bool) -> Self {
        let mut tail = Topics::default();
        if !topics.is_empty() {
            let end = text.trim_end_matches([' ', '.', ',', ':', '\n']);
            let end = &end[end.ceil_char_boundary(end.len().saturating_sub(TAIL))..];
            tail = Topics::of(end).and(topics);
        }
        Self { speaker, topics, tail, asks: asks && topics.is_empty(), gives_street }
    }
}

/// The topics of what was replaced in a turn before, when it was redacted by earlier rules or elsewhere.
fn given_before(text: &str) -> Topics {
    let mut topics = Topics::default();
    if text.contains('[') {
        for mark in ANY_PLACEHOLDER.find_iter(text) {
            let kinds = PersonalKind::ALL.iter().filter(|kind| kind.placeholder() == mark.as_str());
            let given = kinds.flat_map(|kind| [0, 16].map(|digits| Topic::of_kind(*kind, digits)));
            topics = given.flatten().fold(topics, Topics::with);
        }
    }
    topics
}

/// What was asked before a turn of `speaker`, by the others or, at the end of a turn, by themselves.
fn asked_before(speaker: Voice, before: &[Named]) -> Topics {
    let mut topics = Topics::default();
    for turn in before.iter().rev() {
        if turn.speaker != speaker || speaker.is_none() {
            if !turn.topics.is_empty() {
                return topics.or(turn.topics);
            }
            if turn.asks {
                return topics;
            }
        }
        // "My account number is" and then the number.
        topics = topics.or(turn.tail);
    }
    topics
}
