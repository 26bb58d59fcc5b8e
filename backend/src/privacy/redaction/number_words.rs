//! What single words say in digits: "double", "oh", "seven", "twenty".

/// What a word is in a number said aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spoken {
    /// A number below twenty, in digits.
    Digits(&'static [u8]),
    /// Twenty to ninety: a digit may follow in place of the zero.
    Tens(&'static [u8]),
    /// The next digit is said so many times.
    Times(usize),
    /// Two zeros after a digit ("eight hundred").
    Hundred,
    /// The sign before a country code.
    Plus,
    /// A sound or a sign between digits.
    Filler,
}

/// The longest word below.
const LONGEST: usize = 9;

/// What `word` says, in any case of letters.
pub(super) fn spoken(word: &[u8]) -> Option<Spoken> {
    if word.len() > LONGEST {
        return None;
    }
    let mut lower = [0; LONGEST];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    digits(lower).map(Spoken::Digits).or_else(|| tens(lower).map(Spoken::Tens)).or_else(|| {
        Some(match &*lower {
            b"double" | b"dubble" => Spoken::Times(2),
            b"triple" | b"treble" => Spoken::Times(3),
            b"quadruple" => Spoken::Times(4),
            b"hundred" => Spoken::Hundred,
            b"plus" => Spoken::Plus,
            b"um" | b"uh" | b"uhm" | b"umm" | b"er" | b"erm" | b"ah" | b"hmm" | b"and"
            | b"then" | b"dash" | b"hyphen" | b"space" | b"pause" | b"dot" | b"point" => {
                Spoken::Filler
            }
            _ => return None,
        })
    })
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
        _ => return None,
    })
}

const fn tens(word: &[u8]) -> Option<&'static [u8]> {
    Some(match word {
        b"twenty" => b"20",
        b"thirty" => b"30",
        b"forty" | b"fourty" => b"40",
        b"fifty" => b"50",
        b"sixty" => b"60",
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
    fn words_are_known_in_any_case() {
        assert_eq!(spoken(b"OH"), Some(Spoken::Digits(b"0")));
        assert_eq!(spoken(b"Nought"), Some(Spoken::Digits(b"0")));
        assert_eq!(spoken(b"seventeen"), Some(Spoken::Digits(b"17")));
        assert_eq!(spoken(b"eighty"), Some(Spoken::Tens(b"80")));
        assert_eq!(spoken(b"Triple"), Some(Spoken::Times(3)));
        assert_eq!(spoken(b"latte"), None);
        assert_eq!(spoken(b"cappuccinos"), None);
    }
}
