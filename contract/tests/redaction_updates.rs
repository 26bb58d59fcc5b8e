//! Stored texts are redacted again in the background when the rules of redaction find more.

use earshot_backend::{Ingested, readers::IncomingCall, redaction::redaction_version};
use earshot_domain::{CallDetails, CallId, Recording, Review, Status};
use earshot_testkit::{alternating_turns, call, calls_from_legs, leg_with};
use serde_json::json;

use crate::harness::{Person, Site, records, summaries};

crate::on_both_databases!(
    texts_of_earlier_rules_are_redacted_again,
    a_call_that_comes_again_before_is_stored_once,
    calls_of_the_current_rules_are_left_alone,
    stored_texts_are_redacted_again_on_demand,
    calls_of_a_pbx_are_derived_from_their_legs_again,
);

const SOURCE_ID: &str = "room-447700900123";

fn sample() -> IncomingCall {
    IncomingCall {
        source_id: SOURCE_ID.to_owned(),
        summary: Some("Thursday please".to_owned()),
        turns: alternating_turns(&["What is your date of birth?", "Tuesday"]),
        details: CallDetails {
            recording: Some(Recording { file_name: "447700900123.wav".to_owned() }),
            tags: vec!["urgent".to_owned()],
            ..CallDetails::default()
        },
        ..call(1)
    }
}

/// Stores the sample as a version without any redaction would have.
async fn stored_by_earlier_rules(site: &Site, admin: &Person) -> CallId {
    site.ingest(vec![sample()]).await;
    let id = site.list(admin, "").await.rows[0].id;
    for statement in [
        "UPDATE calls SET redaction_version = 0, names_encrypted = NULL, \
         source_id = 'room-447700900123', summary = 'Thursday, on 07700 900123', \
         end_reason = 'ring 07700 900123', source_status = 'to 07700 900123', \
         agent = '07700 900123', outcome = 'ring_07700_900123'",
        "UPDATE transcripts SET turns = replace(turns, 'Tuesday', '03 12 1984')",
        "UPDATE transcripts SET details = replace(details, '[PHONE].wav', '447700900123.wav')",
        "UPDATE call_tags SET tag = 'of 07700 900123' WHERE tag = 'urgent'",
        "INSERT INTO imports (id, tenant_id, project_id, format, files, started_at, taken, extended, \
         unchanged, refused) SELECT '0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b', tenant_id, project_id, \
         'ndjson', '[\"447700900123.ndjson\"]', 0, 0, 0, 0, 0 FROM calls",
    ] {
        site.sql(statement).await;
    }
    id
}

async fn open(site: &Site, admin: &Person, id: CallId) -> Review {
    site.backend.reviews().open(&admin.viewer, id).await.unwrap()
}

async fn run(site: &Site) {
    site.backend.worker().unwrap().run_due().await.unwrap();
}

async fn texts_of_earlier_rules_are_redacted_again(site: &Site) {
    let admin = site.admin().await;
    let id = stored_by_earlier_rules(site, &admin).await;
    run(site).await;
    let review = open(site, &admin, id).await;
    let texts: Vec<&str> = review.transcript.turns.iter().map(|turn| turn.text.as_str()).collect();
    assert_eq!(texts, ["What is your date of birth?", "[DATE_OF_BIRTH]"]);
    assert_eq!(review.row.summary.as_deref(), Some("Thursday, on [PHONE]"));
    assert_eq!(review.end_reason.as_deref(), Some("ring [PHONE]"));
    assert_eq!(review.source_status, "to [PHONE]");
    assert_eq!(review.row.agent, None);
    assert_eq!(review.row.outcome.unwrap().as_str(), "ring_phone");
    assert_eq!(review.details.recording.unwrap().file_name, "[PHONE].wav");
    assert_eq!(site.text("SELECT tag FROM call_tags").await, "of [PHONE]");
    assert!(site.text("SELECT source_id FROM calls").await.starts_with("sealed:"));
    assert_eq!(site.text("SELECT files FROM imports").await, "[\"[PHONE].ndjson\"]");
    assert_eq!(site.numbers("SELECT redaction_version FROM calls").await, [redaction_version()]);
    assert_eq!(summaries(&site.list(&admin, "q=thursday").await).len(), 1, "found by its words");
    assert_eq!(summaries(&site.list(&admin, "q=1984").await).len(), 0, "not by what is gone");
    let import = site.backend.recordings().import("harbour").await.unwrap();
    assert_eq!(import.call(SOURCE_ID).unwrap(), id);
    assert_eq!(import.call("447700900123.wav").unwrap(), id, "by the name of its recording");
}

