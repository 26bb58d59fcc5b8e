//! Details of a conversation that no turn shows by itself.

use earshot_domain::Speaker::{self, Agent, Caller};

use crate::privacy::redaction::{
    Names, RedactedTurns, redact, redact_lines, redact_named, redact_turns,
};

fn redacted(turns: &[(Speaker, &str)]) -> Vec<String> {
    let texts: Vec<String> =
        redact_turns(turns.iter().copied(), None).into_iter().map(|turn| turn.text).collect();
    for text in &texts {
        assert_eq!(redact(text).text, *text, "a turn is stable");
    }
    let again = turns.iter().zip(&texts).map(|((speaker, _), text)| (*speaker, text.as_str()));
    let again: Vec<String> = redact_turns(again, None).into_iter().map(|turn| turn.text).collect();
    assert_eq!(again, texts, "a conversation is stable");
    texts
}

#[test]
fn answers_to_questions_are_redacted() {
    for (question, answer, expected) in [
        ("What is your date of birth?", "03 12 1984", "[DATE_OF_BIRTH]"),
        ("Your date of birth, please", "Sure, 12/03/1984.", "Sure, [DATE_OF_BIRTH]."),
        (
            "When were you born?",
            "the third of december nineteen eighty four",
            "the [DATE_OF_BIRTH]",
        ),
        ("And your social security number?", "078051120", "[NATIONAL_ID]"),
        ("What is the best number for you?", "9460 1012", "[PHONE]"),
        ("Can I take your number?", "it's 946 010", "it's [PHONE]"),
        ("What is your address?", "twelve high street camden", "[ADDRESS]"),
        ("Where do you live?", "Rose Cottage, Church Lane", "[ADDRESS]"),
        ("And the postcode?", "n1 9gu", "[ADDRESS]"),
        ("What's your zip code?", "62704", "[ADDRESS]"),
        ("Your account number?", "12345678", "[BANK_ACCOUNT]"),
        ("Passport number?", "C01X00T47", "[DOCUMENT_NUMBER]"),
        ("And the security code?", "one two three", "[CARD]"),
        ("How old are you?", "eighty four", "[AGE]"),
        ("What is your e-mail?", "ann at our-firm", "[EMAIL]"),
    ] {
        assert_eq!(redacted(&[(Agent, question), (Caller, answer)])[1], expected, "{question}");
    }
}

#[test]
fn an_answer_may_come_later_or_follow_its_speakers_own_words() {
    let turns = redacted(&[
        (Agent, "What is your date of birth?"),
        (Caller, "One moment."),
        (Agent, "Take your time."),
        (Caller, "03 12 1984"),
    ]);
    assert_eq!(turns[3], "[DATE_OF_BIRTH]");
    let turns = redacted(&[(Caller, "My account number is"), (Caller, "12345678")]);
    assert_eq!(turns[1], "[BANK_ACCOUNT]");
}

#[test]
fn values_split_over_turns_are_redacted_in_each() {
    for (turns, expected) in [
        (
            &[(Caller, "4111 1111"), (Agent, "go on"), (Caller, "1111 1111")] as &[_],
            &["[CARD]", "go on", "[CARD]"] as &[_],
        ),
        (
            &[(Caller, "It is 07700"), (Agent, "Yes?"), (Caller, "900 123.")],
            &["It is [PHONE]", "Yes?", "[PHONE]."],
        ),
        (
            &[(Caller, "four one five"), (Caller, "five five five"), (Caller, "oh one four four")],
            &["[PHONE]", "[PHONE]", "[PHONE]"],
        ),
        (
            &[(Caller, "john dot smith"), (Agent, "Okay."), (Caller, "at gmail dot com")],
            &["[EMAIL]", "Okay.", "[EMAIL]"],
        ),
        (
            &[(Caller, "it is SW1A"), (Agent, "mm-hm"), (Caller, "1AA")],
            &["it is [ADDRESS]", "mm-hm", "[ADDRESS]"],
        ),
        (
            &[(Caller, "415"), (Agent, "415"), (Caller, "555 0144")],
            &["[PHONE]", "[PHONE]", "[PHONE]"],
        ),
    ] {
        assert_eq!(redacted(turns), expected);
    }
}

/// Turns that ask for nothing and share nothing with their neighbours.
const SMALL_TALK: [(Speaker, &str); 2] = [
    (Agent, "How is the weather over there today, my friend"),
    (Caller, "Rather grey and wet in the town, I am afraid to say"),
];

