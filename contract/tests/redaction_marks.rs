//! Marks of missed and wrong redactions: what they change in a call, and in which texts.

use earshot_backend::{Error, readers::IncomingCall};
use earshot_domain::{
    CallDetails, CallId, Consent, PlaybackCompliance, ProblemCode, RedactionLabel, Review,
    ReviewChange, Role,
};
use earshot_testkit::{alternating_turns, call};

use crate::{
    calls_again::said,
    harness::{Person, Site, records, refusal},
    unlocks::{consented, stored},
};

crate::on_both_databases!(
    missed_words_are_hidden_in_every_text_of_the_call,
    what_is_written_later_is_hidden_too,
    words_that_the_line_does_not_have_are_refused,
    the_second_of_two_people_sees_that_a_line_was_marked,
    the_words_of_a_mark_are_in_no_history_and_no_log,
);

pub const NAME: &str = "Harbour Lighthouse";

pub fn missed(turn: u32, text: &str, label: RedactionLabel, seen: u32) -> ReviewChange {
    ReviewChange::MarkMissed { turn, text: text.to_owned(), label, seen }
}

pub fn wrong(turn: u32, place: u32, seen: u32) -> ReviewChange {
    ReviewChange::MarkWrong { turn, place, seen }
}

/// A call that names a person in every kind of text.
fn naming() -> IncomingCall {
    let called = serde_json::json!([{
        "function": "look_up", "parameters": { "topic": NAME, "tries": 2 }, "result": "found Harbour lighthouse",
    }]);
    IncomingCall {
        summary: Some(format!("{NAME} asked for a refund")),
        end_reason: Some(format!("{NAME} hung up")),
        turns: alternating_turns(&[
            "Good morning",
            "This is harbour lighthouse, yes Harbour Lighthouse.",
            "Thank you, Harbour  Lighthouse!",
            "The outharbour lighthouses are closed",
        ]),
        details: CallDetails {
            notes: vec![format!("ring {NAME}")],
            tags: vec!["for harbour lighthouse".to_owned()],
            function_calls: serde_json::from_value(called).unwrap(),
            consent: Some(Consent::Granted),
            playback_compliance: Some(PlaybackCompliance::Permitted),
            ..CallDetails::default()
        },
        ..call(1)
    }
}

pub async fn change(
    site: &Site,
    who: &Person,
    id: CallId,
    change: ReviewChange,
) -> Result<(), Error> {
    site.backend.reviews().change(&who.viewer, id, change).await
}

pub async fn review(site: &Site, who: &Person, id: CallId) -> Review {
    site.backend.reviews().open(&who.viewer, id).await.unwrap()
}

async fn missed_words_are_hidden_in_every_text_of_the_call(site: &Site) {
    let admin = site.admin().await;
    let id = stored(site, &admin, naming()).await;
    let note = ReviewChange::Note { text: format!("{NAME} rang again") };
    change(site, &admin, id, note).await.unwrap();
    let correct = ReviewChange::Correct {
        turn: 0,
        text: "Good morning Harbour Lighthouse".to_owned(),
        reason: Some("HARBOUR LIGHTHOUSE said so".to_owned()),
        seen: 0,
    };
    change(site, &admin, id, correct).await.unwrap();
    assert_eq!(site.list(&admin, "q=lighthouse").await.matched, 1);
    change(site, &admin, id, missed(1, NAME, RedactionLabel::Person, 0)).await.unwrap();
    let after = review(site, &admin, id).await;
    assert_eq!(
        said(&after),
        [
            "Good morning [PERSON]",
            "This is [PERSON], yes [PERSON].",
            "Thank you, [PERSON]!",
            "The outharbour lighthouses are closed",
        ]
    );
    assert_eq!(after.row.summary.as_deref(), Some("[PERSON] asked for a refund"));
    assert_eq!(after.end_reason.as_deref(), Some("[PERSON] hung up"));
    assert_eq!(after.details.notes, ["ring [PERSON]"]);
    assert_eq!(after.tags, ["for [PERSON]"]);
    let called = &after.function_calls[0].call;
    assert_eq!(called.parameters["topic"], "[PERSON]");
    assert_eq!(called.result.as_ref().unwrap(), "found [PERSON]");
    let event = after.history.last().unwrap();
    assert_eq!((event.label, event.turn), (Some(RedactionLabel::Person), Some(1)));
    // Four in lines, summary, end reason, note, tag, parameter, result; note, correction and reason.
    assert_eq!(event.places, Some(13));
    let whole = serde_json::to_string(&after).unwrap().to_lowercase();
    assert!(!whole.replace("outharbour lighthouses", "").contains("lighthouse"), "{whole}");
    assert_eq!(site.list(&admin, "q=harbour").await.matched, 0);
    assert_eq!(site.list(&admin, "q=refund").await.matched, 1, "its other words are found");
    assert_eq!(site.list(&admin, "tag=for+harbour+lighthouse").await.matched, 0);
    assert_eq!(site.list(&admin, "tag=for+%5BPERSON%5D").await.matched, 1);
    let rows = records(site.export(&admin, "").await.unwrap()).await;
    assert!(rows[0][9].contains("This is [PERSON], yes [PERSON]."), "{}", rows[0][9]);
    for (table, column) in [
        ("transcripts", "turns"),
        ("transcripts", "details"),
        ("one_line_transcripts", "text"),
        ("calls", "summary"),
        ("calls", "end_reason"),
        ("call_tags", "tag"),
        ("review_events", "old_text"),
        ("review_events", "new_text"),
        ("review_events", "reason"),
    ] {
        let sql = format!(
            "SELECT count(*) FROM {table} WHERE lower({column}) LIKE '% harbour lighthouse%' OR lower({column}) LIKE 'harbour lighthouse%'"
        );
        assert_eq!(site.numbers(&sql).await, [0], "{table}.{column}");
    }
}

