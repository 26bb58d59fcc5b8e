//! Spoken forms, unusual signs, and numbers of accounts, documents and computers.

use super::assertions::{assert_redacted, assert_table};
use crate::privacy::redaction::PersonalKind::{
    Address, BankAccount, Document, Email, IpAddress, NationalId, Phone,
};

#[test]
fn spoken_numbers_with_other_words_are_redacted() {
    assert_redacted(
        &[
            "thirteen hundred, triple six, triple one",
            "oh seven seven double oh you know nine double oh one two three",
            "oh seven seven double oh that is nine double oh one two three",
            "oh seven seven double oh comma nine double oh one two three",
            "oh seven seven double oh nine double oh won too three for five",
            "zéro six douze trente-quatre cinquante-six soixante",
            "seis uno dos tres cuatro cinco seis siete",
            "null eins sieben sechs drei vier fünf sechs sieben",
        ],
        Phone,
    );
}

#[test]
fn numbers_with_other_signs_are_redacted() {
    assert_redacted(
        &[
            "07700/900/123",
            "07700:900:123",
            "07700=900=123",
            "07700 \u{1f4de} 900 \u{1f4de} 123",
            "07700<b>900</b>123",
        ],
        Phone,
    );
    assert_table(&[
        ("\"07700\" \"900123\"", "\"[PHONE]\""),
        ("id07700900123x", "id[PHONE]x"),
        ("tag07700900325", "tag[PHONE]"),
        ("07700 [PHONE] 900123", "[PHONE] [PHONE] [PHONE]"),
        ("[REDACTED] 415 [REDACTED] 555 0144", "[REDACTED] [PHONE] [REDACTED] [PHONE]"),
    ]);
}

#[test]
fn addresses_on_any_domain_are_redacted() {
    assert_redacted(
        &[
            "annsmith at gmail",
            "smith at sign gmail dot com",
            "annsmith at the hospital dot org",
            "ann at acme dot clinic",
            "ann at smiles dot dental",
            "ann at firma punkt de",
            "ann (a) firma (d0t) de",
        ],
        Email,
    );
}

#[test]
fn postcodes_and_streets_as_they_are_said_are_redacted() {
    assert_redacted(
        &[
            "sw1a 1aa",
            "n1 9gu",
            "S W one A one A A",
            "sierra whiskey one alpha one alpha alpha",
            "sixteen hundred pennsylvania avenue",
            "Rose Cottage, Church Lane",
            "Hauptstraße 12",
            "Calle Mayor 5",
        ],
        Address,
    );
}

#[test]
fn accounts_and_documents_are_redacted() {
    assert_redacted(
        &["GB29 NWBK 6016 1331 9268 19", "DE89370400440532013000", "gb29nwbk60161331926819"],
        BankAccount,
    );
    assert_redacted(&["MORGA753116SM9IJ", "AB12 CDE"], Document);
    assert_redacted(&["1EG4-TE5-MK73", "q q one two three four five six c"], NationalId);
    assert_redacted(&["81.2.69.142"], IpAddress);
    assert_table(&[
        ("sort code 12-34-56 account 12345678", "sort code [BANK_ACCOUNT]"),
        ("routing 021000021 account 123456789012", "routing [BANK_ACCOUNT]"),
        ("last four of my social are 1120", "last four of my social are [NATIONAL_ID]"),
        ("my passport number is C01X00T47", "my passport number is [DOCUMENT_NUMBER]"),
        ("driver's license D1234567", "driver's license [DOCUMENT_NUMBER]"),
        ("medical record number 445566", "medical record number [DOCUMENT_NUMBER]"),
        ("policy number POL-998877", "policy number [DOCUMENT_NUMBER]"),
        ("expires 12/27, cvc 123", "expires [CARD], cvc [CARD]"),
        ("security code one two three", "security code [CARD]"),
        ("I'm 84 years old", "I'm [AGE]"),
    ]);
}
