//! Spoken forms of numbers, addresses and dates, which redaction must recognise.

const DIGITS: [&str; 10] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const TEENS: [&str; 10] = [
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
const ORDINALS: [&str; 20] = [
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

/// English month names, January first.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns the digits of `number` in words, with `zero` as the word for 0 ("oh" or "zero").
pub(super) fn digits(number: &str, zero: &str) -> String {
    let said = |digit: char| match digit.to_digit(10) {
        Some(0) => Some(zero),
        Some(value) => DIGITS.get(usize::try_from(value).unwrap_or_default()).copied(),
        None => None,
    };
    number
        .split(' ')
        .map(|group| group.chars().filter_map(said).collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Returns an e-mail address in spoken form.
pub(super) fn email(address: &str) -> String {
    address.replace('.', " dot ").replace('@', " at ")
}

/// Returns a date in spoken form: `the fourth of May nineteen eighty-two`.
pub(super) fn date((year, month, day): (usize, usize, usize)) -> String {
    format!("the {} of {} {}", ordinal(day), MONTHS[(month + 11) % 12], year_words(year))
}

fn ordinal(day: usize) -> String {
    match day {
        0..20 => ORDINALS[day].to_owned(),
        20 => "twentieth".to_owned(),
        30 => "thirtieth".to_owned(),
        _ => format!("{}-{}", TENS[day / 10 % 10], ORDINALS[day % 10]),
    }
}

fn year_words(year: usize) -> String {
    match year {
        2000 => "two thousand".to_owned(),
        2001..2010 => format!("two thousand and {}", DIGITS[year % 10]),
        _ => format!("{} {}", below_hundred(year / 100 % 100), below_hundred(year % 100)),
    }
}

fn below_hundred(number: usize) -> String {
    match number {
        0..10 => format!("oh {}", DIGITS[number]),
        10..20 => TEENS[number - 10].to_owned(),
        _ if number.is_multiple_of(10) => TENS[number / 10 % 10].to_owned(),
        _ => format!("{}-{}", TENS[number / 10 % 10], DIGITS[number % 10]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_speak_numbers_and_dates() {
        assert_eq!(digits("0770 91", "oh"), "oh seven seven oh, nine one");
        assert_eq!(date((1982, 5, 4)), "the fourth of May nineteen eighty-two");
        assert_eq!(date((2007, 12, 31)), "the thirty-first of December two thousand and seven");
        assert_eq!(date((2015, 1, 20)), "the twentieth of January twenty fifteen");
        assert_eq!(email("a.b@c.example"), "a dot b at c dot example");
    }
}