async fn what_is_written_later_is_hidden_too(site: &Site) {
    let admin = site.admin().await;
    let id = stored(site, &admin, naming()).await;
    change(site, &admin, id, missed(1, NAME, RedactionLabel::Person, 0)).await.unwrap();
    let manager = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    for written in [
        ReviewChange::Note { text: format!("for {NAME}") },
        ReviewChange::Annotate { turn: 0, text: format!("for {NAME}") },
        ReviewChange::Tag { tag: format!("for {NAME} too") },
        ReviewChange::Resolve { reason: Some(format!("for {NAME}")) },
        ReviewChange::Correct { turn: 2, text: format!("for {NAME}"), reason: None, seen: 0 },
    ] {
        change(site, &manager, id, written).await.unwrap();
    }
    let after = review(site, &admin, id).await;
    let written = after.history.iter().skip(1);
    let written: Vec<_> =
        written.filter_map(|event| event.text.as_ref().or(event.reason.as_ref())).collect();
    let expected =
        ["for [PERSON]", "for [PERSON]", "for [PERSON] too", "for [PERSON]", "for [PERSON]"];
    assert_eq!(written, expected);
    assert_eq!(said(&after)[2], "for [PERSON]");
    assert!(!serde_json::to_string(&after).unwrap().contains(NAME));
    assert_eq!(site.list(&admin, "q=harbour").await.matched, 0);
}

async fn words_that_the_line_does_not_have_are_refused(site: &Site) {
    let admin = site.admin().await;
    let id = stored(site, &admin, consented(1)).await;
    for (turn, text) in
        [(0, "Nobody"), (1, "EMAIL"), (1, "[EMAIL]"), (0, "e"), (0, "- ?"), (7, NAME)]
    {
        let refused = change(site, &admin, id, missed(turn, text, RedactionLabel::Person, 0)).await;
        assert_eq!(refusal(refused), ProblemCode::InvalidValue, "{text}");
    }
    assert_eq!(review(site, &admin, id).await.history, []);
    for role in [Role::ClientManager, Role::ClientStaff] {
        let person = site.person("harbour", role, &["front-desk"]).await;
        let refused =
            change(site, &person, id, missed(0, "address", RedactionLabel::Address, 0)).await;
        assert_eq!(refusal(refused), ProblemCode::OptionForbidden, "{role}");
    }
}

async fn the_second_of_two_people_sees_that_a_line_was_marked(site: &Site) {
    let admin = site.admin().await;
    let other = site.person("harbour", Role::ClientAdmin, &["front-desk"]).await;
    let id = stored(site, &admin, naming()).await;
    change(site, &admin, id, missed(1, "harbour", RedactionLabel::Person, 0)).await.unwrap();
    let second = change(site, &other, id, missed(1, NAME, RedactionLabel::Person, 0)).await;
    let problem = second.unwrap_err().problem();
    assert_eq!(problem.code, ProblemCode::Conflict);
    assert!(problem.detail.contains("“This is [PERSON] lighthouse"), "{}", problem.detail);
    change(site, &other, id, missed(1, "lighthouse", RedactionLabel::Person, 1)).await.unwrap();
    assert_eq!(
        said(&review(site, &admin, id).await)[1],
        "This is [PERSON] [PERSON], yes [PERSON] [PERSON]."
    );
}

async fn the_words_of_a_mark_are_in_no_history_and_no_log(site: &Site) {
    let admin = site.admin().await;
    let id = stored(site, &admin, naming()).await;
    change(site, &admin, id, missed(1, NAME, RedactionLabel::Person, 0)).await.unwrap();
    let event = review(site, &admin, id).await.history.remove(0);
    assert_eq!(
        event.action_text(),
        "marked a missed redaction (Person) in line 2, in 9 places of the call"
    );
    assert_eq!((event.old_text, event.text, event.reason), (None, None, None));
    let (log, broken) = site.backend.audit().log("harbour").await.unwrap();
    assert_eq!(broken, None);
    let marked = log.iter().find(|entry| entry.action == "review.changed").unwrap();
    assert_eq!(marked.detail, r#"{"action":"mark_missed","event":1,"turn":1}"#);
    assert!(log.iter().all(|entry| !entry.detail.to_lowercase().contains("lighthouse")));
    let sealed = "SELECT count(*) FROM redaction_marks WHERE length(words_encrypted) > 28";
    assert_eq!(site.numbers(sealed).await, [1]);
}
