//! Call detail records of Asterisk (`Master.csv`, without a header) and of `FreePBX`, which has its
//! tables' columns (docs/compatibility.md#asterisk-cdr).

use super::{
    super::{calls::Record, header::Header, row::Row, values::is_extension},
    known::{Log, spec},
};

/// Columns of every row of `Master.csv`.
const MASTER: [&str; 16] = [
    "accountcode",
    "src",
    "dst",
    "dcontext",
    "clid",
    "channel",
    "dstchannel",
    "lastapp",
    "lastdata",
    "start",
    "answer",
    "end",
    "duration",
    "billsec",
    "disposition",
    "amaflags",
];
/// Columns that `cdr.conf` adds, by their number.
const ADDED: [&[&str]; 5] = [
    &[],
    &["uniqueid"],
    &["uniqueid", "userfield"],
    &["uniqueid", "peeraccount", "linkedid", "sequence"],
    &["uniqueid", "userfield", "peeraccount", "linkedid", "sequence"],
];
const STATUSES: [(&str, &str); 6] = [
    ("ANSWERED", "completed"),
    ("NO ANSWER", "missed"),
    ("BUSY", "missed"),
    ("FAILED", "failed"),
    ("CONGESTION", "failed"),
    ("*", "unknown"),
];
/// Destinations that are steps of a dial plan and no numbers.
const STEPS: [&str; 5] = ["s", "h", "i", "t", "o"];

/// The columns of a file without a header, by its first row.
pub(super) fn columns(first: &[String]) -> Option<Vec<String>> {
    let is_disposition =
        |cell: &String| STATUSES.iter().any(|(word, _)| word.eq_ignore_ascii_case(cell.trim()));
    if !first.get(14).is_some_and(is_disposition) {
        return None;
    }
    let extra = first.len().checked_sub(MASTER.len())?;
    let added = ADDED.iter().find(|added| added.len() == extra)?;
    // With `loguniqueid=no` the first of them is not the id.
    let has_id = first.get(16).is_none_or(|cell| is_unique_id(cell));
    let added: &[&str] = if has_id { added } else { &["userfield"] };
    Some(MASTER.iter().chain(added).map(|name| (*name).to_owned()).collect())
}

/// Whether it is a unique id of Asterisk: seconds since 1970 and a number, after the name of a system.
fn is_unique_id(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.trim().rsplit_once('.').is_some_and(|(seconds, number)| {
        is_digits(number) && is_digits(seconds.rsplit('-').next().unwrap_or_default())
    })
}

pub(super) fn is_header(header: &Header) -> bool {
    let starts = header.has("calldate") || header.has("start");
    let parties = header.has("src") || header.has("clid") || header.has("callerid");
    starts && parties && header.has("disposition")
}

pub(super) fn log(header: Header) -> Log {
    let source = if header.has("calldate") { "freepbx" } else { "asterisk" };
    let fields: [(&str, &[&str]); 8] = [
        ("source_id", &["linkedid", "uniqueid", "system"]),
        ("started_at", &["start", "calldate"]),
        ("ended_at", &["end"]),
        ("total_seconds", &["duration"]),
        ("talk_seconds", &["billsec"]),
        ("caller", &["src", "cnum"]),
        ("status", &["disposition"]),
        ("recording.file_name", &["recordingfile", "recording"]),
    ];
    Log { spec: spec(source, &fields, &STATUSES), header, complete, gathers: true }
}

fn complete(row: &Row<'_>, record: &mut Record) {
    let from = row.first(&["clid", "callerid"]).and_then(caller_of);
    record.complete("caller", from);
    let dialled = row.first(&["dst", "destination"]).filter(|dst| !STEPS.contains(dst));
    let direction = direction(row.get("dcontext"), row.get("did"), dialled);
    record.complete("direction", Some(direction));
    record.complete("callee", row.get("did").filter(|_| direction == "inbound").or(dialled));
    let is_answered = record.text("status") == Some("completed");
    let channel = if direction == "outbound" { "channel" } else { "dstchannel" };
    let agent = row.get(channel).and_then(extension).filter(|_| is_answered);
    record.complete("agent", agent);
}

/// The number in `"Doe, J" <+447700900140>`.
fn caller_of(clid: &str) -> Option<&str> {
    let number = clid.rsplit_once('<').map_or(clid, |(_, number)| number.trim_end_matches('>'));
    let is_number = number.bytes().any(|byte| byte.is_ascii_digit());
    is_number.then(|| number.trim_matches('"').trim())
}

/// The direction by the names that contexts have in `FreePBX` and in Asterisk's samples.
fn direction(context: Option<&str>, did: Option<&str>, dialled: Option<&str>) -> &'static str {
    let context = context.unwrap_or_default();
    let begins = |names: &[&str]| names.iter().any(|name| context.starts_with(name));
    if did.is_some()
        || begins(&["from-trunk", "from-pstn", "from-did", "ext-did", "from-sip-external"])
    {
        "inbound"
    } else if begins(&["from-internal", "ext-local"]) {
        if dialled.is_none_or(is_extension) { "internal" } else { "outbound" }
    } else {
        "unknown"
    }
}

/// The extension of a channel such as `PJSIP/1001-0002`.
fn extension(channel: &str) -> Option<&str> {
    let name = channel.split_once('/')?.1.split(['-', '@']).next()?;
    is_extension(name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_master_csv_follow_its_settings() {
        let row = |extra: &[&str]| {
            let mut cells = vec![String::new(); 16];
            cells[14] = "NO ANSWER".to_owned();
            cells.extend(extra.iter().map(|cell| (*cell).to_owned()));
            columns(&cells).map(|names| names[16..].join(","))
        };
        assert_eq!(row(&[]).as_deref(), Some(""));
        assert_eq!(row(&["1781769600.1"]).as_deref(), Some("uniqueid"));
        assert_eq!(row(&["pbx-1-1781769600.1", "x"]).as_deref(), Some("uniqueid,userfield"));
        assert_eq!(row(&["free text"]).as_deref(), Some("userfield"));
        let all = row(&["1781769600.1", "", "", "1781769600.0", "7"]);
        assert_eq!(all.as_deref(), Some("uniqueid,userfield,peeraccount,linkedid,sequence"));
        assert_eq!(columns(&vec!["ANSWERED".to_owned(); 3]), None);
    }

    #[test]
    fn parties_are_taken_from_channels_and_caller_ids() {
        assert_eq!(extension("PJSIP/1001-0002"), Some("1001"));
        assert_eq!(extension("Local/2002@from-queue-0001;1"), Some("2002"));
        assert_eq!(extension("PJSIP/trunk-0001"), None);
        assert_eq!(caller_of("\"Doe, J\" <+447700900140>"), Some("+447700900140"));
        assert_eq!(caller_of("anonymous"), None);
        assert_eq!(direction(Some("from-internal"), None, Some("02079460123")), "outbound");
        assert_eq!(direction(Some("from-internal-xfer"), None, Some("1002")), "internal");
        assert_eq!(direction(Some("my-context"), None, Some("1002")), "unknown");
        assert_eq!(direction(Some("ivr-1"), Some("02079460123"), None), "inbound");
    }
}