#[test]
fn a_detail_is_found_wherever_in_a_conversation_it_stands() {
    let conversations: [&[(Speaker, &str)]; 4] = [
        &[(Caller, "4111 1111"), (Agent, "go on"), (Caller, "1111 1111")],
        &[(Caller, "415"), (Agent, "415"), (Caller, "555 0144")],
        &[(Agent, "What is your date of birth?"), (Caller, "One moment."), (Caller, "03 12 1984")],
        &[(Caller, "john dot smith"), (Agent, "Okay."), (Caller, "at gmail dot com")],
    ];
    for conversation in conversations {
        let alone = redacted(conversation);
        assert_ne!(alone[2], conversation[2].1);
        for before in 0..60 {
            let talk = || SMALL_TALK.into_iter().cycle();
            let around = talk().take(before).chain(conversation.iter().copied());
            let whole: Vec<_> = around.chain(talk().take(61 - before)).collect();
            assert_eq!(redacted(&whole)[before..before + 3], alone, "after {before} turns");
        }
    }
}

#[test]
fn a_conversation_is_redacted_turn_by_turn_as_it_is_read() {
    let read = std::cell::Cell::new(0);
    let turns = SMALL_TALK.into_iter().cycle().take(100).inspect(|_| read.set(read.get() + 1));
    for (given, turn) in RedactedTurns::new(turns, None).enumerate() {
        assert_eq!(turn.text, SMALL_TALK[given % 2].1);
        assert!(read.get() <= given + 2, "{} were read before turn {given} was given", read.get());
    }
}

#[test]
fn digits_one_by_one_are_redacted() {
    let turns: Vec<_> =
        ["4", "1", "5", "5", "5", "5", "0", "1", "4", "4"].map(|digit| (Caller, digit)).into();
    assert!(redacted(&turns).iter().all(|turn| turn == "[PHONE]"));
}

#[test]
fn ordinary_conversations_are_unchanged() {
    let turns = [
        (Agent, "What is your order number?"),
        (Caller, "28740"),
        (Agent, "How many lattes?"),
        (Caller, "Two, and 3 mochas at 4.50"),
        (Agent, "What size?"),
        (Caller, "12 ounces"),
        (Agent, "At what time?"),
        (Caller, "At 10:30 on 9 May 2026"),
        (Agent, "Your phone says it is ready in 15 minutes?"),
        (Caller, "Yes, number 7"),
        (Agent, "Which address should the menu show?"),
        (Caller, "The one down the road, 5 minutes from the square"),
    ];
    let expected: Vec<&str> = turns.iter().map(|(_, text)| *text).collect();
    assert_eq!(redacted(&turns), expected);
}

#[test]
fn the_name_of_a_field_tells_what_it_holds() {
    for (name, value, expected) in [
        ("dateOfBirth", "1984-12-03", "[DATE_OF_BIRTH]"),
        ("account_number", "12345678", "[BANK_ACCOUNT]"),
        ("passport", "C01X00T47", "[DOCUMENT_NUMBER]"),
        ("order_id", "12345678", "12345678"),
        ("created_at", "1984-12-03", "1984-12-03"),
    ] {
        assert_eq!(redact_named(name, value).text, expected, "{name}");
    }
}

/// A conversation of the worst case of each reader; quadratic time would not terminate.
#[test]
fn hostile_conversations_terminate() {
    for text in ["4", "four", "at", "a at b", "phone number", "date of birth 1", "12 34", "S W"] {
        let turns: Vec<_> = (0..5_000)
            .map(|place: u32| (if place.is_multiple_of(2) { Caller } else { Agent }, text))
            .collect();
        assert_eq!(redact_turns(turns, None).len(), 5_000);
    }
    let long = "4 ".repeat(200_000);
    redact_turns([(Caller, long.as_str()), (Agent, "go on"), (Caller, long.as_str())], None);
}

#[test]
fn names_of_persons_are_redacted_where_that_is_set() {
    let turns = ["What is your name, please?", "Hannah Price, and my number is 07700 900123."];
    let texts = |names| redact_lines(turns, names).into_iter().map(|turn| turn.text);
    let kept = [turns[0], "Hannah Price, and my number is [PHONE]."];
    assert!(texts(Names::Off).eq(kept));
    let redacted = [turns[0], "[PERSON], and my number is [PHONE]."];
    assert!(texts(Names::Balanced).eq(redacted));
    assert!(texts(Names::Careful).eq(redacted));
}
