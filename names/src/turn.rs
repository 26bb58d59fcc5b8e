//! A turn of a conversation: its tokens, its case, and what the turn before it asked.

use std::sync::LazyLock;

use crate::{
    hash::hash,
    language::is_foreign,
    lexicon::{Entry, Lexicon},
    token::{Gap, Kind, Shape, Token, tokens},
};

/// How a turn is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// With capitals.
    Cased,
    /// Without capitals.
    Lower,
    /// Without capitals, after a turn that has some.
    LowerHere,
    /// In capitals.
    Upper,
}

/// What the end of the turn before asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Nothing that a name answers.
    None,
    /// A name.
    Name,
    /// A person: "who", "whom", "whose".
    Who,
    /// How something is spelled.
    Spelling,
}

/// What the reading of a turn needs to know of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// What its end asks for.
    pub question: Question,
    /// Whether it is written with capitals.
    pub is_cased: bool,
}

impl Before {
    /// In front of the first turn.
    pub const NOTHING: Self = Self { question: Question::None, is_cased: false };

    /// Reads the turn before.
    pub fn of(text: &str) -> Self {
        Self::of_tokens(&tokens(text))
    }

    fn of_tokens(tokens: &[Token]) -> Self {
        Self { question: asks(tokens), is_cased: mode(tokens) == Mode::Cased }
    }
}

/// A turn, read.
#[derive(Debug, Clone)]
pub struct Turn<'t> {
    /// Its text.
    pub text: &'t str,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// What the word list holds of each.
    pub entries: Vec<Entry>,
    /// How it is written.
    pub mode: Mode,
    /// What the turn before asks for.
    pub question: Question,
    /// Whether it is in another language than English.
    pub is_foreign: bool,
}

impl<'t> Turn<'t> {
    /// Reads a turn.
    pub fn read(text: &'t str, before: Before, lexicon: &Lexicon) -> Self {
        let tokens = tokens(text);
        let is_word = |token: &Token| matches!(token.kind, Kind::Word | Kind::Letter);
        let entry = |token: &Token| {
            if is_word(token) { lexicon.get(token.hash) } else { Entry::default() }
        };
        let entries: Vec<Entry> = tokens.iter().map(entry).collect();
        let mode = match mode(&tokens) {
            Mode::Lower if before.is_cased => Mode::LowerHere,
            mode => mode,
        };
        let is_foreign = is_foreign(&tokens, &entries);
        Self { text, tokens, entries, mode, question: before.question, is_foreign }
    }

    /// What the next turn needs to know of this one.
    pub fn as_before(&self) -> Before {
        Before::of_tokens(&self.tokens)
    }
}

/// Reads the turns of a conversation.
pub fn read<'t>(turns: &[&'t str], lexicon: &Lexicon) -> Vec<Turn<'t>> {
    let mut before = Before::NOTHING;
    let mut out: Vec<Turn> = Vec::with_capacity(turns.len());
    for text in turns {
        let turn = Turn::read(text, before, lexicon);
        before = turn.as_before();
        out.push(turn);
    }
    out
}

/// How some tokens are written. Placeholders and single letters, as in "I", do not count.
fn mode(tokens: &[Token]) -> Mode {
    let words = || tokens.iter().filter(|token| token.kind == Kind::Word);
    let count = words().count();
    let uppers = words().filter(|token| token.shape == Shape::Upper).count();
    if uppers >= 2 && uppers * 5 >= count * 4 {
        Mode::Upper
    } else if words().any(|token| token.shape != Shape::Lower) {
        Mode::Cased
    } else {
        Mode::Lower
    }
}

/// Words that ask for a name, by their hash.
static ASKING: LazyLock<Vec<(u64, Question)>> = LazyLock::new(|| {
    let name = ["name", "names", "surname", "called", "calling", "speaking"];
    let who = ["who", "whom", "whose", "who's", "whos"];
    let spell = ["spell", "spelled", "spelt", "spelling"];
    let of = |question| move |word: &&str| (hash(word.as_bytes()), question);
    let name = name.iter().map(of(Question::Name));
    name.chain(who.iter().map(of(Question::Who)))
        .chain(spell.iter().map(of(Question::Spelling)))
        .collect()
});

/// Tokens at the end of a turn among which its question is.
const QUESTION_REACH: usize = 24;

/// What the end of a turn asks for.
fn asks(tokens: &[Token]) -> Question {
    let asking = &*ASKING;
    let mut found = Question::None;
    for token in tokens.iter().rev().take(QUESTION_REACH) {
        if let Some((_, question)) = asking.iter().find(|(hash, _)| *hash == token.hash) {
            // "Who is calling" and "how do you spell the name" ask for the rarer of both.
            if found == Question::None || *question != Question::Name {
                found = *question;
            }
        }
        let ends_sentence = token.gap >= Gap::Stop;
        if ends_sentence && found != Question::None {
            break;
        }
    }
    found
}