async fn a_call_that_comes_again_before_is_stored_once(site: &Site) {
    let admin = site.admin().await;
    stored_by_earlier_rules(site, &admin).await;
    assert_eq!(site.ingest(vec![sample()]).await, [Ingested::Unchanged]);
    run(site).await;
    assert_eq!(site.ingest(vec![sample(), sample()]).await, [Ingested::Unchanged; 2]);
    assert_eq!(site.list(&admin, "").await.rows.len(), 1);
}

async fn calls_of_the_current_rules_are_left_alone(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![call(1)]).await;
    run(site).await;
    assert_eq!(site.numbers("SELECT COUNT(*) FROM jobs WHERE kind = 'redaction'").await, [0]);
    assert_eq!(site.list(&admin, "").await.rows.len(), 1);
}

async fn stored_texts_are_redacted_again_on_demand(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![call(1), call(2), call(3)]).await;
    let intake = site.backend.intake();
    let settings = async || {
        let access = site.backend.access();
        access.settings(&admin.viewer, Vec::new(), Vec::new()).await.unwrap().redaction_left
    };
    let counts = async || {
        let progress = intake.redaction_progress().await.unwrap();
        (progress.calls, progress.outdated)
    };
    assert_eq!((counts().await, settings().await), ((3, 0), 0));
    site.sql("UPDATE calls SET redaction_version = 0 WHERE source_id <> 'call-1'").await;
    let outdated = counts().await.1;
    assert!(outdated >= 2);
    assert_eq!(settings().await, outdated.cast_unsigned());
    let mut worker = intake.redact_again().await.unwrap();
    assert!(intake.is_redacting_again().await.unwrap());
    intake.redact_again().await.unwrap();
    assert_eq!(
        site.numbers("SELECT COUNT(*) FROM jobs WHERE kind = 'redaction'").await,
        [1],
        "once"
    );
    worker.run_due().await.unwrap();
    assert!(!intake.is_redacting_again().await.unwrap());
    assert_eq!((counts().await, settings().await), ((3, 0), 0));
}

/// A ring group of which the second telephone is answered.
async fn calls_of_a_pbx_are_derived_from_their_legs_again(site: &Site) {
    let admin = site.admin().await;
    let leg = |n: u32, to: &str, status: &str, [total, ring, talk]: [u32; 3]| {
        leg_with(&json!({
            "leg_id": format!("leg-{n}"), "leg": n, "time": "2026/06/10 09:00:00",
            "call_type": "Inbound", "call_from": "+447700900101", "call_to": to, "status": status,
            "call_duration": total, "ring_duration": ring, "talk_duration": talk,
        }))
    };
    let legs = [
        leg(1, "1001", "NO ANSWER", [6, 6, 0]),
        leg(2, "1002", "ANSWERED", [306, 6, 300]),
        leg(3, "1009", "NO ANSWER", [6, 6, 0]),
    ];
    site.ingest(calls_from_legs(&legs, "Europe/London")).await;
    // As earlier rules derived it: from the last leg, and from sums.
    site.sql(
        "UPDATE calls SET redaction_version = 0, status = 'missed', source_status = 'NO ANSWER', \
         agent = '1009', total_seconds = 318, ring_seconds = 18, ended_at = started_at + 6000",
    )
    .await;
    run(site).await;
    let row = site.list(&admin, "status=completed&agent=1002").await.rows.remove(0);
    assert_eq!((row.status, row.duration_seconds), (Status::Completed, 306));
    let review = open(site, &admin, row.id).await;
    assert_eq!(review.ended.unwrap().rfc3339, "2026-06-10T09:05:06+01:00");
    assert_eq!(review.source_status, "ANSWERED");
    assert_eq!(
        (review.ring_seconds, review.talk_seconds, review.hold_seconds),
        (Some(6), Some(300), Some(0))
    );
    let file = records(site.export(&admin, "").await.unwrap()).await;
    assert_eq!([&file[0][3], &file[0][6], &file[0][7]], ["completed", "1002", "306"]);
}
