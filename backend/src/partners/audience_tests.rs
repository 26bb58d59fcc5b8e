//! Keys of a person who is limited to audiences: what the interfaces for programs read.

use earshot_domain::{
    ApiKeyId, CallDetails, CallId, Channel, Direction, Role, Status, TranscriptState,
};
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    Backend, Clock, DatabaseSettings, Db, Limits, MasterKey, MediaStore, NewUserSpec, Viewer, ids,
    intake::readers::{CallVersion, IncomingCall, ReadOptions},
    store::{ConversationTexts, LegSearch},
};

const EMAIL: &str = "manager@harbour.example";

fn call(n: u32, audience: Option<&str>) -> IncomingCall {
    IncomingCall {
        source: "test".to_owned(),
        source_id: format!("call-{n}"),
        started_at: Timestamp::UNIX_EPOCH,
        ended_at: None,
        end_reason: None,
        channel: Channel::Voice,
        direction: Direction::Inbound,
        status: Status::Completed,
        source_status: "done".to_owned(),
        caller: None,
        callee: None,
        agent: None,
        total_seconds: 60,
        ring_seconds: None,
        talk_seconds: None,
        hold_seconds: None,
        outcome: None,
        sentiment: None,
        summary: None,
        transcript_state: TranscriptState::Missing,
        turns: Vec::new(),
        customer: None,
        details: CallDetails { audience: audience.map(str::to_owned), ..CallDetails::default() },
        version: CallVersion::default(),
        source_record: n.to_string().into_bytes(),
    }
}

/// A backend with three calls, and their ids.
async fn filled(folder: &tempfile::TempDir) -> (Backend, Vec<CallId>) {
    let db = Db::open_sqlite(&folder.path().join("earshot.db"), DatabaseSettings::default())
        .await
        .unwrap();
    let clock = Clock::fixed(Timestamp::UNIX_EPOCH);
    let (key, media) = (MasterKey::new([7; 32]), MediaStore::in_memory());
    let backend = Backend::open(db, clock, key, Limits::default(), media).await.unwrap();
    backend.tenants().add("harbour", "Harbour", "Europe/London").await.unwrap();
    backend.tenants().add_project("harbour", "front-desk", "Front desk").await.unwrap();
    let user = NewUserSpec {
        tenant: "harbour",
        email: EMAIL,
        name: "Person",
        role: Role::ClientManager,
        password: "correct horse",
        projects: &["front-desk".to_owned()],
    };
    backend.tenants().add_user(&user).await.unwrap();
    let options = ReadOptions::in_zone(TimeZone::UTC);
    let ingest = backend.intake().project("harbour", "front-desk", options).await.unwrap();
    let calls = vec![call(1, Some("internal")), call(2, Some("beta")), call(3, None)];
    let ingested = ingest.ingest(calls).await.unwrap();
    (backend, ingested.into_iter().map(|call| call.call_id).collect())
}

/// The person as one of their keys acts for them.
async fn key(backend: &Backend) -> Viewer {
    let person = backend.access().account_viewer(EMAIL).await.unwrap();
    person.by_key(ApiKeyId::new(ids::fresh()), "archive", |_| true).unwrap()
}

/// The calls that each of the interfaces finds.
async fn found(backend: &Backend, viewer: &Viewer, ids: &[CallId]) -> Vec<Vec<CallId>> {
    let (db, scope) = (&backend.db, viewer.scope());
    let bound = db.last_arrival(&scope).await.unwrap();
    let texts = ConversationTexts { one_line_transcript: false, turns: false, details: false };
    let feed = db.calls_since(&scope, 0, bound, 10, texts).await.unwrap();
    let legs = LegSearch::default();
    let project = scope.project_ids[0];
    let mut pbx = db.pbx_calls(&scope, project, &legs, bound, None, 10).await.unwrap();
    pbx.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    let (mut named, mut one, mut by_source) = (Vec::new(), Vec::new(), Vec::new());
    for (n, id) in (1..).zip(ids) {
        let rows = db.pbx_calls_with_leg(&scope, &[id.to_string(), String::new()]).await.unwrap();
        named.extend(rows.into_iter().map(|row| row.id));
        let row = db.conversation_in_scope(&scope, *id).await.unwrap();
        one.extend(row.map(|(_, row)| row.cells.id));
        by_source.extend(db.calls_of_source(&scope, None, &[format!("call-{n}")]).await.unwrap());
    }
    let feed = feed.into_iter().map(|found| found.row.cells.id).collect();
    vec![feed, pbx.into_iter().map(|row| row.id).collect(), named, one, by_source]
}

/// Rule: docs/compatibility.md#askvault-audiences.
#[tokio::test]
async fn a_key_reads_the_audiences_of_its_owner() {
    let folder = tempfile::tempdir().unwrap();
    let (backend, ids) = filled(&folder).await;
    for calls in found(&backend, &key(&backend).await, &ids).await {
        assert_eq!(calls, ids);
    }
    backend.tenants().set_audiences(EMAIL, Some(&["beta".to_owned()])).await.unwrap();
    for calls in found(&backend, &key(&backend).await, &ids).await {
        assert_eq!(calls, ids[1..]);
    }
}
