//! Marks of redaction stay when their call comes again, and when it is redacted again; and their report.

use earshot_backend::{Error, Ingested};
use earshot_domain::{MarkKind, RedactionLabel, ReviewChange, Role, UnlockScope};
use earshot_testkit::{alternating_turns, call};
use serde_json::json;

use crate::{
    calls_again::{lines, open, push, replace, said},
    harness::{Person, Site},
    redaction_marks::{NAME, change, missed, review, wrong},
    unlocks::{EMAIL, consented, stored, unlock},
};

crate::on_both_databases!(
    marks_stay_when_a_call_grows,
    marks_stay_where_no_text_is_kept,
    marks_move_with_their_lines,
    marks_stay_when_texts_are_redacted_again,
    the_report_counts_marks_in_scope,
);

fn spoken(more: &[&str]) -> serde_json::Value {
    let first = ["Mail?", "at harbour lighthouse, mara.quill@canary.example"];
    let said = [first.as_slice(), more].concat();
    json!({
        "transcript": lines(&said), "consent": "granted", "playback_compliance": "permitted",
        "summary": "Harbour Lighthouse called", "notes": ["for Harbour Lighthouse"],
    })
}

async fn marked(site: &Site, admin: &Person) {
    let id = open(site, admin).await.row.id;
    change(site, admin, id, missed(1, NAME, RedactionLabel::Person, 0)).await.unwrap();
}

async fn marks_stay_when_a_call_grows(site: &Site) {
    let admin = site.admin().await;
    push(site, &spoken(&[])).await;
    marked(site, &admin).await;
    let id = open(site, &admin).await.row.id;
    unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    change(site, &admin, id, wrong(1, 1, 1)).await.unwrap();
    let line = format!("at [PERSON], {EMAIL}");
    assert_eq!(said(&open(site, &admin).await), ["Mail?", line.as_str()]);
    assert_eq!(push(site, &spoken(&[])).await.ingested, Ingested::Unchanged);
    let longer = push(site, &spoken(&["Bye Harbour Lighthouse"])).await;
    assert_eq!((longer.ingested, longer.ignored), (Ingested::Extended, None));
    let after = open(site, &admin).await;
    assert_eq!(said(&after), ["Mail?", line.as_str(), "Bye [PERSON]"]);
    assert_eq!(after.row.summary.as_deref(), Some("[PERSON] called"));
    assert_eq!(after.details.notes, ["for [PERSON]"]);
    assert_eq!(site.list(&admin, "q=lighthouse").await.matched, 0);
    assert_eq!(site.list(&admin, "q=quill").await.matched, 1);
    let tagged = push(site, &json!({"tags": ["Harbour Lighthouse"]})).await;
    assert_eq!(tagged.ingested, Ingested::Extended);
    let after = open(site, &admin).await;
    assert_eq!(after.tags, ["[PERSON]"]);
    assert_eq!(site.list(&admin, "tag=Harbour+Lighthouse").await.matched, 0);
    replace(site, &spoken(&["Bye Harbour Lighthouse"])).await;
    let after = open(site, &admin).await;
    assert_eq!(said(&after), ["Mail?", line.as_str(), "Bye [PERSON]"]);
    assert!(!serde_json::to_string(&after).unwrap().to_lowercase().contains("lighthouse"));
}

async fn marks_stay_where_no_text_is_kept(site: &Site) {
    let admin = site.admin().await;
    site.backend.custody().set_keep_raw_text("harbour", false).await.unwrap();
    push(site, &spoken(&[])).await;
    marked(site, &admin).await;
    // The same but for a field that nothing shows: the lines agree, as far as they are stored.
    let mut other = spoken(&[]);
    other["agent"] = json!("Reception");
    let again = push(site, &other).await;
    assert_eq!((again.ingested, again.ignored), (Ingested::Extended, None));
    let longer = push(site, &spoken(&["Bye Harbour Lighthouse"])).await;
    assert_eq!((longer.ingested, longer.ignored), (Ingested::Extended, None));
    let after = open(site, &admin).await;
    assert_eq!(said(&after), ["Mail?", "at [PERSON], [EMAIL]", "Bye [PERSON]"]);
    assert_eq!(after.row.summary.as_deref(), Some("[PERSON] called"));
}

