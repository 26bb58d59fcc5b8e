//! Words of spoken numbers, such as "double", "oh", "seven" and "twenty".

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

/// Length of the longest number word.
const MAX_WORD_BYTES: usize = 9;

/// Returns the meaning of `word`, ignoring case.
pub(super) fn number_word(word: &[u8]) -> Option<NumberWord> {
    if word.len() > MAX_WORD_BYTES {
        return None;
    }
    let mut lower = [0; MAX_WORD_BYTES];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    digits(lower).map(NumberWord::Digits).or_else(|| tens(lower).map(NumberWord::Tens)).or_else(
        || {
            Some(match &*lower {
                b"double" | b"dubble" => NumberWord::Times(2),
                b"triple" | b"treble" => NumberWord::Times(3),
                b"quadruple" => NumberWord::Times(4),
                b"hundred" => NumberWord::Hundred,
                b"plus" => NumberWord::Plus,
                b"um" | b"uh" | b"uhm" | b"umm" | b"er" | b"erm" | b"ah" | b"hmm" | b"and"
                | b"then" | b"dash" | b"hyphen" | b"space" | b"pause" | b"dot" | b"point"
                | b"comma" | b"slash" | b"you" | b"know" | b"that" | b"is" => NumberWord::Filler,
                b"won" => NumberWord::Homophone(b"1"),
                b"to" | b"too" => NumberWord::Homophone(b"2"),
                b"for" => NumberWord::Homophone(b"4"),
                b"ate" => NumberWord::Homophone(b"8"),
                _ => return None,
            })
        },
    )
}

/// Whether a text begins with a word for a digit.
pub(super) fn begins_with_number(text: &[u8]) -> bool {
    use NumberWord::{Digits, Homophone, Tens, Times};
    let letters = text.iter().take(MAX_WORD_BYTES + 1);
    let word = letters.take_while(|byte| byte.is_ascii_alphabetic()).count();
    number_word(&text[..word])
        .is_some_and(|word| matches!(word, Digits(_) | Tens(_) | Times(_) | Homophone(_)))
}

const fn digits(word: &[u8]) -> Option<&'static [u8]> {
    Some(match word {
        b"zero" | b"oh" | b"o" | b"nought" | b"naught" | b"nil" | b"aught" => b"0",
        b"one" => b"1",
        b"two" => b"2",
        b"three" => b"3",
        b"four" => b"4",
        b"five" | b"fife" => b"5",
        b"six" => b"6",
        b"seven" => b"7",
        b"eight" => b"8",
        b"nine" | b"niner" => b"9",
        b"ten" => b"10",
        b"eleven" => b"11",
        b"twelve" => b"12",
        b"thirteen" => b"13",
        b"fourteen" => b"14",
        b"fifteen" => b"15",
        b"sixteen" => b"16",
        b"seventeen" => b"17",
        b"eighteen" => b"18",
        b"nineteen" => b"19",
        _ => return foreign_digits(word),
    })
}

/// Digits in French, Spanish and German, without accents.
const fn foreign_digits(word: &[u8]) -> Option<&'static [u8]> {
    Some(match word {
        b"cero" | b"null" => b"0",
        b"un" | b"une" | b"uno" | b"eins" | b"ein" => b"1",
        b"deux" | b"dos" | b"zwei" | b"zwo" => b"2",
        b"trois" | b"tres" | b"drei" => b"3",
        b"quatre" | b"cuatro" | b"vier" => b"4",
        b"cinq" | b"cinco" | b"funf" | b"fuenf" => b"5",
        b"seis" | b"sechs" => b"6",
        b"sept" | b"siete" | b"sieben" => b"7",
        b"huit" | b"ocho" | b"acht" => b"8",
        b"neuf" | b"nueve" | b"neun" => b"9",
        b"dix" | b"diez" | b"zehn" => b"10",
        b"onze" | b"once" | b"elf" => b"11",
        b"douze" | b"doce" | b"zwolf" => b"12",
        b"treize" | b"trece" => b"13",
        b"quatorze" | b"catorce" => b"14",
        b"quinze" | b"quince" => b"15",
        b"seize" => b"16",
        _ => return None,
    })
}

const fn tens(word: &[u8]) -> Option<&'static [u8]> {
    Some(match word {
        b"twenty" | b"vingt" | b"veinte" => b"20",
        b"thirty" | b"trente" | b"treinta" => b"30",
        b"forty" | b"fourty" | b"quarante" | b"cuarenta" => b"40",
        b"fifty" | b"cinquante" | b"cincuenta" => b"50",
        b"sixty" | b"soixante" | b"sesenta" => b"60",
        b"seventy" => b"70",
        b"eighty" => b"80",
        b"ninety" => b"90",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_recognised_in_any_case() {
        assert_eq!(number_word(b"OH"), Some(NumberWord::Digits(b"0")));
        assert_eq!(number_word(b"Nought"), Some(NumberWord::Digits(b"0")));
        assert_eq!(number_word(b"seventeen"), Some(NumberWord::Digits(b"17")));
        assert_eq!(number_word(b"eighty"), Some(NumberWord::Tens(b"80")));
        assert_eq!(number_word(b"Triple"), Some(NumberWord::Times(3)));
        assert_eq!(number_word(b"latte"), None);
        assert_eq!(number_word(b"cappuccinos"), None);
    }
}
