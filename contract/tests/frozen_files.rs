//! CSV files compared byte for byte with frozen ones, so that a change of their writer shows.

use earshot_backend::readers::{IncomingCall, IncomingTurn};
use earshot_domain::{CallId, Channel, ConversationQuery, Role, Speaker, Status};
use earshot_testkit::{call, instant};

use crate::harness::{Person, Site, read_export};

crate::on_both_databases!(a_file_of_calls_is_what_it_was, a_file_of_messages_is_what_it_was);

const MASKED: &str = include_str!("frozen/calls_masked.csv");
const REDACTED: &str = include_str!("frozen/calls_redacted.csv");
const FULL: &str = include_str!("frozen/calls_full.csv");
const MESSAGES: &str = include_str!("frozen/messages.csv");

/// Texts that a careless writer would spoil: formulas, quotes, separators and line breaks.
const TEXTS: [&str; 31] = [
    "Booked for Thursday",
    "",
    "=SUM(A1:A9)",
    "+1",
    "-1",
    "@cmd",
    "\t=1",
    "\r\n=1",
    " =1",
    "\u{a0}-1",
    "\u{feff}=1",
    "\u{200b}\u{2060}=1",
    "\u{7f}=1",
    "\u{ff1d}1",
    "\u{ff0b}1",
    "\u{ff0d}1",
    "\u{ff20}x",
    "\u{2212}1",
    "\u{fe62}1 \u{fe63}1 \u{fe66}1 \u{fe6b}1",
    "1-2, a=b; (+1)",
    "'=1",
    "She said \"yes\", then 'no'",
    "\"",
    "one\ntwo\r\nthree\rfour",
    "a\u{b}b\u{c}c\u{85}d\u{2028}e\u{2029}f",
    "\n\n  \r\n",
    "007",
    "1e5",
    "3.50",
    "caf\u{e9} \u{1f600} \u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{202e}txt",
    "tab\tinside | pipe \\ backslash",
];

/// Callers as sources write them.
const CALLERS: [Option<&str>; 6] = [
    Some("+442079460018"),
    None,
    Some("anonymous"),
    Some("12"),
    Some("sip:ann@pbx.example"),
    Some("=442079460018"),
];

/// A call for each text, stored as it stands: what the ingest would change is not the point here.
async fn store_texts(site: &Site) {
    let odd = |n: usize| IncomingCall {
        caller: CALLERS[n % CALLERS.len()].map(str::to_owned),
        channel: Channel::ALL[n % Channel::ALL.len()],
        status: Status::ALL[n % Status::ALL.len()],
        total_seconds: [0, 61, 86_400, u32::MAX][n % 4],
        started_at: instant(["2026-01-05T23:59:59Z", "2026-06-01T09:00:00.999Z"][n % 2]),
        ..call(u32::try_from(n).unwrap())
    };
    site.ingest((0..TEXTS.len()).map(odd).collect()).await;
    for (n, text) in TEXTS.iter().enumerate() {
        let text = text.replace('\'', "''");
        let this = format!("source_id = 'call-{n}'");
        site.sql(&format!("UPDATE calls SET agent = '{text}', summary = '{text}' WHERE {this}"))
            .await;
        site.sql(&format!(
            "UPDATE one_line_transcripts SET text = '{text}' \
             WHERE call_row = (SELECT row_id FROM calls WHERE {this})"
        ))
        .await;
    }
    let absent = "agent = NULL, summary = NULL";
    site.sql(&format!("UPDATE calls SET {absent} WHERE source_id = 'call-1'")).await;
    // One order for ever: ids are random.
    site.sql("UPDATE calls SET started_at = started_at + row_id").await;
}

async fn a_file_of_calls_is_what_it_was(site: &Site) {
    let admin = site.admin().await;
    let staff = site.person("harbour", Role::ClientStaff, &["front-desk"]).await;
    store_texts(site).await;
    let full = "bom=on&include_caller_full=on&reason_code=other&justification=asked";
    let kept = [(&admin, "", MASKED), (&staff, "bom=on", REDACTED), (&admin, full, FULL)];
    for (person, form, file) in kept {
        let form = format!("sort=oldest&{form}");
        let (written, broken) = read_export(site.export(person, &form).await.unwrap()).await;
        assert!(broken.is_none());
        let written = with_fixed_ids(site, &admin, written).await;
        assert_eq!(written, file, "{form}");
    }
}

async fn a_file_of_messages_is_what_it_was(site: &Site) {
    let admin = site.admin().await;
    let turns = TEXTS.iter().zip(Speaker::ALL.iter().cycle()).zip(0_i64..);
    let turn = |((text, speaker), n): ((&&str, &Speaker), i64)| IncomingTurn {
        speaker: *speaker,
        text: (*text).to_owned(),
        at: (n % 3 != 2).then(|| {
            instant("2026-06-01T09:00:59.5Z") + jiff::SignedDuration::from_millis(n * 250)
        }),
    };
    site.ingest(vec![IncomingCall { turns: turns.map(turn).collect(), ..call(1) }]).await;
    let id = ids(site, &admin).await[0];
    let query = ConversationQuery::parse("format=csv");
    let file = site.backend.exports().conversation_file(&admin.viewer, id, query).await.unwrap();
    let written = String::from_utf8(file.read().await.unwrap()).unwrap();
    assert_eq!(with_fixed_ids(site, &admin, written).await, MESSAGES);
}

async fn ids(site: &Site, person: &Person) -> Vec<CallId> {
    let page = site.list(person, "sort=oldest").await;
    page.rows.iter().map(|row| row.id).collect()
}

/// The file with ids that are the same in every run, and as long.
async fn with_fixed_ids(site: &Site, person: &Person, file: String) -> String {
    let ids = ids(site, person).await;
    ids.iter().enumerate().fold(file, |file, (n, id)| {
        file.replace(&id.to_string(), &format!("00000000-0000-7000-8000-{n:012}"))
    })
}
