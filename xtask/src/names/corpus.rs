//! Conversations drawn from frames, with the ranges of their names.

use std::ops::Range;

use super::{
    chains::Chains,
    dice::Dice,
    frames::Frames,
    noise,
    slots::{BEGIN, END, Filler, Inventor},
    speech,
    values::Values,
    words::words,
};

/// A conversation and the ranges of its names, turn by turn.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    pub(super) turns: Vec<String>,
    pub(super) names: Vec<Vec<Range<usize>>>,
}

impl Item {
    /// Adds a turn with marked names.
    pub(super) fn push(&mut self, marked: &str) {
        let (mut text, mut names, mut start) = (String::new(), Vec::new(), 0);
        for sign in marked.chars() {
            match sign {
                BEGIN => start = text.len(),
                END => names.push(start..text.len()),
                sign => text.push(sign),
            }
        }
        self.turns.push(text);
        self.names.push(names);
    }
}

/// How a conversation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// With capitals and punctuation.
    Written,
    /// As a speech recogniser writes.
    Speech,
    /// Small letters with punctuation.
    Lower,
    /// Names without capitals in cased text.
    SmallNames,
    /// With typos.
    Typos,
    /// In capitals.
    Upper,
}

impl Form {
    /// Returns a marked text in this form.
    pub(super) fn render(self, text: &str, dice: &mut Dice) -> String {
        match self {
            Self::Written => text.to_owned(),
            Self::Speech => speech::render(text),
            Self::Lower => text.to_lowercase(),
            Self::SmallNames => noise::small_names(text),
            Self::Typos => noise::typos(text, dice),
            Self::Upper => text.to_uppercase(),
        }
    }

    fn draw(dice: &mut Dice) -> Self {
        match dice.below(100) {
            0..36 => Self::Written,
            36..84 => Self::Speech,
            84..88 => Self::Lower,
            88..91 => Self::SmallNames,
            91..97 => Self::Typos,
            _ => Self::Upper,
        }
    }
}

/// What conversations are drawn from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sources<'l> {
    pub(super) frames: &'l Frames,
    pub(super) values: Values<'l>,
    pub(super) inventor: &'l Inventor,
    pub(super) chains: &'l Chains,
}

/// Draws a conversation of one to five turns.
pub(super) fn draw(sources: Sources, dice: &mut Dice) -> Item {
    let form = Form::draw(dice);
    draw_as(form, sources, dice)
}

/// Turns, in per cent, that are mere sequences of words.
const CHAINS: usize = 18;

/// Draws a conversation in one form.
pub(super) fn draw_as(form: Form, sources: Sources, dice: &mut Dice) -> Item {
    let Sources { frames, values, inventor, chains } = sources;
    let mut item = Item::default();
    let has_typos = form == Form::Speech && dice.chance(15);
    let mut filler = Filler::new(values, inventor);
    filler.is_redacted = dice.chance(15);
    let turns = dice.between(1, 5);
    while item.turns.len() < turns {
        let mut texts = Vec::new();
        if dice.chance(16) {
            let (question, answer) = dice.pick(&frames.pairs);
            texts.push(lead(question, dice));
            let tail = if dice.chance(15) {
                format!(" {}", dice.pick(&frames.without))
            } else {
                String::new()
            };
            texts.push(lead(answer, dice) + &tail);
        } else if dice.chance(CHAINS) {
            texts.push(chain(chains, dice));
        } else {
            let mut text = lead(sentence(frames, dice), dice);
            while dice.chance(30) {
                text.push(' ');
                text.push_str(sentence(frames, dice));
            }
            texts.push(text);
        }
        for text in texts {
            let filled = filler.fill(&text, dice);
            let rendered = form.render(&filled, dice);
            item.push(&if has_typos { noise::typos(&rendered, dice) } else { rendered });
        }
    }
    item
}

/// A sequence of words as a sentence. Sometimes a name, a place or a business stands in it, so that these are
/// told apart where the words around them say nothing.
fn chain(chains: &Chains, dice: &mut Dice) -> String {
    let words = chains.draw(dice);
    let mut words: Vec<&str> = words.split(' ').collect();
    let value = match dice.below(100) {
        0..14 => "{G}",
        14..24 => "{F}",
        24..29 => "{MR}",
        29..33 => "{S}",
        33..43 => "{CITY}",
        43..55 => "{ORG}",
        55..59 => "{STREET}",
        59..62 => "{PROD}",
        _ => "",
    };
    if !value.is_empty() {
        words.insert(dice.between(0, words.len()), value);
    }
    let text = words.join(" ");
    let first: String = text.chars().take(1).flat_map(char::to_uppercase).collect();
    format!("{first}{}{}", &text[1..], dice.pick(&[".", ".", "?", ""]))
}

fn sentence<'f>(frames: &'f Frames, dice: &mut Dice) -> &'f str {
    let frames = if dice.chance(50) { &frames.with } else { &frames.without };
    dice.pick::<String>(frames)
}

/// Sometimes adds what people say before they come to the point.
fn lead(text: &str, dice: &mut Dice) -> String {
    if !dice.chance(12) {
        return text.to_owned();
    }
    let filler = dice.pick(words("FILLERS"));
    let mut chars = filler.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}{} {text}", chars.as_str(), dice.pick(&[",", ".", ",", "..."]))
}
