//! Telephone numbers that must be redacted, in every written and spoken form.

use super::assertions::{assert_redacted, assert_table};
use crate::privacy::redaction::PersonalKind::Phone;

#[test]
fn written_phones_are_redacted() {
    assert_redacted(
        &[
            "+12025550123",
            "+447700900652",
            "+61491570487",
            "020 7946 0958",
            "(415) 555-0144",
            "555-0123",
            "555 0123",
            "415-555-0144",
            "415.555.0144",
            "415 555 0144",
            "4155550144",
            "14155550144",
            "1-415-555-0144",
            "1 (415) 555-0144",
            "+1 (415) 555-0144",
            "(415)555-0144",
            "(415) 5550144",
            "415, 555, 0144",
            "+1 415 555 0144 ext. 89",
            "415-555-0144 x12",
            "415-555-0144, extension 7",
            "+44 20 7946 0958",
            "+44 (0)20 7946 0958",
            "(020) 7946 0958",
            "02079460958",
            "07700 900652",
            "07700 900 652",
            "07700900652",
            "0161 496 0000",
            "01632 960 001",
            "01632 960001",
            "0044 7700 900652",
            "00447700900652",
            "011 44 20 7946 0958",
            "447700900652",
            "0491 570 006",
            "(02) 5550 1234",
            "02 5550 1234",
            "1800 160 401",
            "1300 975 707",
            "+61 491 570 487",
            "+49 30 901820",
            "+33 1 99 00 12 34",
            "+1-800-555-0199",
            "1-800-555-0199",
            "123-456-7890",
            "867-5309",
            "4 1 5 5 5 5 0 1 4 4",
            "4, 1, 5, 5, 5, 5, 0, 1, 4, 4",
            "4-1-5-5-5-5-0-1-4-4",
            "41 55 55 01 44",
            "415\n555-0144",
            "415_555_0144",
            "415/555/0144",
            "[415] 555-0144",
            "4.1.5.5.5.5.0.1.4.4",
        ],
        Phone,
    );
}

#[test]
fn disguised_phones_are_redacted() {
    assert_redacted(
        &[
            "４１５ ５５５ ０１４４",
            "(４１５) ５５５－０１４４",
            "＋１２０２５５５０１２３",
            "٤١٥٥٥٥٠١٤٤",
            "४१५-५५५-०१४४",
            "𝟒𝟏𝟓-𝟓𝟓𝟓-𝟎𝟏𝟒𝟒",
            "④①⑤ ⑤⑤⑤ ⓪①④④",
            "4\u{200b}1\u{200b}5\u{200b}5\u{200b}5\u{200b}5\u{200b}0\u{200b}1\u{200b}4\u{200b}4",
            "415\u{2060}-555\u{feff}-01\u{ad}44",
            "415\u{a0}555\u{2009}0144",
            "415–555—0144",
            "415‑555‑0144",
            "415·555·0144",
            "415-\u{0}555-\u{0}0144",
            "2O2-555-O123",
            "2О2-555-О123",
            "4\u{301}155550144",
        ],
        Phone,
    );
}

#[test]
fn spoken_phones_are_redacted() {
    assert_redacted(
        &[
            "four one five, double oh, one two",
            "four one five five five five oh one four four",
            "four-one-five five-five-five oh-one-four-four",
            "four 1 five 5 5 five zero 1 four 4",
            "oh seven seven double oh nine hundred six fifty two",
            "oh seven triple seven, nine zero zero, six five two",
            "nought two nought seven nine four six nought nine five eight",
            "zero two zero, seven nine four six, zero nine five eight",
            "plus four four seven seven double zero nine double zero six five two",
            "eight hundred five five five oh one nine nine",
            "eight six seven, fifty-three oh nine",
            "four one five 555 0144",
            "415 five five five 0144",
            "Four One Five, Five Five Five, Zero One Four Four",
            "four one five um five five five uh zero one four four",
            "four one five dash five five five dash zero one four four",
            "four one five... five five five... zero one four four",
            "fоur оne five five five five zerо оne fоur fоur",
            "four one five 5550144",
            "double five five oh one double two",
        ],
        Phone,
    );
}

#[test]
fn announced_phones_are_redacted() {
    assert_table(&[
        ("my phone number is 8675309", "my phone number is [PHONE]"),
        ("call me on 5550 1234", "call me on [PHONE]"),
        ("You can reach me at 412 345 678.", "You can reach me at [PHONE]."),
        ("Tel: 7946 0958", "Tel: [PHONE]"),
        ("tel4155550144", "tel[PHONE]"),
        ("mobile 0491570", "mobile [PHONE]"),
        ("Phone: 415 555 0144, 2 lattes", "Phone: [PHONE], 2 lattes"),
        ("call (020) 7946 0958 or (415) 555-0144.", "call [PHONE] or [PHONE]."),
        ("(415-555-0144)", "([PHONE])"),
        ("2 lattes, 415-555-0144 is the number", "2 lattes, [PHONE] is the number"),
        ("Oh, 415 555 0144", "Oh, [PHONE]"),
        ("call me at four one five 5550144", "call me at [PHONE]"),
        ("id=4155550144&x=1", "id=[PHONE]&x=1"),
        ("电话4155550144。", "电话[PHONE]。"),
    ]);
}
