//! Call logs that `CallRail` exports, whose columns the customer chooses
//! (docs/compatibility.md#callrail-log).

use super::{
    super::{calls::Record, header::Header, row::Row},
    known::{Log, spec},
};

const STATUSES: [(&str, &str); 13] = [
    ("Answered", "completed"),
    ("Answered Call", "completed"),
    ("Completed", "completed"),
    ("true", "completed"),
    ("yes", "completed"),
    ("Missed", "missed"),
    ("Missed Call", "missed"),
    ("Voicemail", "missed"),
    ("Voicemail Call", "missed"),
    ("Abandoned", "missed"),
    ("Abandoned Call", "missed"),
    ("false", "missed"),
    ("no", "missed"),
];
const PHONES: [&str; 5] =
    ["Phone", "Phone Number", "Customer Phone Number", "Caller Number", "Caller ID"];

pub(super) fn is_header(header: &Header) -> bool {
    let lasts = header.has("Duration") || header.has("Duration (seconds)");
    header.has("Start Time") && lasts && PHONES.iter().any(|name| header.has(name))
}

pub(super) fn log(header: Header) -> Log {
    let fields: [(&str, &[&str]); 13] = [
        ("source_id", &["Call ID", "ID", "Call Resource ID"]),
        ("started_at", &["Start Time"]),
        ("total_seconds", &["Duration (seconds)", "Duration"]),
        ("status", &["Call Status", "Status", "Answered"]),
        ("agent", &["Agent Name", "Agent", "Employee", "Answered By"]),
        ("customer.name", &["Name", "Customer Name", "Caller Name"]),
        ("customer.email", &["Email", "Email Address"]),
        ("customer.company", &["Customer Company"]),
        ("summary", &["Call Summary", "Summary"]),
        ("tags", &["Tags"]),
        ("notes", &["Note", "Notes"]),
        ("costs.total", &["Cost"]),
        ("recording.file_name", &["Recording File", "Recording Url"]),
    ];
    let mut spec = spec("callrail", &fields, &STATUSES);
    if let Some(statuses) = spec.values.get_mut("status") {
        statuses.insert("*".to_owned(), "unknown".to_owned());
    }
    Log { spec, header, complete, gathers: false }
}

fn complete(row: &Row<'_>, record: &mut Record) {
    let theirs = row.first(&PHONES);
    let ours = row.first(&["Tracking Number", "Tracking Phone Number", "Destination Number"]);
    let direction = row.first(&["Direction", "Call Direction"]).unwrap_or("inbound");
    // A tracking number is called by customers, unless the log says that it called them.
    let (direction, caller, callee) = if direction.to_ascii_lowercase().starts_with("out") {
        ("outbound", ours, theirs)
    } else {
        ("inbound", theirs, ours)
    };
    record.complete("direction", Some(direction));
    record.complete("caller", caller);
    record.complete("callee", callee);
}
