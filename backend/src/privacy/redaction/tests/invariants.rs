//! What holds for every text, hostile ones included.

use proptest::prelude::*;

use super::assertions::{becomes, checked};
use crate::privacy::redaction::{
    PersonalKind::{Card, Email, Phone},
    redact,
};

#[test]
fn found_is_in_the_order_of_the_text() {
    let redacted = checked("a@b.com, 415-555-0144, a@b.com and 4111111111111111");
    assert_eq!(redacted.found, [Email, Phone, Email, Card]);
}

#[test]
fn nul_becomes_a_replacement_character() {
    becomes("a\0b\0", "a\u{fffd}b\u{fffd}");
    becomes("\0a@b.com\0", "\u{fffd}[EMAIL]\u{fffd}");
}

#[test]
fn marks_in_the_input_hide_nothing() {
    becomes("[PHONE]415-555-0144[PHONE]", "[PHONE][PHONE][PHONE]");
    becomes("[PHO\u{200b}NE] a@b.com", "[PHO\u{200b}NE] [EMAIL]");
    becomes("［PHONE］415-555-0144", "［PHONE］[PHONE]");
}

/// A megabyte of what is worst for each detector; anything quadratic would never end.
#[test]
fn hostile_texts_end() {
    const SIZE: usize = 1 << 20;
    for unit in [
        "1",
        "1 ",
        "1-",
        "11 ",
        "12 34 5 ",
        "123 ",
        "1234567 ",
        "41 5",
        "2345678901 x ",
        "+1 ",
        "(",
        "0",
        "+",
        "a",
        "a@",
        "a@a.",
        "a.a@b.cc.d",
        "@",
        "a at b dot ",
        " at ",
        "a at ",
        "dot ",
        "one ",
        "double ",
        "twenty ",
        "one two ",
        "oh, ",
        "born ",
        "dob 1 ",
        "born 1/1/1 ",
        "1 a ",
        "1 A street",
        "flat 1 1 ",
        "12 a b c d ",
        "SW1A ",
        "AB12",
        "4111 1111 1111 1112 ",
        "phone 1234567 ",
        "ssn ",
        "ssn 12345678 ",
        "[PHONE",
        "[PHONE]",
        "[",
        "\0",
        "\u{200b}",
        "é",
        "４",
        "４１ ",
        "\n",
        " ",
        ",",
        "1,",
        "1,000,",
        "1/",
        "1:1 ",
        "january ",
        "1 january ",
    ] {
        redact(&unit.repeat(SIZE / unit.len()));
    }
}

/// Pieces of what the detectors look for.
const SOUP: [&str; 82] = [
    "1",
    "12",
    "123",
    "1234",
    "12345",
    "555",
    "0144",
    "9434765919",
    "123456789",
    "4111111111111111",
    " ",
    " ",
    " ",
    " ",
    " ",
    "-",
    ".",
    ",",
    ", ",
    "/",
    "(",
    ")",
    "+",
    "[",
    "]",
    "\n",
    ":",
    "$",
    "%",
    "one ",
    "oh ",
    "double ",
    "twenty ",
    "five ",
    "hundred ",
    "plus ",
    "um ",
    "and ",
    "phone ",
    "number is ",
    "dob ",
    "born ",
    "ssn ",
    "nhs ",
    "order ",
    "card ",
    "tfn ",
    "medicare ",
    "March ",
    "1984",
    "at",
    "dot",
    "com",
    "gmail",
    "john",
    "@",
    "a.b",
    ".com",
    "Main ",
    "Street",
    "st",
    "Apt ",
    "flat ",
    "zip ",
    "PO Box ",
    "london ",
    "AB",
    "SW1A",
    "1AA",
    "C",
    "IL ",
    "ext ",
    "x",
    "o",
    "l",
    "[PHONE]",
    "[EMAIL",
    "\u{200b}",
    "４",
    "\0",
    "é",
    "о",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_settles(text in any::<String>()) {
        checked(&text);
    }

    #[test]
    fn any_soup_of_what_matters_settles(
        soup in prop::collection::vec(prop::sample::select(&SOUP[..]), 0..40),
    ) {
        checked(&soup.concat());
    }

    #[test]
    fn a_phone_goes_from_any_text(
        before in "[a-zA-Z ,.!?]{0,40}", area in 200_u32..=999, last in 100_u32..=199,
        after in "[a-zA-Z ,.!?]{0,40}",
    ) {
        let number = format!("{area}-555-0{last}");
        let text = format!("{before} {number} {after}");
        prop_assert!(!checked(&text).text.contains(&number));
    }
}
