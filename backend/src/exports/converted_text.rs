//! Text that a spreadsheet converts when it opens a CSV: numbers, dates, times, truth values and errors.

/// Beginnings of the months' names in the languages of most spreadsheets: English, German, French,
/// Spanish, Italian, Portuguese and Dutch.
const MONTHS: [&str; 36] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mär",
    "mai", "okt", "dez", "fév", "fev", "avr", "jui", "aoû", "déc", "ene", "abr", "ago", "dic",
    "gen", "mag", "giu", "lug", "set", "ott", "mrt", "maa", "mei", "out",
];
/// Days of the week in dates, as they are and shortened, in the same languages.
const DAYS: &str = "mon monday tue tuesday wed wednesday thu thursday fri friday sat saturday sun sunday \
    mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag so sonntag lun \
    lundi mar mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche lunes \
    martes mié miércoles jue jueves vie viernes sáb sábado dom domingo lunedì martedì \
    mercoledì gio giovedì venerdì sab sabato domenica seg ter terça qua quarta qui quinta \
    sex sexta maandag dinsdag wo woensdag donderdag vr vrijdag zaterdag";
/// Other words in numbers, dates and times, and currencies that are written in letters.
const WORDS: [&str; 29] = [
    "e", "am", "pm", "a", "p", "m", "st", "nd", "rd", "th", "de", "uhr", "h", "t", "z", "zł", "kr",
    "kč", "ft", "lei", "r", "rs", "fr", "年", "月", "日", "時", "分", "秒",
];
/// Truth values in the same languages.
const TRUTH: [&str; 12] = [
    "true",
    "false",
    "wahr",
    "falsch",
    "vrai",
    "faux",
    "verdadero",
    "falso",
    "vero",
    "verdadeiro",
    "waar",
    "onwaar",
];
/// Longest text that is a number or a date.
const MAX_LENGTH: usize = 60;

/// Whether a spreadsheet could convert the text, and so lose zeros or digits or show another value.
pub(super) fn may_be_converted(text: &str) -> bool {
    if text.len() > MAX_LENGTH {
        return is_digits(text);
    }
    let lower = text.trim().to_lowercase();
    if TRUTH.contains(&lower.as_str()) || is_error(text.trim()) {
        return true;
    }
    lower.contains(char::is_numeric) && words(&lower).all(is_known) && lower.chars().all(is_part)
}

/// Whether a text is an error value, such as `#N/A` or `#REF!`, in any language.
fn is_error(text: &str) -> bool {
    let Some(name) = text.strip_prefix('#') else { return false };
    let is_part = |c: char| c.is_uppercase() || matches!(c, '0' | '/' | '!' | '?' | '_');
    name.starts_with(char::is_uppercase) && name.chars().all(is_part)
}

/// Whether a text is digits and blanks alone, of any length.
fn is_digits(text: &str) -> bool {
    text.contains(char::is_numeric) && text.chars().all(|c| c.is_numeric() || c.is_whitespace())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

fn is_known(word: &str) -> bool {
    let is_month = MONTHS.iter().any(|month| word.starts_with(month)) && word.len() <= 12;
    is_month || DAYS.split(' ').any(|day| day == word) || WORDS.contains(&word)
}

/// Whether a character may stand in a number, a date or a time.
fn is_part(c: char) -> bool {
    const SIGNS: &str = "+-\u{2212}.,:/\\%()'\u{2019}_";
    let is_currency = matches!(c, '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}');
    c.is_alphanumeric() || c.is_whitespace() || SIGNS.contains(c) || is_currency
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_dates_and_truth_values_are_converted() {
        for text in [
            "7",
            "007",
            "07700900124",
            "00447700900126",
            "1e5",
            "1E5",
            "3.50",
            "1,000",
            "1.000,50",
            "12:30",
            "2026/05/09",
            "2026-01-02",
            "1/2",
            "1-2",
            "50 %",
            "£3",
            "€ 3",
            "(3)",
            "٣",
            "2 May",
            "May 5",
            "5-Jan-26",
            "1. Mai 2026",
            "3 de enero",
            "5th June",
            "10 pm",
            "9 a.m.",
            "TRUE",
            "false",
            "Wahr",
            " 7 ",
            "2026-06-09T10:11:12",
            "20260609T101112Z",
            "Mon 5 May 2026",
            "Freitag, 5. Juni 2026",
            "2026年6月9日",
            "5 zł",
            "#N/A",
            "#REF!",
            "#DIV/0!",
            "#\u{dc}BERLAUF!",
        ] {
            assert!(may_be_converted(text), "{text}");
        }
    }

    #[test]
    fn other_text_is_left() {
        for text in [
            "",
            "e",
            "-",
            "Marina",
            "room 204",
            "7 days",
            "a1b2",
            "May",
            "Agent 7",
            "C3PO",
            "x 1",
            "Mayor 5 votes",
            "#1",
            "#team",
            "#Marina",
            "# N",
            "0197c1a5-9d0e-7c3e-8a51-3f1f0e6a2b11",
        ] {
            assert!(!may_be_converted(text), "{text}");
        }
        assert!(may_be_converted(&"1".repeat(100)));
        assert!(!may_be_converted(&"one 1 ".repeat(100)));
    }
}
