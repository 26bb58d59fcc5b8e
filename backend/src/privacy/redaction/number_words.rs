//! Words of spoken numbers, such as "double", "oh", "seven" and "twenty".

use std::sync::LazyLock;

use NumberWord::{Digits, Filler, Homophone, Hundred, Plus, Tens, Times};

/// Meaning of a word in a spoken number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberWord {
    /// A number below twenty, in digits.
    Digits(&'static [u8]),
    /// Twenty to ninety; a following digit replaces the zero.
    Tens(&'static [u8]),
    /// Repeats the next digit.
    Times(usize),
    /// Two zeros after a digit ("eight hundred").
    Hundred,
    /// The plus before a country code.
    Plus,
    /// A filler or punctuation between digits.
    Filler,
    /// A word that sounds like a digit, which counts only between digits.
    Homophone(&'static [u8]),
}

impl NumberWord {
    /// Whether it stands for digits wherever it is said.
    pub(super) const fn is_digits(self) -> bool {
        matches!(self, Digits(_) | Tens(_) | Times(_) | Hundred)
    }
}

/// Length of the longest number word.
const MAX_WORD_BYTES: usize = 9;

/// Every word: English, and digits in French, Spanish and German without
/// accents.
pub(super) const WORDS: [(&str, NumberWord); 129] = [
    ("acht", Digits(b"8")),
    ("ah", Filler),
    ("and", Filler),
    ("ate", Homophone(b"8")),
    ("aught", Digits(b"0")),
    ("catorce", Digits(b"14")),
    ("cero", Digits(b"0")),
    ("cinco", Digits(b"5")),
    ("cincuenta", Tens(b"50")),
    ("cinq", Digits(b"5")),
    ("cinquante", Tens(b"50")),
    ("comma", Filler),
    ("cuarenta", Tens(b"40")),
    ("cuatro", Digits(b"4")),
    ("dash", Filler),
    ("deux", Digits(b"2")),
    ("diez", Digits(b"10")),
    ("dix", Digits(b"10")),
    ("doce", Digits(b"12")),
    ("dos", Digits(b"2")),
    ("dot", Filler),
    ("double", Times(2)),
    ("douze", Digits(b"12")),
    ("drei", Digits(b"3")),
    ("dubble", Times(2)),
    ("eight", Digits(b"8")),
    ("eighteen", Digits(b"18")),
    ("eighty", Tens(b"80")),
    ("ein", Digits(b"1")),
    ("eins", Digits(b"1")),
    ("eleven", Digits(b"11")),
    ("elf", Digits(b"11")),
    ("er", Filler),
    ("erm", Filler),
    ("fife", Digits(b"5")),
    ("fifteen", Digits(b"15")),
    ("fifty", Tens(b"50")),
    ("five", Digits(b"5")),
    ("for", Homophone(b"4")),
    ("forty", Tens(b"40")),
    ("four", Digits(b"4")),
    ("fourteen", Digits(b"14")),
    ("fourty", Tens(b"40")),
    ("fuenf", Digits(b"5")),
    ("funf", Digits(b"5")),
    ("hmm", Filler),
    ("huit", Digits(b"8")),
    ("hundred", Hundred),
    ("hyphen", Filler),
    ("is", Filler),
    ("know", Filler),
    ("naught", Digits(b"0")),
    ("neuf", Digits(b"9")),
    ("neun", Digits(b"9")),
    ("nil", Digits(b"0")),
    ("nine", Digits(b"9")),
    ("niner", Digits(b"9")),
    ("nineteen", Digits(b"19")),
    ("ninety", Tens(b"90")),
    ("nought", Digits(b"0")),
    ("nueve", Digits(b"9")),
    ("null", Digits(b"0")),
    ("o", Digits(b"0")),
    ("ocho", Digits(b"8")),
    ("oh", Digits(b"0")),
    ("once", Digits(b"11")),
    ("one", Digits(b"1")),
    ("onze", Digits(b"11")),
    ("pause", Filler),
    ("plus", Plus),
    ("point", Filler),
    ("quadruple", Times(4)),
    ("quarante", Tens(b"40")),
    ("quatorze", Digits(b"14")),
    ("quatre", Digits(b"4")),
    ("quince", Digits(b"15")),
    ("quinze", Digits(b"15")),
    ("sechs", Digits(b"6")),
    ("seis", Digits(b"6")),
    ("seize", Digits(b"16")),
    ("sept", Digits(b"7")),
    ("sesenta", Tens(b"60")),
    ("seven", Digits(b"7")),
    ("seventeen", Digits(b"17")),
    ("seventy", Tens(b"70")),
    ("sieben", Digits(b"7")),
    ("siete", Digits(b"7")),
    ("six", Digits(b"6")),
    ("sixteen", Digits(b"16")),
    ("sixty", Tens(b"60")),
    ("slash", Filler),
    ("soixante", Tens(b"60")),
    ("space", Filler),
    ("ten", Digits(b"10")),
    ("that", Filler),
    ("then", Filler),
    ("thirteen", Digits(b"13")),
    ("thirty", Tens(b"30")),
    ("three", Digits(b"3")),
    ("to", Homophone(b"2")),
    ("too", Homophone(b"2")),
    ("treble", Times(3)),
    ("trece", Digits(b"13")),
    ("treinta", Tens(b"30")),
    ("treize", Digits(b"13")),
    ("trente", Tens(b"30")),
    ("tres", Digits(b"3")),
    ("triple", Times(3)),
    ("trois", Digits(b"3")),
    ("twelve", Digits(b"12")),
    ("twenty", Tens(b"20")),
    ("two", Digits(b"2")),
    ("uh", Filler),
    ("uhm", Filler),
    ("um", Filler),
    ("umm", Filler),
    ("un", Digits(b"1")),
    ("une", Digits(b"1")),
    ("uno", Digits(b"1")),
    ("veinte", Tens(b"20")),
    ("vier", Digits(b"4")),
    ("vingt", Tens(b"20")),
    ("won", Homophone(b"1")),
    ("you", Filler),
    ("zehn", Digits(b"10")),
    ("zero", Digits(b"0")),
    ("zwei", Digits(b"2")),
    ("zwo", Digits(b"2")),
    ("zwolf", Digits(b"12")),
];

/// Places of [`INDEX`], of which most are empty.
const PLACES: usize = 1 << 12;

/// The place in [`WORDS`] of each word, and one more, by its hash or in the next free place behind it.
static INDEX: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut index = vec![0; PLACES];
    for (count, (word, _)) in (1..).zip(WORDS) {
        let mut place = hash(word.as_bytes());
        while index[place] != 0 {
            place = place.wrapping_add(1) % PLACES;
        }
        index[place] = count;
    }
    index
});

