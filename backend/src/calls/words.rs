//! Words of texts, as the index has them and as they are searched for.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use super::letters::{folded, is_accent, is_letter, is_sign, is_unspaced, sign_letter};
use crate::store::Words;

/// Maximum length of an indexed word, in bytes.
const MAX_WORD_BYTES: usize = 64;
/// Characters of an indexed piece of a script that is written without spaces.
const PIECE: usize = 3;
/// Maximum size of a call's words, in bytes: PostgreSQL stores at most 1 MiB of them.
const MAX_INDEX_BYTES: usize = 900_000;

/// The distinct words of texts for the index, which are added one after the other. A script without
/// spaces has no words that could be told apart, so every place in it begins a piece of three characters.
#[derive(Default)]
pub(crate) struct WordIndex {
    known: HashSet<String>,
    size: usize,
}

impl WordIndex {
    /// Adds the words of a text. No word begins in one text and ends in another.
    pub(crate) fn add(&mut self, text: &str) {
        for run in runs(&plain(text)) {
            for word in run.indexed() {
                if self.known.contains(&word) {
                    continue;
                }
                let size = self.size.saturating_add(word.len());
                if size > MAX_INDEX_BYTES {
                    break;
                }
                self.size = size.saturating_add(1);
                self.known.insert(word);
            }
        }
    }

    /// The words, in order.
    pub(crate) fn words(self) -> Words {
        let mut words: Words = self.known.into_iter().collect();
        words.sort_unstable();
        words
    }
}

/// The distinct words of one text for the index.
pub(crate) fn indexed_words(text: &str) -> Words {
    let mut index = WordIndex::default();
    index.add(text);
    index.words()
}

/// The beginnings of words that a call must have to be found by a text.
pub(crate) fn searched_words(text: &str) -> Words {
    let mut words: Words = runs(&plain(text)).into_iter().flat_map(Run::searched).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Characters of a text that are written together.
enum Run {
    /// A word, and the signs after it: `c` of `C++`.
    Word(String, String),
    /// Part of a script without spaces between words.
    Unspaced(Vec<char>),
}

impl Run {
    fn indexed(self) -> Vec<String> {
        match self {
            Self::Word(word, signs) if signs.is_empty() => vec![short(word)],
            Self::Word(word, signs) => vec![short(word.clone() + &signs), short(word)],
            Self::Unspaced(letters) => (0..letters.len())
                .map(|start| letters.iter().skip(start).take(PIECE).collect())
                .collect(),
        }
    }

    fn searched(self) -> Vec<String> {
        match self {
            Self::Word(word, signs) => vec![short(word + &signs)],
            Self::Unspaced(letters) if letters.len() <= PIECE => vec![letters.iter().collect()],
            Self::Unspaced(letters) => {
                letters.windows(PIECE).map(|piece| piece.iter().collect()).collect()
            }
        }
    }
}

/// Divides a normalised text into runs.
fn runs(plain: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for part in plain.split(|c: char| !(is_letter(c) || is_sign(c))) {
        let mut letters = part.chars().peekable();
        while let Some(&first) = letters.peek() {
            let unspaced = is_unspaced(first);
            let mut run = Vec::new();
            while let Some(letter) =
                letters.next_if(|c| is_letter(*c) && is_unspaced(*c) == unspaced)
            {
                run.push(letter);
            }
            let mut signs = String::new();
            while let Some(sign) = letters.next_if(|c| is_sign(*c)) {
                signs.push(sign_letter(sign));
            }
            if !run.iter().any(|c| c.is_alphanumeric()) {
                continue;
            }
            runs.push(if unspaced {
                Run::Unspaced(run)
            } else {
                // Signs belong to a name that ends in a letter, as in C++; 1+1 is two numbers.
                let named = run.last().is_some_and(|last| last.is_alphabetic());
                Run::Word(run.into_iter().collect(), if named { signs } else { String::new() })
            });
        }
    }
    runs
}

/// A text in lower case without accents, in one spelling of each letter.
fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let bare = text.nfkd().filter(|c| !is_accent(*c));
    let lower = bare.flat_map(char::to_lowercase).filter(|c| !is_accent(*c));
    lower.flat_map(folded).nfc().collect()
}

