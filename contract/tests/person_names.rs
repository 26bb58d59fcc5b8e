//! Names of persons are removed from what people say and write, and from nothing else.

use earshot_backend::readers::IncomingCall;
use earshot_domain::{CallDetails, FunctionCall, Review, ReviewChange, Turn};
use earshot_testkit::{alternating_turns, call};
use serde_json::json;

use crate::harness::{Person, Site, records};

crate::on_both_databases!(
    names_are_removed_from_sentences_and_the_agents_stays,
    what_reviewers_write_has_no_names_either,
    names_that_were_stored_before_are_removed,
    a_search_for_a_name_finds_nothing_and_says_so,
);

const NAMES: [&str; 4] = ["Hannah", "Price", "Okafor", "Daniel"];

fn sample() -> IncomingCall {
    IncomingCall {
        summary: Some("Hannah Price asked Marina about a crown.".to_owned()),
        turns: alternating_turns(&[
            "Good morning, this is Marina. May I have your name?",
            "It's Hannah Price, for my son Daniel.",
            "Thank you, Hannah. Dr Okafor is free on Thursday.",
        ]),
        details: CallDetails {
            function_calls: vec![FunctionCall {
                function: "book".to_owned(),
                parameters: json!({ "patient_name": "Hannah Price", "with": "Marina" }),
                result: Some(json!({ "message": "Daniel Price will come on Thursday." })),
                timestamp: None,
            }],
            notes: vec!["Call Hannah Price back on Friday.".to_owned()],
            tags: vec!["grace".to_owned()],
            ..CallDetails::default()
        },
        ..call(1)
    }
}

async fn stored(site: &Site) -> (Person, Review) {
    site.ingest(vec![sample()]).await;
    let admin = site.admin().await;
    let review = open(site, &admin).await;
    (admin, review)
}

async fn open(site: &Site, admin: &Person) -> Review {
    let id = site.list(admin, "").await.rows[0].id;
    site.backend.reviews().open(&admin.viewer, id).await.unwrap()
}

fn texts(turns: &[Turn]) -> Vec<&str> {
    turns.iter().map(|turn| turn.text.as_str()).collect()
}

/// Asserts that nothing of a call that is shown or written to a file has a name.
async fn assert_without_names(site: &Site, admin: &Person) {
    let shown = serde_json::to_string(&open(site, admin).await).unwrap();
    let file = records(site.export(admin, "").await.unwrap()).await.concat().concat();
    for name in NAMES {
        assert!(!shown.contains(name) && !file.contains(name), "{name}: {shown} {file}");
    }
}

async fn names_are_removed_from_sentences_and_the_agents_stays(site: &Site) {
    let (admin, review) = stored(site).await;
    assert_eq!(
        texts(&review.transcript.turns),
        [
            "Good morning, this is Marina. May I have your name?",
            "It's [PERSON], for my son [PERSON].",
            "Thank you, [PERSON]. Dr [PERSON] is free on Thursday.",
        ]
    );
    assert_eq!(review.row.summary.as_deref(), Some("[PERSON] asked Marina about a crown."));
    assert_eq!(review.row.agent.as_deref(), Some("Marina"));
    let call = &review.function_calls[0].call;
    assert_eq!(call.parameters, json!({ "patient_name": "[PERSON]", "with": "Marina" }));
    assert_eq!(call.result, Some(json!({ "message": "[PERSON] will come on Thursday." })));
    assert_eq!(review.details.notes, ["Call [PERSON] back on Friday."]);
    assert_eq!(review.details.tags, ["grace"]);
    assert_without_names(site, &admin).await;
}

async fn what_reviewers_write_has_no_names_either(site: &Site) {
    let (admin, review) = stored(site).await;
    let change = async |change| {
        let reviews = site.backend.reviews();
        reviews.change(&admin.viewer, review.row.id, change).await.unwrap();
    };
    let note = "Please call Daniel Okafor back about this.".to_owned();
    change(ReviewChange::Note { text: note.clone() }).await;
    change(ReviewChange::Escalate { reason: note.clone() }).await;
    // The line before asks for it.
    let text = "Price".to_owned();
    change(ReviewChange::Correct { turn: 1, text, reason: Some(note), seen: 0 }).await;
    assert_without_names(site, &admin).await;
    let review = open(site, &admin).await;
    assert_eq!(review.transcript.turns[1].text, "[PERSON]");
    let redacted = "Please call [PERSON] back about this.";
    assert_eq!(review.history[0].text.as_deref(), Some(redacted));
    assert_eq!(review.history[1].reason.as_deref(), Some(redacted));
}

async fn names_that_were_stored_before_are_removed(site: &Site) {
    let (admin, review) = stored(site).await;
    let change = ReviewChange::Note { text: "Call NAME back about this.".to_owned() };
    site.backend.reviews().change(&admin.viewer, review.row.id, change).await.unwrap();
    let change = ReviewChange::Tag { tag: "NAME".to_owned() };
    site.backend.reviews().change(&admin.viewer, review.row.id, change).await.unwrap();
    for statement in [
        "UPDATE calls SET redaction_version = 3, \
         summary = replace(summary, '[PERSON]', 'Hannah Price')",
        "UPDATE transcripts SET turns = replace(turns, '[PERSON]', 'Hannah Price'), \
         details = replace(details, '[PERSON]', 'Hannah Price')",
        "UPDATE review_events SET new_text = replace(new_text, 'NAME', 'Hannah Price')",
    ] {
        site.sql(statement).await;
    }
    assert!(open(site, &admin).await.row.summary.unwrap().contains("Hannah Price"));
    site.backend.worker().unwrap().run_due().await.unwrap();
    let after = open(site, &admin).await;
    assert_eq!(after.row.summary, review.row.summary);
    assert_eq!(after.transcript.turns, review.transcript.turns);
    assert_eq!(after.details, review.details);
    assert_eq!(after.history[0].text.as_deref(), Some("Call [PERSON] back about this."));
    // A tag is no sentence.
    assert_eq!(after.history[1].text.as_deref(), Some("Hannah Price"));
}

async fn a_search_for_a_name_finds_nothing_and_says_so(site: &Site) {
    let (admin, _) = stored(site).await;
    for (query, matched, searched_name) in [
        ("q=hannah", 0, true),
        ("q=Daniel+Okafor", 0, true),
        ("q=refunds", 0, false),
        ("q=marina", 1, false),
        ("q=crown", 1, false),
    ] {
        let page = site.list(&admin, query).await;
        assert_eq!((page.matched, page.searched_name), (matched, searched_name), "{query}");
    }
}
