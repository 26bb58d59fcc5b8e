//! Names in conversations.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use earshot_names::{Before, Kind, Known, Names, Setting, tokens};

/// Returns the names found in some turns.
fn names<'t>(turns: &[&'t str]) -> Vec<&'t str> {
    texts(turns, &Names::embedded().unwrap().find(turns, Setting::Balanced))
}

fn texts<'t>(turns: &[&'t str], found: &[Vec<std::ops::Range<usize>>]) -> Vec<&'t str> {
    let each = turns.iter().zip(found);
    each.flat_map(|(turn, ranges)| ranges.iter().map(|range| &turn[range.clone()])).collect()
}

#[test]
fn names_are_found_written_and_said() {
    assert_eq!(
        names(&["Hi, my name is Jennifer Okafor and I'd like to book."]),
        ["Jennifer Okafor"]
    );
    assert_eq!(names(&["hi my name is jennifer okafor and i'd like to book"]), ["jennifer okafor"]);
    assert_eq!(names(&["Can I speak to Mr. O’Brien, please?"]), ["O’Brien"]);
    assert_eq!(names(&["It's Anne-Marie Müller's appointment."]), ["Anne-Marie Müller"]);
}

#[test]
fn a_question_makes_its_answer_a_name() {
    assert_eq!(names(&["what is your last name please", "rose"]), ["rose"]);
    assert_eq!(names(&["what flowers would you like", "a red rose please"]), Vec::<&str>::new());
}

#[test]
fn a_spelled_name_is_one_name() {
    assert_eq!(names(&["How do you spell it?", "S-M-I-T-H"]), ["S-M-I-T-H"]);
    assert_eq!(names(&["how do you spell it", "s m i t h"]), ["s m i t h"]);
}

#[test]
fn words_months_and_businesses_are_no_names() {
    for text in [
        "Will you be open in May?",
        "will you be open in may",
        "Please mark it as paid.",
        "I'd like a latte with oat milk and a blueberry muffin.",
        "We moved from Houston to Denver.",
        "the bill rose by ten dollars",
    ] {
        assert_eq!(names(&[text]), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn parts_of_addresses_of_mail_are_left_to_others() {
    assert_eq!(names(&["Write to anna.smith@post.example please."]), Vec::<&str>::new());
}

#[test]
fn known_names_are_left_out() {
    let turns =
        ["Thank you for calling Northgate Dental, this is Amanda.", "Hi Amanda, it's Kevin Walsh."];
    let tagger = Names::embedded().unwrap();
    let found = tagger.find_except(&turns, Setting::Balanced, &["Amanda Fields"]);
    assert_eq!(texts(&turns, &found), ["Kevin Walsh"]);
    assert_eq!(names(&turns), ["Amanda", "Amanda", "Kevin Walsh"]);
}

#[test]
fn placeholders_are_no_names_and_do_not_hide_them() {
    assert_eq!(names(&["[PERSON] and maria garcia called from [PHONE]"]), ["maria garcia"]);
}

#[test]
fn a_name_and_its_placeholder_leave_the_same_words() {
    let rest = |text: &str| -> Vec<_> {
        let others = tokens(text).into_iter().enumerate().filter(|(at, _)| at % 3 != 0);
        others.map(|(_, token)| (token.kind, token.hash, token.gap)).collect()
    };
    let replaced = rest("[PERSON]'s booking, [PERSON]’ll call");
    assert_eq!(replaced, rest("Anna's booking, Anna’ll call"));
    assert_eq!(replaced[0].0, Kind::Suffix);
}

#[test]
fn turn_by_turn_gives_the_same_as_the_whole() {
    let turns = ["May I have your name?", "dawn", "Thank you Dawn.", "bye"];
    let tagger = Names::embedded().unwrap();
    let whole = tagger.find(&turns, Setting::Careful);
    let mut before = Before::NOTHING;
    for (turn, whole) in turns.iter().zip(whole) {
        let (ranges, next) = tagger.find_next(before, turn, Setting::Careful, &Known::default());
        assert_eq!((ranges, next), (whole, Before::of(turn)));
        before = next;
    }
}

#[test]
fn words_of_other_languages_are_no_names() {
    for text in [
        "Bonjour, je voudrais un rendez-vous avec le dentiste.",
        "Guten Tag, ich möchte bitte einen Termin und eine Rechnung.",
        "hola quiero una cita para las ocho por favor",
    ] {
        assert_eq!(names(&[text]), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn words_of_other_scripts_are_no_names() {
    for text in [
        "привет, мир! я хочу записаться",
        "مرحبا، أريد حجز موعد",
        "שלום, אפשר לקבוע תור?",
        "Καλημέρα σας, πώς μπορώ να σας βοηθήσω;",
        "मुझे कल अपॉइंटमेंट चाहिए",
        "你好，我想预约",
        "Tôi muốn đặt lịch khám răng",
        "Ich wohne neben dem großen Fußballplatz",
    ] {
        assert_eq!(names(&[text]), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn plain_names_are_found_in_other_languages() {
    assert_eq!(names(&["Bonjour, je suis Nicolas Dupont."]), ["Nicolas Dupont"]);
}

#[test]
fn addresses_of_pages_are_left_to_others() {
    assert_eq!(names(&["It says https://library.example.org/help/anna here."]), Vec::<&str>::new());
}