/// The beginning of a long word.
fn short(mut word: String) -> String {
    word.truncate(word.floor_char_boundary(MAX_WORD_BYTES));
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a call of this text is found.
    fn finds(text: &str, query: &str) -> bool {
        let (known, wanted) = (indexed_words(text), searched_words(query));
        !wanted.is_empty()
            && wanted.iter().all(|wanted| known.iter().any(|word| word.starts_with(wanted)))
    }

    #[test]
    fn words_lose_case_accents_and_punctuation() {
        assert_eq!(indexed_words("Café, CAFÉ; the cafe's 2nd"), ["2nd", "cafe", "s", "the"]);
        for (text, query) in [
            ("Straße beim Fußballplatz", "strasse"),
            ("STRASSE", "straße"),
            ("Zażółć gęślą jaźń, Łódź", "lodz"),
            ("Zażółć gęślą jaźń, Łódź", "zazolc"),
            ("Tôi muốn đặt lịch", "dat"),
            ("Sørensen", "sorensen"),
            ("DİYARBAKIR", "diyarbakir"),
            ("Diyarbakır", "DIYARBAKIR"),
            ("Θέλω λόγος", "ΛΌΓΟΣ"),
            ("אֲנִי רוֹצֶה", "רוצה"),
            ("كِتَابَة", "كتابة"),
            ("Cafe\u{301}", "café"),
            ("Переподготовка", "перепод"),
        ] {
            assert!(finds(text, query), "{query} in {text}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_found_inside_a_run() {
        for (text, query) in [
            ("我家在上海东边，想预约明天下午三点看牙医", "上海"),
            ("我家在上海东边，想预约明天下午三点看牙医", "预约"),
            ("我家在上海东边，想预约明天下午三点看牙医", "牙医"),
            ("我家在上海东边，想预约明天下午三点看牙医", "明天下午三点"),
            ("病院は機能していないので予約を変更したい", "予約"),
            ("病院は機能していないので予約を変更したい", "機能"),
            ("อยากนัดหมอฟันพรุ่งนี้บ่ายสามโมง", "นัด"),
            ("내일오후예약을변경하고싶어요", "예약"),
            ("请修改Invisalign套餐的价格", "invisalign"),
            ("请修改Invisalign套餐的价格", "套餐"),
            ("一", "一"),
        ] {
            assert!(finds(text, query), "{query} in {text}");
        }
    }

    #[test]
    fn a_word_that_is_not_there_is_not_found() {
        for (text, query) in [
            ("привет, мир", "x"),
            ("日本語のテスト", "x"),
            ("日本語のテスト", "本のテ"),
            ("がき", "かき"),
            ("दिन", "दान"),
            ("นัด", "นิด"),
            ("예약", "예야"),
            ("a cafe", "C++"),
            ("a cafe", "C#"),
            ("upstairs", "stairs"),
            ("Great 👩🏽‍⚕️ thanks", "👍"),
        ] {
            assert!(!finds(text, query), "{query} in {text}");
        }
    }

    #[test]
    fn names_with_signs_are_found_with_and_without_them() {
        for query in ["C++", "c", "C++ course", "course", "50%", "AT&T*"] {
            assert!(finds("Is the C++ course 50% off, or AT&T*?", query), "{query}");
        }
        assert_eq!(indexed_words("1+1"), ["1"]);
        assert_eq!(searched_words("+"), [""; 0]);
    }

    #[test]
    fn long_texts_and_words_keep_within_their_bounds() {
        let word = "donaudampfschifffahrts".repeat(4);
        assert!(finds(&word, &word) && finds(&word, &word[..30]));
        let long: String =
            (0..200_000u32).filter_map(|n| char::from_u32(0x4e00 + n * 7919 % 20_000)).collect();
        let size: usize = indexed_words(&long).iter().map(|word| word.len() + 1).sum();
        assert!(size <= MAX_INDEX_BYTES, "{size}");
        assert!(finds(&long, &long.chars().take(2).collect::<String>()));
        // A word that was said often leaves room for others.
        assert!(finds(&format!("{}zebra", "yes ".repeat(300_000)), "zebra"));
    }

    #[test]
    fn the_words_of_texts_are_those_of_the_texts_together() {
        let texts = ["C", "++ is", "\u{301}e", "\u{1100}", "\u{1161} 上", "海 İ", "ß"];
        let mut index = WordIndex::default();
        for text in texts {
            index.add(text);
        }
        assert_eq!(index.words(), indexed_words(&texts.join(" ")));
    }
}
