//! Details other than telephone numbers that must be redacted.

use super::assertions::{assert_redacted, assert_redaction, assert_redactions, assert_table};
use crate::privacy::redaction::PersonalKind::{Address, Card, Email, NationalId};

#[test]
fn email_addresses_are_redacted() {
    assert_redacted(
        &[
            "john.smith@gmail.com",
            "john+coffee@mail.example.co.uk",
            "J_O'Neil-2@sub.example.org",
            "иван@пример.рф",
            "jürgen@münchen.de",
            "用户@例子.公司",
            "john＠gmail．com",
            "john\u{200b}@gmail\u{200b}.com",
            "4155550144@txt.example.net",
            "john dot smith at gmail dot com",
            "John Dot Smith At Gmail Dot Com",
            "jsmith at gmail dot com",
            "jsmith42 at hotmail dot co dot uk",
            "john underscore smith at example dot org",
            "john dot smith forty two at gmail dot com",
            "j o h n at gmail dot com",
            "j-o-h-n at gmail dot com",
            "john (at) gmail (dot) com",
            "john [at] gmail [dot] com",
            "john @ gmail.com",
            "john.smith at gmail.com",
            "jsmith at g mail dot com",
        ],
        Email,
    );
}

#[test]
fn cards_are_redacted() {
    assert_redacted(
        &[
            "4111111111111111",
            "4111 1111 1111 1111",
            "4111-1111-1111-1111",
            "5555 5555 5555 4444",
            "3782 822463 10005",
            "378282246310005",
            "3056 930902 5904",
            "6011111111111117",
            "2223003122003222",
            "4222222222222",
            "６０１１　１１１１　１１１１　１１１７",
            "four one one one, one one one one, one one one one, one one one one",
            "four triple one triple one triple one triple one triple one",
            "4111 one one one one 1111 one one one one",
        ],
        Card,
    );
    assert_redaction("card number is 4111 1111 1111 1112", "card number is [CARD]");
    assert_redaction("Visa 4111 1111 1111 1111, 12/27", "Visa [CARD], 12/27");
}

#[test]
fn national_ids_are_redacted() {
    assert_redacted(
        &[
            "123-45-6789",
            "123 45 6789",
            "AB123456C",
            "AB 12 34 56 C",
            "ab 123456 c",
            "QQ123456C",
            "943 476 5919",
            "2123 45670 1",
        ],
        NationalId,
    );
    assert_table(&[
        ("my social security number is 123456789", "my social security number is [NATIONAL_ID]"),
        ("SSN: one two three, four five, six seven eight nine", "SSN: [NATIONAL_ID]"),
        ("NHS number 9434765919", "NHS number [NATIONAL_ID]"),
        ("my NHS number is 943-476-5919", "my NHS number is [NATIONAL_ID]"),
        ("tax file number 123 456 782", "tax file number [NATIONAL_ID]"),
        ("TFN 123456789", "TFN [NATIONAL_ID]"),
        ("Medicare 2123456701", "Medicare [NATIONAL_ID]"),
        ("medicare number 2123 45670 1/2", "medicare number [NATIONAL_ID]"),
    ]);
}

#[test]
fn dates_of_birth_are_redacted() {
    let dates = [
        "12/03/1984",
        "12.03.1984",
        "12-03-84",
        "12 03 1984",
        "12 / 03 / 1984",
        "12 March 1984",
        "12th of March, 1984",
        "the 12th of March 1984",
        "March 12th, 1984",
        "Mar 12 1984",
        "12-Mar-1984",
        "1984-03-12",
        "12 March",
        "March 1984",
        "the twelfth of March nineteen eighty four",
        "March the twenty-first, two thousand and one",
        "12031984",
        "120384",
        "zero three twelve nineteen eighty four",
        "oh three, twelve, eighty four",
        "１２/０３/１９８４",
    ];
    assert_redactions(dates.into_iter().flat_map(|date| {
        let (the, bare) = date.strip_prefix("the ").map_or(("", date), |bare| ("the ", bare));
        ["date of birth is", "DOB:", "d.o.b.", "I was born on", "my birthday is"]
            .map(|cue| (format!("{cue} {the}{bare}."), format!("{cue} {the}[DATE_OF_BIRTH].")))
    }));
    assert_redaction("12/03/1984 is my date of birth", "[DATE_OF_BIRTH] is my date of birth");
    assert_redaction(
        "What is your date of birth? Sure, that would be 12/03/1984.",
        "What is your date of birth? Sure, that would be [DATE_OF_BIRTH].",
    );
}

#[test]
fn addresses_are_redacted() {
    assert_redacted(
        &[
            "42 Main Street",
            "42 main street",
            "221B Baker Street",
            "12 St. John's Road",
            "1600 Pennsylvania Ave",
            "350 W 42nd St",
            "221 5th Ave",
            "7 The Close",
            "5 Oak Drive, Apt 4B",
            "Flat 3, 12 Church Lane",
            "Unit 5/12 Collins Street",
            "10 Downing Street, London SW1A 2AA",
            "123 Main St, Springfield, IL 62704",
            "123 Main St., Springfield, IL 62704-1234",
            "1 Swanston Street, Melbourne VIC 3000",
            "221b baker street, london nw1 6xe",
            "SW1A 2AA",
            "M1 1AE",
            "EC1A 1BB",
            "PO Box 1234",
            "12 Łódź Street",
        ],
        Address,
    );
    assert_table(&[
        ("I live at 5 oak drive", "I live at [ADDRESS]"),
        ("deliver it to twelve main street please", "deliver it to [ADDRESS] please"),
        ("Zip code is 62704", "[ADDRESS]"),
        ("postcode sw1a 2aa", "[ADDRESS]"),
    ]);
}
