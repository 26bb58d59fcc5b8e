//! Properties that hold for every text.

use earshot_names::{Names, Setting, tokens};
use proptest::prelude::*;

/// Pieces of which texts for the tagger are made: every kind of token, and what broke others.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Anna Smith".to_owned()),
        Just("my name is".to_owned()),
        Just("O’Brien's".to_owned()),
        Just("½²٣".to_owned()),
        Just("[PHONE]".to_owned()),
        Just("[".to_owned()),
        Just("'".to_owned()),
        Just("é\u{301}\u{200d}".to_owned()),
        Just("S-M-I-T-H".to_owned()),
        Just("日本語 İstanbul ß".to_owned()),
        Just("a.b@c_d".to_owned()),
        "\\PC{0,6}",
        any::<String>(),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..12).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn tokens_are_in_order_and_at_characters(text in text()) {
        let mut end = 0;
        for token in tokens(&text) {
            prop_assert!(token.start >= end && token.start < token.end);
            prop_assert!(text.get(token.start..token.end).is_some());
            end = token.end;
        }
        prop_assert!(end <= text.len());
    }

    #[test]
    fn every_letter_is_in_a_token(text in text()) {
        let tokens = tokens(&text);
        for (at, sign) in text.char_indices().filter(|(_, sign)| sign.is_alphanumeric()) {
            prop_assert!(tokens.iter().any(|token| (token.start..token.end).contains(&at)), "{sign:?} at {at}");
        }
    }

    #[test]
    fn ranges_are_in_order_and_the_same_each_time(turns in prop::collection::vec(text(), 0..5)) {
        let turns: Vec<&str> = turns.iter().map(String::as_str).collect();
        let names = Names::embedded().unwrap();
        let found = names.find(&turns, Setting::Balanced);
        prop_assert_eq!(&found, &names.find(&turns, Setting::Balanced));
        prop_assert_eq!(found.len(), turns.len());
        for (turn, ranges) in turns.iter().zip(&found) {
            let mut end = 0;
            for range in ranges {
                prop_assert!(range.start >= end && range.start < range.end);
                prop_assert!(turn.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }

    #[test]
    fn careful_marks_all_that_balanced_marks(turns in prop::collection::vec(text(), 0..5)) {
        let turns: Vec<&str> = turns.iter().map(String::as_str).collect();
        let names = Names::embedded().unwrap();
        let careful = names.find(&turns, Setting::Careful);
        for (ranges, wider) in names.find(&turns, Setting::Balanced).iter().zip(&careful) {
            for range in ranges {
                prop_assert!(wider.iter().any(|wide| wide.start <= range.start && range.end <= wide.end));
            }
        }
    }
}