async fn marks_move_with_their_lines(site: &Site) {
    let admin = site.admin().await;
    push(site, &spoken(&[])).await;
    marked(site, &admin).await;
    let id = open(site, &admin).await.row.id;
    unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    change(site, &admin, id, wrong(1, 1, 1)).await.unwrap();
    let speakers = ["caller", "agent", "caller"];
    let texts = ["Hello?", "Mail?", "at harbour lighthouse, mara.quill@canary.example"];
    let turns = speakers.iter().zip(texts);
    let turns: Vec<_> =
        turns.map(|(speaker, text)| json!({"speaker": speaker, "text": text})).collect();
    replace(site, &json!({"transcript": { "turns": turns }})).await;
    let after = open(site, &admin).await;
    assert_eq!(said(&after), ["Hello?", "Mail?", &format!("at [PERSON], {EMAIL}")]);
    assert_eq!(after.history.iter().map(|event| event.turn).collect::<Vec<_>>(), [Some(2); 2]);
}

async fn marks_stay_when_texts_are_redacted_again(site: &Site) {
    let admin = site.admin().await;
    let mut spoken = consented(1);
    spoken.turns = alternating_turns(&["Mail?", EMAIL, NAME, EMAIL]);
    let id = stored(site, &admin, spoken).await;
    unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    change(site, &admin, id, wrong(1, 0, 0)).await.unwrap();
    change(site, &admin, id, missed(2, NAME, RedactionLabel::Person, 0)).await.unwrap();
    let expected = ["Mail?", EMAIL, "[PERSON]", "[EMAIL]"];
    assert_eq!(said(&review(site, &admin, id).await), expected);
    site.sql("UPDATE calls SET redaction_version = 0").await;
    let mut worker = site.backend.intake().redact_again().await.unwrap();
    worker.run_due().await.unwrap();
    assert_eq!(site.backend.intake().redaction_progress().await.unwrap().outdated, 0);
    assert_eq!(said(&review(site, &admin, id).await), expected);
    assert_eq!(site.list(&admin, "q=quill").await.matched, 1);
    assert_eq!(site.list(&admin, "q=lighthouse").await.matched, 0);
    // What people write of the line keeps its words as well.
    let text = format!("{EMAIL} it is");
    let correct = ReviewChange::Correct { turn: 1, text: text.clone(), reason: None, seen: 1 };
    change(site, &admin, id, correct).await.unwrap();
    assert_eq!(said(&review(site, &admin, id).await)[1], text);
}

async fn the_report_counts_marks_in_scope(site: &Site) {
    let admin = site.admin().await;
    let reviews = site.backend.reviews();
    assert_eq!(reviews.redaction_report(&admin.viewer, None).await.unwrap().counts, []);
    for n in 1..=2 {
        let mut named = consented(n);
        named.turns = alternating_turns(&[NAME, EMAIL]);
        let id = stored(site, &admin, named).await;
        change(site, &admin, id, missed(0, NAME, RedactionLabel::Person, 0)).await.unwrap();
        unlock(site, &admin, id, UnlockScope::All).await.unwrap();
        change(site, &admin, id, wrong(1, 0, 0)).await.unwrap();
    }
    stored(site, &admin, call(3)).await;
    let report = reviews.redaction_report(&admin.viewer, None).await.unwrap();
    let counts =
        report.counts.iter().map(|row| (row.label, row.rules, row.missed, row.wrong, row.calls));
    let rules = report.rules;
    assert_eq!(
        counts.collect::<Vec<_>>(),
        [(RedactionLabel::Email, rules, 0, 2, 2), (RedactionLabel::Person, rules, 2, 0, 2)]
    );
    let marks: Vec<_> =
        report.marks.iter().map(|mark| (mark.kind, mark.line, mark.places)).collect();
    assert_eq!(marks.len(), 4);
    assert!(marks.contains(&(MarkKind::Missed, 1, 1)) && marks.contains(&(MarkKind::Wrong, 2, 1)));
    let first = report.marks[0].id;
    let behind = reviews.redaction_report(&admin.viewer, Some(first)).await.unwrap();
    assert_eq!(behind.marks, report.marks[1..]);
    for (tenant, role, project) in [
        ("harbour", Role::ClientAdmin, "after-hours"),
        ("rival", Role::ClientAdmin, "lobby"),
        ("harbour", Role::ClientManager, "front-desk"),
        ("harbour", Role::ClientStaff, "front-desk"),
    ] {
        let stranger = site.person(tenant, role, &[project]).await;
        let listed = reviews.redaction_report(&stranger.viewer, None).await;
        if role == Role::ClientAdmin {
            assert_eq!(listed.unwrap().marks, []);
            let foreign = reviews.redaction_report(&stranger.viewer, Some(first)).await;
            assert!(matches!(foreign, Err(Error::NotFound)));
        } else {
            assert!(matches!(listed, Err(Error::NotFound)), "{role}");
        }
    }
}
