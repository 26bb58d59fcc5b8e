//! What must go, what must stay, and what holds for every text.

use proptest::prelude::*;

use super::{
    PersonalKind::{self, Address, Card, Email, NationalId, Phone},
    redact,
};

/// Redacts, and checks what holds for every text on the way.
fn checked(text: &str) -> super::Redacted {
    let once = redact(text);
    let twice = redact(&once.text);
    assert_eq!(once.text, twice.text, "not idempotent: {text:?}");
    assert_eq!(twice.found, [], "finds its own marks: {text:?}");
    assert!(!once.text.contains('\0'));
    once
}

fn becomes(text: &str, expected: &str) {
    all_become([(text.to_owned(), expected.to_owned())]);
}

/// Names every wrong case of a table, not just the first.
fn all_become(cases: impl IntoIterator<Item = (String, String)>) {
    let wrong: Vec<String> = cases
        .into_iter()
        .map(|(text, expected)| (checked(&text).text, expected, text))
        .filter(|(text, expected, _)| text != expected)
        .map(|(text, expected, from)| format!("{from:?}\n  gave {text:?}\n  not  {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn table(cases: &[(&str, &str)]) {
    all_become(cases.iter().map(|(text, expected)| ((*text).to_owned(), (*expected).to_owned())));
}

/// Every detail alone, in a sentence, and after another word must become one mark of its kind.
fn goes(details: &[&str], kind: PersonalKind) {
    const AROUND: [(&str, &str); 4] =
        [("", ""), ("Well, it is ", "."), ("yes ", " thanks"), ("", "\nBye")];
    all_become(details.iter().flat_map(|detail| {
        AROUND.map(|(before, after)| {
            (format!("{before}{detail}{after}"), format!("{before}{}{after}", kind.as_mark()))
        })
    }));
}

#[test]
fn written_phones_go() {
    goes(
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
        ],
        Phone,
    );
}

#[test]
fn disguised_phones_go() {
    goes(
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
            "415\0555\00144",
            "2O2-555-O123",
            "2О2-555-О123",
            "4\u{301}155550144",
        ],
        Phone,
    );
}

#[test]
fn spoken_phones_go() {
    goes(
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
            "double five five oh one double two",
        ],
        Phone,
    );
}

#[test]
fn phones_go_by_the_words_before_them() {
    table(&[
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
        ("电话4155550144。", "电话[PHONE]。"),
    ]);
}