/// The hash of a word in any case.
fn hash(word: &[u8]) -> usize {
    let hash = word
        .iter()
        .fold(0_u32, |hash, byte| hash.wrapping_mul(0x0100_0193) ^ u32::from(*byte | 0x20));
    ((hash ^ (hash >> 12)) as usize) % PLACES
}

/// Returns the meaning of `word`, ignoring case.
pub(super) fn number_word(word: &[u8]) -> Option<NumberWord> {
    if word.len() > MAX_WORD_BYTES {
        return None;
    }
    let mut place = hash(word);
    while let Some(at) = INDEX[place].checked_sub(1) {
        let (known, meaning) = WORDS[usize::from(at)];
        if known.as_bytes().eq_ignore_ascii_case(word) {
            return Some(meaning);
        }
        place = place.wrapping_add(1) % PLACES;
    }
    None
}

/// Whether a text begins with a word for a single digit, as those have that are said one by one.
pub(super) fn begins_with_digit(text: &[u8]) -> bool {
    let letters = text.iter().take(MAX_WORD_BYTES + 1);
    let word = letters.take_while(|byte| byte.is_ascii_alphabetic()).count();
    number_word(&text[..word])
        .is_some_and(|word| matches!(word, Digits([_]) | Times(_) | Homophone(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found() {
        assert!(WORDS.len() < usize::from(u8::MAX));
        for (word, meaning) in WORDS {
            assert_eq!(number_word(word.to_ascii_uppercase().as_bytes()), Some(meaning), "{word}");
        }
    }

    #[test]
    fn words_are_recognised_in_any_case() {
        assert_eq!(number_word(b"OH"), Some(Digits(b"0")));
        assert_eq!(number_word(b"Nought"), Some(Digits(b"0")));
        assert_eq!(number_word(b"seventeen"), Some(Digits(b"17")));
        assert_eq!(number_word(b"eighty"), Some(Tens(b"80")));
        assert_eq!(number_word(b"Triple"), Some(Times(3)));
        assert_eq!(number_word(b"latte"), None);
        assert_eq!(number_word(b"cappuccinos"), None);
    }
}
