//! Tests of what all formats share.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read, Write},
    path::Path,
};

use flate2::{Compression, write::GzEncoder};
use jiff::tz::{Offset, TimeZone};
use proptest::prelude::*;

use super::{
    Format, IncomingCall, ReadError, ReadOptions, UnknownFormat, read,
    samples::{all, calls, open, options, outline, refusal, sample},
    scan::RECORD_LIMIT,
};

const SAMPLES: [(Format, &str, usize); 3] = [
    (Format::Pbx, "pbx.json", 9),
    (Format::Talkifai, "talkifai.ndjson", 5),
    (Format::Ndjson, "calls.ndjson", 7),
];

fn gzip(parts: &[&[u8]]) -> Vec<u8> {
    let mut file = Vec::new();
    for part in parts {
        let mut member = GzEncoder::new(Vec::new(), Compression::fast());
        member.write_all(part).unwrap();
        file.extend(member.finish().unwrap());
    }
    file
}

#[test]
fn formats_read_back_what_they_write() {
    for (format, _, _) in SAMPLES {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    assert_eq!("PBX".parse::<Format>(), Err(UnknownFormat));
}

#[test]
fn compression_and_byte_order_mark_change_nothing() {
    for (format, name, count) in SAMPLES {
        let plain = sample(name);
        let expected = calls(format, plain.clone());
        assert_eq!(expected.len(), count, "{name}");
        let (one, other) = plain.split_at(plain.len() / 2);
        let marked = [b"\xef\xbb\xbf".as_slice(), &plain].concat();
        for bytes in [gzip(&[one, other]), gzip(&[&marked]), marked] {
            assert!(calls(format, bytes) == expected, "{name}");
        }
    }
}

#[test]
fn a_file_of_another_format_is_refused_before_any_call() {
    for (format, name, _) in SAMPLES {
        for (other, _, _) in SAMPLES.iter().filter(|(other, _, _)| *other != format) {
            assert!(
                refusal(*other, sample(name)).starts_with("not a file of the format"),
                "{name} as {other}"
            );
        }
        for text in ["id,name\n1,2\n", "null", "\0", "{\"detail\": \"Export failed\"}", "[1]"] {
            refusal(format, text);
        }
    }
    assert_eq!(
        refusal(Format::Ndjson, "{\"detail\": 1}"),
        "not a file of the format ndjson: its first record has no source_id or started_at"
    );
    assert_eq!(
        refusal(Format::Talkifai, "{\"conversation\": {"),
        "not a file of the format talkifai: its first record is not valid JSON: it ends too early"
    );
}

#[test]
fn a_bad_or_foreign_record_at_the_beginning_costs_only_itself() {
    let own = "{\"source_id\":\"a\",\"started_at\":\"2026-06-09T10:00:00Z\",\
               \"total_seconds\":1,\"status\":\"completed\"}";
    let large = format!("{{\"other\":\"{}\"}}", "x".repeat(1 << 17));
    for bad in ["{\"detail\": 1}", "{", "nonsense", "[1]", "caller,callee", "7", "null", &large] {
        let found = outline(Format::Ndjson, format!("{bad}\n{bad}\n{own}\n{own}\n"));
        let places: Vec<&str> = found.iter().map(|line| line.get(..7).unwrap_or(line)).collect();
        assert_eq!(places, ["line 1:", "line 2:", "a", "a"], "{found:?}");
    }
    let found = outline(Format::Ndjson, format!("{{\"detail\": 1}}\n{own}\n"));
    assert_eq!(found[0], "line 1: unknown field `detail`");
    let many = |lines: usize| "{\"detail\": 1}\n".repeat(lines) + own;
    assert_eq!(outline(Format::Ndjson, many(19)).len(), 20);
    refusal(Format::Ndjson, many(20));
    let talkifai = String::from_utf8(sample("talkifai.ndjson")).unwrap();
    let found = outline(Format::Talkifai, format!("{{\"detail\": 1}}\n{talkifai}"));
    assert_eq!((found.len(), found[0].starts_with("line 1: ")), (6, true));
    let pbx = String::from_utf8(sample("pbx.json")).unwrap();
    let found = outline(Format::Pbx, pbx.replacen('[', "[{\"detail\": 1},", 1));
    assert_eq!((found.len(), found[0].as_str()), (10, "record 1: missing field `uid`"));
}

#[test]
fn a_line_in_another_encoding_costs_only_itself() {
    let line = |id: &str, summary: &[u8]| {
        let start = format!(
            "{{\"source_id\":\"{id}\",\"started_at\":\"2026-06-17T09:00:00Z\",\
             \"status\":\"completed\",\"total_seconds\":60,\"summary\":\""
        );
        [start.as_bytes(), summary, b"\"}\n"].concat()
    };
    let latin1 = line("bad", b"Jos\xe9 ligou");
    let (before, after) = (line("a", b"before"), line("b", b"after"));
    for (file, expected) in [
        ([latin1.as_slice(), &before, &after].concat(), ["line 1:", "a", "b"]),
        ([before.as_slice(), &latin1, &after].concat(), ["a", "line 2:", "b"]),
    ] {
        let found = outline(Format::Ndjson, file);
        let places: Vec<&str> = found.iter().map(|line| line.get(..7).unwrap_or(line)).collect();
        assert_eq!(places, expected, "{found:?}");
    }
}

#[test]
fn nothing_in_a_file_is_no_call() {
    assert!(all(Format::Talkifai, "").is_empty());
    assert!(all(Format::Ndjson, " \r\n\n").is_empty());
    assert!(all(Format::Pbx, "[ ]\n").is_empty());
    assert!(all(Format::Pbx, gzip(&[b"[]"])).is_empty());
    refusal(Format::Pbx, "");
    refusal(Format::Pbx, " \n");
}

/// Gives what it has and then fails.
struct Torn(Cursor<Vec<u8>>);

impl Read for Torn {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::other("the disk is gone")),
            read => Ok(read),
        }
    }
}

