//! Tests of merging legs that come again.

use std::slice::from_ref;

use earshot_domain::Status;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    super::{
        BadRecord, Format, IncomingCall,
        samples::{calls, options},
    },
    merge,
    tests::{file, leg, record, with},
};

/// Start of the stored calls.
const STORED: Timestamp = Timestamp::constant(1_780_995_600, 0);

fn merged(stored: &[Value], new: &[Value]) -> Result<Option<IncomingCall>, BadRecord> {
    merge((&record(stored), STORED), &record(new), &options(), false).map(|merged| merged.call)
}

#[test]
fn merging_adds_legs_in_their_order() {
    let second = with(leg("a", "2", 2), "status", json!("VOICEMAIL"));
    let both = [leg("a", "1", 1), second];
    for (stored, new) in [(&both[..1], &both[1..]), (&both[1..], &both[..1])] {
        let Ok(Some(call)) = merged(stored, new) else {
            panic!("the new leg was not taken");
        };
        assert_eq!(call.source_record, record(&both));
        // The second leg begins a second later, and the first was answered.
        assert_eq!((call.total_seconds, call.status), (11, Status::Completed));
        assert_eq!(call.started_at.to_string(), "2026-06-09T09:00:01Z");
    }
}

#[test]
fn merging_known_legs_changes_nothing() {
    let (first, second) = (leg("a", "1", 1), leg("a", "2", 2));
    let both = [first.clone(), second.clone()];
    for new in [&both[..], &both[..1], &both[1..]] {
        assert!(matches!(merged(&both, new), Ok(None)));
    }
    let empty = with(second, "talk_duration", json!(0));
    assert!(matches!(merged(&both, &[empty]), Ok(None)));
}

#[test]
fn a_leg_that_says_more_replaces_the_known_one() {
    let words = |texts: &[&str]| {
        let said = |text: &&str| json!({"source_number": "7000", "content": text});
        Value::from(texts.iter().map(said).collect::<Vec<_>>())
    };
    let bare = with(leg("a", "1", 1), "status", json!("NO ANSWER"));
    let whole = with(leg("a", "1", 1), "ai_transcription", words(&["Good morning"]));
    let longer = with(whole.clone(), "ai_transcription", words(&["Good morning", "Hello"]));
    let other = with(longer.clone(), "ai_summary", json!("Asked."));
    let expected = [(&bare, &whole, 1), (&whole, &longer, 2), (&longer, &other, 2)];
    for (stored, again, lines) in expected {
        let call = merged(from_ref(stored), from_ref(again)).unwrap().unwrap();
        assert_eq!((call.turns.len(), call.status), (lines, Status::Completed));
        assert_eq!(call.details.legs.len(), 1);
    }
    let in_one_file = calls(Format::Pbx, file(&[bare, other]));
    assert_eq!((in_one_file.len(), in_one_file[0].turns.len()), (1, 2));
}

#[test]
fn a_leg_that_contradicts_or_says_less_is_ignored_by_name_unless_it_is_forced() {
    let whole = with(leg("a", "1", 1), "ai_summary", json!("Asked. Booked."));
    let less = with(whole.clone(), "ai_summary", json!("Asked."));
    let busy = with(whole.clone(), "status", json!("BUSY"));
    for (again, field) in [(less, "ai_summary"), (busy, "status")] {
        let merge = |forced| {
            merge(
                (&record(from_ref(&whole)), STORED),
                &record(from_ref(&again)),
                &options(),
                forced,
            )
        };
        let kept = merge(false).unwrap();
        assert!(kept.call.is_none());
        let ignored = kept.ignored.iter().filter(|(_, change)| change.is_said());
        assert_eq!(ignored.map(|(name, _)| name).collect::<Vec<_>>(), [field]);
        let forced = merge(true).unwrap();
        assert!(forced.call.is_some() && forced.ignored.is_empty());
    }
}

#[test]
fn a_leg_keeps_what_its_later_version_does_not_say() {
    let whole = with(leg("a", "1", 1), "ai_summary", json!("Asked."));
    let mut words = leg("a", "1", 1);
    words["ai_transcription"] = json!([{"source_number": "7000", "content": "Hello"}]);
    let call = merged(&[whole], &[words]).unwrap().unwrap();
    assert_eq!((call.summary.as_deref(), call.turns.len()), (Some("Asked."), 1));
}

#[test]
fn merging_refuses_what_is_no_leg_of_the_call() {
    let refused = |stored: &[u8], new: &[u8]| {
        merge((stored, STORED), new, &options(), false).err().map(|bad| bad.to_string()).unwrap()
    };
    let (one, other) = (record(&[leg("a", "1", 1)]), record(&[leg("b", "2", 1)]));
    assert_eq!(refused(&one, &other), "record 1: `uid` is another call's");
    assert_eq!(refused(b"{}", &one), "record 1: the file is not a JSON array");
    assert!(refused(&one, b"[{}]").starts_with("record 1: missing field"));
}
