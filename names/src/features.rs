//! Features of a token: its word, its classes, its neighbours and its place.

use crate::{
    fold::fold_char,
    hash::mix,
    lexicon::Entry,
    model::FEATURES,
    token::{Gap, Kind, Shape, Token},
    turn::Turn,
};

/// Most bytes of a word whose letters are read.
const MAX_LETTERS: usize = 24;

/// The words around a token.
#[derive(Debug, Clone, Copy)]
struct Near {
    word: u64,
    entry: Entry,
    gap: u64,
}

/// Computes the features of tokens of one turn.
#[derive(Debug, Clone, Copy)]
pub struct Features<'t> {
    turn: &'t Turn<'t>,
}

impl<'t> Features<'t> {
    /// Creates the features of a turn.
    pub const fn new(turn: &'t Turn<'t>) -> Self {
        Self { turn }
    }

    /// Gives the index of every feature of the token at `at`.
    pub fn of(self, at: usize, add: &mut impl FnMut(usize)) {
        let Some(token) = self.turn.tokens.get(at) else { return };
        let here = self.near(at, 0);
        let (before, before2) = (self.near(at, -1), self.near(at, -2));
        let (after, after2) = (self.near(at, 1), self.near(at, 2));
        let shape = self.shape(token);
        let coarse = u64::from(here.entry.coarse().0);
        let bits = u64::from(here.entry.bits());
        let mut feature = |template: u64, a: u64, b: u64| add(index(template, a, b));

        feature(1, shape, 0);
        feature(2, bits, shape >> 2);
        if here.entry.word() >= 3 {
            feature(36, here.word, before.word);
            feature(37, here.word, after.word);
        }
        if here.entry.lead() <= 0 {
            // Other words are names first of all, and each of those is like the others.
            feature(3, here.word, 0);
        }
        feature(4, coarse, shape);
        feature(5, u64::from(here.entry.given()) << 3 | u64::from(here.entry.word()), shape);
        feature(6, u64::from(here.entry.surname()) << 3 | u64::from(here.entry.word()), shape);

        let place = u64::from(here.entry.place()) << 1 | u64::from(here.entry.bits() >> 11);
        let lead = u64::from(here.entry.lead().cast_unsigned() & 31);
        feature(7, place << 5 | lead, shape);
        feature(8, place, before.word);
        feature(9, place << 5 | lead, after.word);

        feature(10, before.word, here.gap);
        feature(11, after.word, after.gap);
        feature(12, before.word, coarse);
        feature(13, after.word, coarse);
        feature(14, before.word, after.word);
        feature(15, before2.word, before.word);
        feature(16, after.word, after2.word);
        feature(17, before2.word, 0);
        feature(18, after2.word, 0);
        feature(19, mix(before2.word) ^ before.word, after.word);

        let (coarse_before, coarse_after) = (class(before), class(after));
        feature(20, coarse_before, coarse << 4 | here.gap);
        feature(21, coarse_after, coarse << 4 | after.gap);
        feature(22, coarse_before << 6 | coarse_after, coarse);
        feature(23, before.word, coarse_after);
        feature(24, after.word, coarse_before);
        feature(25, here.gap << 4 | after.gap, shape);
        feature(26, before.word, shape);
        feature(27, after.word, shape);
        feature(28, self.neighbour_shapes(at), shape);

        let business = self.business_behind(at);
        feature(33, business, coarse);
        feature(34, business, shape);
        feature(35, u64::from(after.entry.bits()), coarse << 4 | after.gap);

        let first = at.min(3) as u64;
        let last = (self.turn.tokens.len() - at).min(4) as u64;
        feature(30, first << 3 | last, coarse);
        let question = self.turn.question as u64;
        feature(31, question << 6 | first << 3 | last, coarse);
        feature(32, question, before.word);

        if here.entry.word() < 3 && token.kind == Kind::Word {
            self.letters(token, add);
        }
    }

    /// Shape and mode of a token as one number.
    fn shape(self, token: &Token) -> u64 {
        let shape = if token.shape == Shape::Mixed { 1 } else { token.shape as u64 };
        // A capital that begins a sentence says less.
        let begins = u64::from(token.gap >= Gap::Stop);
        let is_letter = u64::from(token.kind == Kind::Letter);
        is_letter << 5 | (self.turn.mode as u64) << 3 | begins << 2 | shape
    }

    fn neighbour_shapes(self, at: usize) -> u64 {
        let of = |other: Option<&Token>| {
            other.map_or(9, |token| (token.kind as u64) << 2 | token.shape as u64)
        };
        let before = at.checked_sub(1).and_then(|before| self.turn.tokens.get(before));
        of(before) << 8 | of(self.turn.tokens.get(at + 1))
    }

    /// How far behind a token a word of businesses stands, without the end of a sentence between; 0 if none.
    fn business_behind(self, at: usize) -> u64 {
        for (distance, place) in (1..=4).zip(at + 1..) {
            let Some(token) = self.turn.tokens.get(place).filter(|token| token.gap < Gap::Colon)
            else {
                return 0;
            };
            let is_business = self.turn.entries.get(place).is_some_and(|entry| entry.is_business());
            if is_business {
                return distance << 2 | token.shape as u64;
            }
        }
        0
    }

    /// The token at a distance; marks of the turn's edges beyond them.
    fn near(self, at: usize, distance: isize) -> Near {
        let edge = Near { word: 1, entry: Entry::default(), gap: Gap::Start as u64 };
        let Some(other) = at.checked_add_signed(distance) else { return edge };
        let (Some(token), Some(entry)) =
            (self.turn.tokens.get(other), self.turn.entries.get(other))
        else {
            return Near { word: 2, ..edge };
        };
        Near { word: token.hash, entry: *entry, gap: token.gap as u64 }
    }

    /// Groups of three letters of a rare word.
    fn letters(self, token: &Token, add: &mut impl FnMut(usize)) {
        let text = self.turn.text.get(token.start..token.end).unwrap_or_default();
        let mut bytes = [b'^'; MAX_LETTERS + 2];
        let mut len = 1;
        for sign in text.chars() {
            fold_char(sign, &mut |byte| {
                if len <= MAX_LETTERS {
                    bytes[len] = byte;
                    len += 1;
                }
            });
        }
        bytes[len] = b'$';
        let word = &bytes[..=len];
        let number = |bytes: &[u8]| bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        for three in word.windows(3) {
            add(index(40, number(three), 0));
        }
        if let Some(end) = word.last_chunk::<5>() {
            add(index(41, number(end), 0));
        }
        if let Some(begin) = word.first_chunk::<5>() {
            add(index(42, number(begin), 0));
        }
    }
}

fn class(near: Near) -> u64 {
    u64::from(near.entry.coarse().0)
}

/// The index of a feature.
#[inline]
pub(crate) const fn index(template: u64, a: u64, b: u64) -> usize {
    let key = a.wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ b.wrapping_mul(0xc2b2_ae3d_27d4_eb4f).rotate_left(23);
    let spread = mix(key ^ template.wrapping_mul(0xd6e8_feb8_6659_fd93));
    (spread >> 32) as usize & (FEATURES - 1)
}