#[test]
fn a_read_error_is_told_and_ends_the_file() {
    let torn = |bytes: &[u8]| {
        let input = Box::new(BufReader::new(Torn(Cursor::new(bytes.to_vec()))));
        read(Format::Ndjson, input, options())
    };
    assert!(matches!(torn(b""), Err(ReadError::Io(_))));
    let call = b"{\"source_id\":\"a\",\"started_at\":\"2026-06-09T10:00:00Z\",\"total_seconds\":1,\
                 \"status\":\"completed\"}\n{";
    let mut calls = torn(call).unwrap_or_else(|error| panic!("{error}"));
    assert!(calls.next().is_some_and(|call| call.is_ok()));
    let bad = calls.next().and_then(Result::err).unwrap();
    assert_eq!(bad.to_string(), "line 2: reading the file failed: the disk is gone");
    assert!(calls.next().is_none());
}

#[test]
fn a_cut_off_gzip_yields_its_calls_and_one_bad_record() {
    for (format, name, _) in SAMPLES {
        let mut bytes = gzip(&[&sample(name), b" ".repeat(100_000).as_slice()]);
        bytes.truncate(bytes.len() - 12);
        let read = all(format, bytes);
        let bad: Vec<bool> = read.iter().map(Result::is_err).collect();
        assert_eq!(bad.iter().filter(|bad| **bad).count(), 1, "{name}");
        assert_eq!(bad.last(), Some(&true), "{name}");
    }
}

#[test]
fn a_record_too_large_to_hold_is_passed_over() {
    let call = "{\"source_id\":\"a\",\"started_at\":\"2026-06-09T10:00:00Z\",\"total_seconds\":1,\
                \"status\":\"completed\"}\n";
    let text = format!("\"{}\",", "x".repeat(1 << 20));
    let huge = format!("{{\"source_id\":[{}0]}}\n", text.repeat(RECORD_LIMIT >> 20));
    let read = |text: String| read(Format::Ndjson, Box::new(Cursor::new(text)), options());
    let mut calls = read(format!("{call}{huge}{call}")).unwrap_or_else(|error| panic!("{error}"));
    assert!(calls.next().is_some_and(|call| call.is_ok()));
    let bad = calls.next().and_then(Result::err).unwrap();
    assert_eq!(bad.to_string(), "line 2: the record is larger than 16 MB");
    assert!(calls.next().is_some_and(|call| call.is_ok()));
    let mut alone = read(huge).unwrap_or_else(|error| panic!("{error}"));
    assert!(alone.next().is_some_and(|call| call.is_err()) && alone.next().is_none());
}

#[test]
fn reasons_do_not_repeat_what_a_record_holds() {
    let line = |field: &str| {
        format!("{{\"source_id\":\"a\",\"started_at\":\"Mara\",\"status\":\"missed\",{field}}}\n")
    };
    let text = line("\"total_seconds\":\"Mara\"")
        + &line("\"channel\":\"Mara\"")
        + &line("\"total_seconds\":1")
        + &line("\"customer\":[\"Mara\"]");
    for bad in outline(Format::Ndjson, text) {
        assert!(!bad.contains("Mara"), "{bad}");
    }
}

/// The data the project is developed with, where the checkout lies beside it.
fn shared(name: &str) -> Option<Box<dyn BufRead + Send>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    Some(Box::new(BufReader::new(File::open(folder.join(name)).ok()?)))
}

#[test]
fn the_shared_files_are_read_completely() {
    let files = [
        (Format::Pbx, "pbx-aidownload.json.gz", 2763),
        (Format::Talkifai, "talkifai-conversations.ndjson.gz", 1237),
    ];
    for (format, name, count) in files {
        let Some(input) = shared(name) else { return };
        let options = ReadOptions::in_zone(TimeZone::fixed(Offset::constant(8)));
        let calls = read(format, input, options).unwrap_or_else(|error| panic!("{error}"));
        let read = calls.map(|call| call.unwrap_or_else(|bad| panic!("{name}: {bad}")));
        let within = |call: IncomingCall| {
            call.turns.iter().all(|turn| {
                turn.at.is_some_and(|at| at >= call.started_at && Some(at) <= call.ended_at)
            })
        };
        let within = read.map(within).collect::<Vec<_>>();
        assert_eq!((within.len(), within.iter().all(|within| *within)), (count, true), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damage_never_panics(
        which in 0_usize..3,
        at in any::<prop::sample::Index>(),
        patch in prop::collection::vec(any::<u8>(), 0..4),
        cut: bool,
    ) {
        let (format, name, count) = SAMPLES[which];
        let mut bytes = sample(name);
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        }
        bytes.splice(at.min(bytes.len())..(at + patch.len()).min(bytes.len()), patch);
        if let Ok(calls) = open(format, bytes) {
            prop_assert!(calls.flatten().count() <= count + 1);
        }
    }
}
