//! Invariants of redaction for every text, including hostile input.

use proptest::prelude::*;

use super::assertions::{assert_redaction, redact_checked};
use crate::privacy::redaction::{
    PersonalKind::{Card, Email, Phone},
    redact,
};

#[test]
fn detections_are_in_the_order_of_the_text() {
    let redacted = redact_checked("a@b.com, 415-555-0144, a@b.com and 4111111111111111");
    let kinds: Vec<_> = redacted.found.iter().map(|found| found.kind).collect();
    assert_eq!(kinds, [Email, Phone, Email, Card]);
}

#[test]
fn nul_becomes_a_replacement_character() {
    assert_redaction("a\0b\0", "a\u{fffd}b\u{fffd}");
    assert_redaction("\0a@b.com\0", "\u{fffd}[EMAIL]\u{fffd}");
}

#[test]
fn placeholders_in_the_input_hide_nothing() {
    assert_redaction("[PHONE]415-555-0144[PHONE]", "[PHONE][PHONE][PHONE]");
    assert_redaction("[PHO\u{200b}NE] a@b.com", "[PHO\u{200b}NE] [EMAIL]");
    assert_redaction("［PHONE］415-555-0144", "［PHONE］[PHONE]");
}

/// A megabyte of the worst case of each detector; quadratic time would not terminate.
#[test]
fn hostile_texts_terminate() {
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

/// Fragments of what the detectors search for.
const FRAGMENTS: [&str; 82] = [
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
    fn redaction_of_any_text_is_idempotent(text in any::<String>()) {
        redact_checked(&text);
    }

    #[test]
    fn redaction_of_any_fragments_is_idempotent(
        fragments in prop::collection::vec(prop::sample::select(&FRAGMENTS[..]), 0..40),
    ) {
        redact_checked(&fragments.concat());
    }

    #[test]
    fn a_phone_is_redacted_in_any_text(
        before in "[a-zA-Z ,.!?]{0,40}", area in 200_u32..=999, last in 100_u32..=199,
        after in "[a-zA-Z ,.!?]{0,40}",
    ) {
        let number = format!("{area}-555-0{last}");
        let text = format!("{before} {number} {after}");
        prop_assert!(!redact_checked(&text).text.contains(&number));
    }
}

proptest! {
    #[test]
    fn ids_of_records_are_unchanged(bits: u128, name in "(session_|call-|)") {
        let mut bytes = bits.to_be_bytes();
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let uuid = uuid::Uuid::from_bytes(bytes);
        let text = format!("{name}{uuid}");
        prop_assert_eq!(redact(&text).text, text);
    }
}
