//! Conversations that a careless encoder would spoil, and the contexts of their files.

use earshot_domain::{
    CallDetails, CallFilter, CallId, Channel, Citation, Csat, Customer, Direction, ExportFormat,
    ExportRequest, FunctionCall, MediaState, Priority, ReviewAction, ReviewEvent, ReviewState,
    Sentiment, Speaker, Status, TenantId, TranscriptState, Turn, UserId,
};
use jiff::tz::TimeZone;
use serde_json::json;
use uuid::Uuid;

use crate::{
    exports::encoding::{Conversation, FileContext, encoder_of},
    pdf::PdfFonts,
    privacy::{
        encryption::{MasterKey, Sealed, TenantKey},
        masking::FileMask,
    },
    store::{ConversationRow, EventRow, ExportRecordRow, ExtraCells},
};

/// 2026-05-09T14:49:21.250 in London.
pub(super) const STARTED_AT: i64 = 1_778_334_561_250;

/// Texts that formats and spreadsheets are known to change.
pub(super) const TEXTS: [&str; 12] = [
    "Booked for Thursday",
    "=SUM(A1:A9)",
    "+1",
    "@cmd",
    "007",
    "1e5",
    "She said \"yes\", then 'no'",
    "one\ntwo\r\nthree",
    "caf\u{e9} \u{1f600} \u{5e9}\u{5dc}\u{5d5}\u{5dd}",
    "<b>&amp;</b> _x0041_",
    "\0\u{1}\u{b}\u{fffe}",
    "",
];

/// A key of a tenant, the same in every call of one test.
pub(super) fn key() -> TenantKey {
    MasterKey::new([7; 32]).make_tenant_key(TenantId::new(Uuid::nil())).unwrap().0
}

pub(super) fn context(key: &TenantKey, format: ExportFormat) -> FileContext {
    FileContext {
        request: ExportRequest::new(CallFilter::default(), format),
        tenant_name: "Harbour Dental".to_owned(),
        zone: TimeZone::get("Europe/London").unwrap(),
        key: key.clone(),
        mask: FileMask::LastFour,
        pseudonym_salt: "a secret of this export".to_owned(),
        document_time: STARTED_AT + 86_400_000,
        subject: None,
        fonts: PdfFonts::embedded().unwrap(),
    }
}

/// The n-th id.
pub(super) fn id(n: usize) -> CallId {
    CallId::new(Uuid::from_u128(0x7000_8000_0000_0000_0000 + n as u128))
}

/// The n-th conversation; every part is filled in the first one.
pub(super) fn conversation(key: &TenantKey, n: usize) -> Conversation {
    let id = id(n);
    let text = TEXTS[n % TEXTS.len()];
    let turn = |speaker, text: &str, offset_ms| Turn { speaker, text: text.to_owned(), offset_ms };
    let turns =
        [turn(Speaker::Agent, "Good morning", Some(1_500)), turn(Speaker::Caller, text, None)];
    let seal = |kind, text: &str| Some(key.seal(kind, id, text.as_bytes()).unwrap());
    let seq = i64::try_from(n).unwrap();
    let started_at = STARTED_AT + 60_000 * seq;
    let row = ConversationRow {
        cells: ExportRecordRow {
            id,
            started_at,
            status: Status::Completed,
            channel: Channel::Voice,
            caller_encrypted: seal(Sealed::Caller, "+442079460018"),
            agent: Some("Marina".to_owned()),
            total_seconds: 13,
            summary: (n % 3 != 2).then(|| text.to_owned()),
            one_line_transcript: format!("Agent: Good morning Caller: {text}"),
            extra: ExtraCells::default(),
        },
        ingest_seq: 1 + seq,
        source: "switch".to_owned(),
        source_id: format!("2026-{n}"),
        names_encrypted: None,
        ended_at: n.is_multiple_of(2).then_some(started_at + 13_000),
        end_reason: Some("caller hung up".to_owned()),
        direction: Direction::Inbound,
        source_status: "done".to_owned(),
        callee_encrypted: seal(Sealed::Callee, "+442079460100"),
        ring_seconds: Some(2),
        talk_seconds: Some(11),
        hold_seconds: None,
        outcome: "fully resolved".parse().ok(),
        sentiment: Some(Sentiment::Positive),
        has_recording: n.is_multiple_of(2),
        recording_named: !n.is_multiple_of(2),
        media_state: n.is_multiple_of(2).then_some(MediaState::Available),
        review_state: ReviewState::ALL[0],
        transcript_state: TranscriptState::Available,
        turns: serde_json::to_string(&turns).unwrap(),
        details: serde_json::to_string(&details(text)).unwrap(),
        customer_encrypted: seal(Sealed::Customer, &serde_json::to_string(&customer()).unwrap()),
    };
    let project = "front-desk".to_owned();
    Conversation { row, project, country: None, events: vec![note()], raw_text: None }
}

/// The first `count` conversations.
pub(super) fn conversations(key: &TenantKey, count: usize) -> Vec<Conversation> {
    (0..count).map(|n| conversation(key, n)).collect()
}

pub(super) fn customer() -> Customer {
    let text = |text: &str| Some(text.to_owned());
    Customer {
        id: text("c-1"),
        name: text("Ann Lee"),
        email: text("ann@example.com"),
        phone: text("+44 20 7946 0018"),
        company: text("Lee & Sons"),
        identity_verified: Some(true),
    }
}

fn details(text: &str) -> CallDetails {
    CallDetails {
        function_calls: vec![FunctionCall {
            function: "book".to_owned(),
            parameters: json!({ "day": text }),
            result: Some(json!({ "ok": true })),
            timestamp: None,
        }],
        analysis: Some(json!({ "topic": text, "score": 0.5 })),
        audience: Some("patients".to_owned()),
        priority: Some(Priority::High),
        csat: Some(Csat { rating: 4, comment: Some(text.to_owned()) }),
        tags: vec!["new".to_owned(), text.to_owned()],
        skills: vec!["booking".to_owned()],
        citations: vec![Citation { title: "Prices".to_owned(), url: None }],
        notes: vec!["Call back".to_owned()],
        review_events: vec![ReviewEvent {
            event: "claim".to_owned(),
            author: "Bo".to_owned(),
            at: "2026-05-09T15:00:00Z".to_owned(),
            reason: None,
        }],
        ..CallDetails::default()
    }
}

fn note() -> EventRow {
    EventRow {
        seq: 1,
        at: STARTED_AT + 3_600_000,
        author_id: UserId::new(Uuid::nil()),
        author: "Kim".to_owned(),
        action: ReviewAction::Note,
        turn: None,
        old_text: None,
        new_text: Some("Asked twice".to_owned()),
        reason: None,
        dispute: None,
        assignee: None,
        mark_label: None,
        mark_places: None,
    }
}

/// A whole file of these conversations, and what its encoder notes.
pub(super) fn file(context: FileContext, batch: &[Conversation]) -> (Vec<u8>, Vec<String>) {
    let mut encoder = encoder_of(context);
    encoder.begin().unwrap();
    encoder.conversations(batch).unwrap();
    encoder.end().unwrap();
    let bytes = encoder.take().unwrap();
    (bytes, encoder.notes())
}
