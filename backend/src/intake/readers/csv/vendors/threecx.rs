//! Call detail records of 3CX, and the call log that its console exports
//! (docs/compatibility.md#threecx-cdr).

use super::{
    super::{
        calls::Record,
        header::Header,
        row::Row,
        values::{is_extension, seconds},
    },
    known::{Log, spec},
};

/// Columns of the records in the order in which 3CX writes them unless it is told otherwise.
const CDR: [&str; 27] = [
    "historyid",
    "callid",
    "duration",
    "time-start",
    "time-answered",
    "time-end",
    "reason-terminated",
    "from-no",
    "to-no",
    "from-dn",
    "to-dn",
    "dial-no",
    "reason-changed",
    "final-number",
    "final-dn",
    "bill-code",
    "bill-rate",
    "bill-cost",
    "bill-name",
    "chain",
    "from-type",
    "to-type",
    "final-type",
    "from-dispname",
    "to-dispname",
    "final-dispname",
    "missed-queue-calls",
];
const STATUSES: [(&str, &str); 8] = [
    ("Answered", "completed"),
    ("Completed", "completed"),
    ("Unanswered", "missed"),
    ("Not answered", "missed"),
    ("Missed", "missed"),
    ("Voicemail", "missed"),
    ("Failed", "failed"),
    ("*", "unknown"),
];

/// The columns of a file without a header: its rows begin with `Call` and a number.
pub(super) fn columns(first: &[String]) -> Option<Vec<String>> {
    let number = first.first()?.trim().strip_prefix("Call ")?;
    let is_row =
        number.bytes().all(|byte| byte.is_ascii_digit()) && (4..=CDR.len()).contains(&first.len());
    is_row.then(|| CDR.iter().take(first.len()).map(|name| (*name).to_owned()).collect())
}

pub(super) fn is_header(header: &Header) -> bool {
    let is_cdr = header.has("time-start") && (header.has("callid") || header.has("historyid"));
    let is_log = header.has("Call Time")
        && (header.has("Caller ID") || header.has("From"))
        && (header.has("Talking") || header.has("Ringing"));
    is_cdr || is_log
}

pub(super) fn log(header: Header) -> Log {
    let fields: [(&str, &[&str]); 10] = [
        ("source_id", &["callid", "historyid"]),
        ("started_at", &["time-start", "Call Time"]),
        ("ended_at", &["time-end"]),
        ("total_seconds", &["Totals", "Total"]),
        ("ring_seconds", &["Ringing"]),
        ("talk_seconds", &["Talking", "duration"]),
        ("status", &["Status"]),
        ("end_reason", &["reason-terminated", "reason"]),
        ("summary", &["Summary"]),
        ("costs.total", &["bill-cost", "Cost"]),
    ];
    // A call that was transferred has a row for each part.
    Log { spec: spec("3cx", &fields, &STATUSES), header, complete, gathers: true }
}

fn complete(row: &Row<'_>, record: &mut Record) {
    let from = row.first(&["from-no", "Caller ID", "From"]).map(number);
    let to = row.first(&["to-no", "dial-no", "Destination", "To"]).map(number);
    let last = row.first(&["final-number"]).map(number).or(to);
    record.complete("caller", from);
    record.complete("callee", to);
    let inside = |party: Option<&str>| party.is_some_and(is_extension);
    let direction = match (inside(from), inside(to) || inside(last)) {
        (true, true) => "internal",
        (true, false) if to.is_some() => "outbound",
        (false, true) if from.is_some() => "inbound",
        _ => "unknown",
    };
    let direction = match row.get("Direction").map(str::to_ascii_lowercase).as_deref() {
        Some("inbound" | "incoming") => "inbound",
        Some("outbound" | "outgoing") => "outbound",
        Some("internal") => "internal",
        _ => direction,
    };
    record.complete("direction", Some(direction));
    let sentiment = row.get("Sentiment").map(str::to_ascii_lowercase);
    let is_known = |word: &String| ["positive", "neutral", "negative"].contains(&word.as_str());
    record.complete("sentiment", sentiment.filter(is_known));
    let status = status(row);
    record.complete("status", status);
    let agent = if inside(last) { last } else { from.filter(|from| is_extension(from)) };
    record.complete("agent", agent.filter(|_| record.text("status") == Some("completed")));
    if let Some(reason) = row.first(&["reason-terminated", "reason"]) {
        record.complete("source_status", Some(reason));
    }
}

/// The status of a record, which has none: it was answered if it says when, or that somebody talked.
fn status(row: &Row<'_>) -> Option<&'static str> {
    let reason = row.first(&["reason-terminated", "reason"]).unwrap_or_default();
    let reason = reason.to_ascii_lowercase();
    let talked = row.get("duration").and_then(seconds).is_some_and(|seconds| seconds > 0);
    let answered =
        if row.has("time-answered") { row.get("time-answered").is_some() } else { talked };
    match () {
        () if answered => Some("completed"),
        () if reason.contains("fail") => Some("failed"),
        () if row.has("duration") || row.has("time-answered") => Some("missed"),
        () => None,
    }
}

/// A number without the word or the name that 3CX puts around it.
fn number(party: &str) -> &str {
    let party = party.strip_prefix("Ext.").or_else(|| party.strip_prefix("Ext ")).unwrap_or(party);
    // `Ann Lee (1001)` in the console's log.
    let within = party.rsplit_once('(').and_then(|(_, number)| number.strip_suffix(')'));
    within.filter(|number| number.bytes().any(|byte| byte.is_ascii_digit())).unwrap_or(party).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_without_what_is_around_them() {
        for (party, expected) in [
            ("Ext.1001", "1001"),
            ("Ann Lee (1001)", "1001"),
            ("+447700900141", "+447700900141"),
            ("Sales (north)", "Sales (north)"),
        ] {
            assert_eq!(number(party), expected);
        }
    }
}