#[test]
fn mail_addresses_go() {
    goes(
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
fn cards_go() {
    goes(
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
    becomes("card number is 4111 1111 1111 1112", "card number is [CARD]");
    becomes("Visa 4111 1111 1111 1111, 12/27", "Visa [CARD], 12/27");
}

#[test]
fn national_numbers_go() {
    goes(
        &[
            "123-45-6789",
            "123 45 6789",
            "AB123456C",
            "AB 12 34 56 C",
            "ab 123456 c",
            "943 476 5919",
            "2123 45670 1",
        ],
        NationalId,
    );
    table(&[
        ("my social security number is 123456789", "my social security number is [NATIONAL_ID]"),
        ("SSN: one two three, four five, six seven eight nine", "SSN: [NATIONAL_ID]"),
        ("NHS number 9434765919", "NHS number [NATIONAL_ID]"),
        ("my NHS number is 943-476-5919", "my NHS number is [NATIONAL_ID]"),
        ("tax file number 123 456 782", "tax file number [NATIONAL_ID]"),
        ("TFN 123456789", "TFN [NATIONAL_ID]"),
        ("Medicare 2123456701", "Medicare [NATIONAL_ID]"),
        ("medicare number 2123 45670 1/2", "medicare number [NATIONAL_ID]/2"),
    ]);
}

#[test]
fn dates_of_birth_go() {
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
    all_become(dates.into_iter().flat_map(|date| {
        let (the, bare) = date.strip_prefix("the ").map_or(("", date), |bare| ("the ", bare));
        ["date of birth is", "DOB:", "d.o.b.", "I was born on", "my birthday is"].map(|cue| {
            (format!("{cue} {the}{bare}."), format!("{cue} {the}[DATE_OF_BIRTH]."))
        })
    }));
    becomes("12/03/1984 is my date of birth", "[DATE_OF_BIRTH] is my date of birth");
    becomes(
        "What is your date of birth? Sure, that would be 12/03/1984.",
        "What is your date of birth? Sure, that would be [DATE_OF_BIRTH].",
    );
}

#[test]
fn addresses_go() {
    goes(
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
            "SW1A 2AA",
            "M1 1AE",
            "EC1A 1BB",
            "PO Box 1234",
            "12 Łódź Street",
        ],
        Address,
    );
    table(&[
        ("I live at 5 oak drive", "I live at [ADDRESS]"),
        ("deliver it to twelve main street please", "deliver it to [ADDRESS] please"),
        ("Zip code is 62704", "[ADDRESS]"),
        ("postcode sw1a 2aa", "[ADDRESS]"),
    ]);
}

#[test]
fn ordinary_words_stay() {
    all_become([
        "",
        "That is $1,250.00 or £3,000,000.00, 1,250,000 in all.",
        "At 10:30, 10:30:45, 10.30 or 9:05pm",
        "Order 28740, orders 28740, 28741, 28742 and 28743",
        "order number 2874028740, ref 41555501",
        "Your order id is 4155550144",
        "on 2026-05-09 at 14:05, 09/05/2026, 9 May 2026",
        "2026-05-09T10:30:00Z",
        "2026-05-09 2026-05-10 2026-05-11",
        "in 1984, 1999 and 2026; 2019-2023",
        "extension 7000, code 123456",
        "7000",
        "two lattes, one mocha and three cappuccinos",
        "one, two, three, four, five",
        "a double espresso with triple shots and one hundred grams",
        "a 2 way street, 5 close friends, a 10 minute drive down the road",
        "3 minutes down the road, 5 miles along the highway, 2 blocks past Main Street",
        "two of the drinks to my place, 12 people in the square",
        "a 16 oz cold brew, 20% off, 2% milk, 12 ounces",
        "version 1.2.3, 192.168.1.10, 3.14159265",
        "session_881444f3-24fc-4e54-ac61-2196f60e88fa",
        "20260716183829A7FC5 leg 20260716183829",
        "at 1784198315705 and 1784198315",
        "look at us at example dot com",
        "meet me at home. Then at work dot dot dot",
        "see you at 5 at the shop",
        "I was born in London, and my birthday cake needs 12 candles",
        "4111 1111 1111 1112",
        "4111111111111112",
        "000-12-3456 and 666-12-3456",
        "BG123456C is no number",
        "B12 vitamins, A1 paper, the M25, the 7 11 store",
        "menu item chai-latte-1928, four of diamonds",
        "[PHONE] [EMAIL] [CARD] [DATE_OF_BIRTH] [ADDRESS] [NATIONAL_ID] [REDACTED]",
        "1 2 3 4 5 6",
        "咖啡两杯,谢谢",
        "the score was 10-3, 4-2 and 7-5",
        "sizes 8, 12, 16, 20 or 24",
        "temperature 98.6 to 101.5",
    ].map(|text| (text.to_owned(), text.to_owned())));
}

#[test]
fn a_dialogue_keeps_its_sense() {
    becomes(
        "Agent: Could I take your name and number?\n\
         Caller: Sure, it's Jean, oh seven seven double oh, nine double oh, six five two.\n\
         Agent: And the e-mail?\n\
         Caller: jean dot reno at gmail dot com.\n\
         Agent: Where should two lattes and one mocha go?\n\
         Caller: Flat 3, 12 Church Lane, London E1 6AN. Born on the 12th of March 1984, if that helps.\n\
         Agent: That is $12.50, ready at 10:30 on 2026-05-09, order 28740.",
        "Agent: Could I take your name and number?\n\
         Caller: Sure, it's Jean, [PHONE].\n\
         Agent: And the e-mail?\n\
         Caller: [EMAIL].\n\
         Agent: Where should two lattes and one mocha go?\n\
         Caller: [ADDRESS]. Born on the [DATE_OF_BIRTH], if that helps.\n\
         Agent: That is $12.50, ready at 10:30 on 2026-05-09, order 28740.",
    );
}

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

/// Two megabytes of what is worst for each detector; anything quadratic would never end.
#[test]
fn hostile_texts_end() {
    const SIZE: usize = 2 << 20;
    for unit in [
        "1", "1 ", "1-", "11 ", "12 34 5 ", "123 ", "1234567 ", "41 5", "2345678901 x ", "+1 ", "(", "0", "+",
        "a", "a@", "a@a.", "a.a@b.cc.d", "@", "a at b dot ", " at ", "a at ", "dot ", "one ",
        "double ", "twenty ", "one two ", "oh, ", "born ", "dob 1 ", "born 1/1/1 ", "1 a ",
        "1 A street", "flat 1 1 ", "12 a b c d ", "SW1A ", "AB12", "4111 1111 1111 1112 ",
        "phone 1234567 ", "ssn ", "ssn 12345678 ", "[PHONE", "[PHONE]", "[", "\0", "\u{200b}",
        "é", "４", "４１ ", "\n", " ", ",", "1,", "1,000,", "1/", "1:1 ", "january ", "1 january ",
    ] {
        checked(&unit.repeat(SIZE / unit.len()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_settles(text in any::<String>()) {
        checked(&text);
    }

    #[test]
    fn any_number_soup_settles(text in "([0-9]{1,5}|[ .,/()+-]|one|oh|double |twenty |phone |dob |ssn |order |at |dot com|@a.b|Main St|AB|SW1A|\\[PHONE\\]|\u{200b}|４|\0| ){0,60}") {
        checked(&text);
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
