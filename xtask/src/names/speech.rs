//! Rendering of written sentences as a speech recogniser writes them.

use super::slots::{BEGIN, END};

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Returns a text in small letters without punctuation, with numbers in words.
pub(super) fn render(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() * 2);
    let mut at = 0;
    while at < chars.len() {
        let (sign, next) = (chars[at], chars.get(at + 1).copied().unwrap_or(' '));
        let before = at.checked_sub(1).map_or(' ', |at| chars[at]);
        if sign == '[' && next.is_ascii_uppercase() {
            // Placeholders stay as they are.
            let end = chars[at..]
                .iter()
                .position(|sign| *sign == ']')
                .map_or(chars.len(), |end| at + end + 1);
            out.extend(&chars[at..end]);
            at = end;
            continue;
        }
        if "$£€".contains(sign) && next.is_ascii_digit() {
            at = money(&chars, at, &mut out);
            continue;
        }
        if sign.is_ascii_digit() {
            at = number(&chars, at, &mut out);
            continue;
        }
        match sign {
            BEGIN | END => out.push(sign),
            '\'' | '’' if before.is_alphabetic() && next.is_alphabetic() => out.push('\''),
            '@' if !before.is_whitespace() => out.push_str(" at "),
            // In "J.W. Hart" the stops are silent.
            '.' if is_initial(&chars, at) => out.push(' '),
            '.' if before.is_alphanumeric() && next.is_alphanumeric() => out.push_str(" dot "),
            '&' => out.push_str(" and "),
            sign if sign.is_alphabetic() => out.extend(sign.to_lowercase()),
            _ => out.push(' '),
        }
        at += 1;
    }
    let words: Vec<&str> = out.split_whitespace().map(title).collect();
    words.join(" ")
}

/// Whether the stop at `at` follows a single letter.
fn is_initial(chars: &[char], at: usize) -> bool {
    let letter = at.checked_sub(1).is_some_and(|before| chars[before].is_uppercase());
    letter && at.checked_sub(2).is_none_or(|before| !chars[before].is_alphanumeric())
}

/// Titles are said in full.
fn title(word: &str) -> &str {
    match word {
        "mr" => "mister",
        "dr" => "doctor",
        word => word,
    }
}

/// An amount: the number first, then the currency.
fn money(chars: &[char], at: usize, out: &mut String) -> usize {
    let currency = match chars[at] {
        '$' => "dollars",
        '£' => "pounds",
        _ => "euros",
    };
    let mut end = number(chars, at + 1, out);
    out.push_str(currency);
    out.push(' ');
    if chars.get(end) == Some(&'.') && chars.get(end + 1).is_some_and(char::is_ascii_digit) {
        end = number(chars, end + 1, out);
    }
    end
}

/// A number: long ones digit by digit.
fn number(chars: &[char], at: usize, out: &mut String) -> usize {
    let digits: String = chars[at..].iter().take_while(|sign| sign.is_ascii_digit()).collect();
    let end = at + digits.len();
    out.push(' ');
    if digits.len() > 4 || digits.starts_with('0') {
        for digit in digits.bytes() {
            out.push_str(ONES[usize::from(digit - b'0')]);
            out.push(' ');
        }
    } else {
        say(digits.parse().unwrap_or_default(), out);
    }
    end
}

/// A number up to 9,999 in words.
pub(super) fn say(number: usize, out: &mut String) {
    let mut push = |word: &str| {
        out.push_str(word);
        out.push(' ');
    };
    if number >= 1000 {
        push(ONES[number / 1000 % 20]);
        push("thousand");
    }
    let rest = number % 1000;
    if rest >= 100 {
        push(ONES[rest / 100]);
        push("hundred");
    }
    let rest = rest % 100;
    if rest >= 20 {
        push(TENS[rest / 10]);
        if !rest.is_multiple_of(10) {
            push(ONES[rest % 10]);
        }
    } else if rest > 0 || number == 0 {
        push(ONES[rest]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_said() {
        let said = |text| render(text);
        assert_eq!(
            said("Mr. O'Brien owes $480."),
            "mister o'brien owes four hundred eighty dollars"
        );
        assert_eq!(
            said("Call 07123, [PHONE] or 21!"),
            "call zero seven one two three [PHONE] or twenty one"
        );
        assert_eq!(said("ann@post.example"), "ann at post dot example");
        assert_eq!(said("J.W. Lees"), "j w lees");
        assert_eq!(said("It's \u{1}Ann-Marie\u{2}."), "it's \u{1}ann marie\u{2}");
    }
}
