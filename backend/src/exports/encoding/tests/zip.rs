//! ZIP: entries and headers, the files of calls, and recordings, read by Python and byte by byte.

use earshot_domain::{CallFileFormat, ExportContent, ExportFormat};
use serde_json::Value;

use super::{
    programs::read_with,
    samples::{STARTED_AT, context, conversation, conversations, file, id, key},
};
use crate::{
    Error,
    exports::encoding::{
        FileContext, RecordingArchive, RecordingEntry, RecordingFacts, encoder_of,
    },
    privacy::encryption::TenantKey,
};

/// Prints every entry of an archive after testing all checksums.
const LIST: &str = "
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    print(json.dumps([{
        'name': entry.filename, 'time': entry.date_time, 'method': entry.compress_type,
        'crc32': entry.CRC, 'size': entry.file_size, 'stored': entry.compress_size,
        'sha256': hashlib.sha256(archive.read(entry)).hexdigest(),
        'content': archive.read(entry).decode('latin-1'),
    } for entry in archive.infolist()]))
";

fn entries(zip: &[u8]) -> Vec<Value> {
    let list = read_with("python3", &["-c", LIST, "{}"], zip);
    serde_json::from_str::<Vec<Value>>(&list).unwrap()
}

fn names(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["name"].as_str().unwrap()).collect()
}

fn content(entry: &Value) -> Vec<u8> {
    entry["content"]
        .as_str()
        .unwrap()
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect()
}

/// What a local header says, and where the next one begins.
struct Local {
    name: String,
    flags: u16,
    crc32: u32,
    stored: usize,
    size: usize,
    next: usize,
}

/// The local headers of an archive without ZIP64, by the offsets that APPNOTE 4.3.7 gives.
fn local_headers(zip: &[u8]) -> Vec<Local> {
    let two = |at: usize| u16::from_le_bytes(zip[at..at + 2].try_into().unwrap());
    let four = |at: usize| u32::from_le_bytes(zip[at..at + 4].try_into().unwrap());
    let mut headers: Vec<Local> = Vec::new();
    let mut at = 0;
    while zip[at..at + 4] == *b"PK\x03\x04" {
        let (name, extra) = (usize::from(two(at + 26)), usize::from(two(at + 28)));
        assert_eq!(extra, 0);
        let (stored, size) = (four(at + 18) as usize, four(at + 22) as usize);
        headers.push(Local {
            name: String::from_utf8(zip[at + 30..at + 30 + name].to_vec()).unwrap(),
            flags: two(at + 6),
            crc32: four(at + 14),
            stored,
            size,
            next: at + 30 + name + stored,
        });
        at = headers.last().unwrap().next;
    }
    assert_eq!(zip[at..at + 4], *b"PK\x01\x02", "only the directory follows");
    headers
}

fn archive(key: &TenantKey, format: CallFileFormat) -> FileContext {
    let mut context = context(key, ExportFormat::Zip);
    context.request.call_files = format;
    context
}

#[test]
fn local_headers_carry_sizes_and_checksums() {
    let key = key();
    for format in [CallFileFormat::Pdf, CallFileFormat::Text, CallFileFormat::Json] {
        let (zip, notes) = file(archive(&key, format), &conversations(&key, 12));
        assert!(notes.is_empty());
        let entries = entries(&zip);
        let locals = local_headers(&zip);
        assert_eq!((entries.len(), locals.len()), (12, 12));
        for (n, (entry, local)) in entries.iter().zip(&locals).enumerate() {
            let minute = 49 + n;
            let name = if minute < 60 {
                format!("2026-05-09_14{minute}21")
            } else {
                format!("2026-05-09_15{:02}21", minute - 60)
            };
            let name = format!("calls/{name}_front-desk_{}.{format}", id(n));
            assert_eq!((entry["name"].as_str().unwrap(), local.name.as_str()), (&*name, &*name));
            // UTF-8 names, and no data descriptor.
            assert_eq!(local.flags, 1 << 11);
            assert_eq!(entry["crc32"], local.crc32);
            assert_eq!(
                (&entry["stored"], &entry["size"]),
                (&local.stored.into(), &local.size.into())
            );
            assert_eq!(entry["time"], serde_json::json!([2026, 5, 10, 13, 49, 20]));
        }
    }
}

#[test]
fn an_archive_is_the_same_in_any_batches() {
    let key = key();
    let batch = conversations(&key, 20);
    let (whole, _) = file(archive(&key, CallFileFormat::Json), &batch);
    let mut encoder = encoder_of(archive(&key, CallFileFormat::Json));
    encoder.begin().unwrap();
    let mut taken = Vec::new();
    for batch in batch.chunks(3) {
        encoder.conversations(batch).unwrap();
        let piece = encoder.take().unwrap();
        assert!(!piece.is_empty());
        taken.extend(piece);
    }
    encoder.end().unwrap();
    taken.extend(encoder.take().unwrap());
    assert_eq!(taken, whole);
}

#[test]
fn each_call_is_the_file_that_other_exports_write() {
    let key = key();
    let batch = conversations(&key, 3);
    let json = entries(&file(archive(&key, CallFileFormat::Json), &batch).0);
    let (lines, _) = file(context(&key, ExportFormat::JsonLines), &batch);
    assert_eq!(json.iter().flat_map(content).collect::<Vec<u8>>(), lines);
    let text = entries(&file(archive(&key, CallFileFormat::Text), &batch).0);
    let text = String::from_utf8(content(&text[0])).unwrap();
    let expected = format!(
        "Transcript of a call, personal details removed\n\nCall: {}\nProject: front-desk\n\
         Started: 2026-05-09T14:49:21+01:00\nStatus: Completed\nChannel: Voice\n\
         Direction: Inbound\nCaller number: ****0018\nDuration: 13 s\nMessages: 2\n\
         Ended: 2026-05-09T14:49:34+01:00\nAnswered by: Marina\nOutcome: fully_resolved\n\
         Summary: Booked for Thursday\nCustomer: [REDACTED]\nCustomer e-mail: ****@example.com\n\
         Customer phone: ****0018\nCustomer organisation: Lee & Sons\n\
         Tags: new; Booked for Thursday\nAudience: patients\n\nAgent: Good morning\n\
         Caller: Booked for Thursday\n",
        id(0)
    );
    assert_eq!(text, expected);
    let pdf = entries(&file(archive(&key, CallFileFormat::Pdf), &batch).0);
    read_with("qpdf", &["--check", "{}"], &content(&pdf[0]));
    let pdf = read_with("pdftotext", &["-raw", "{}", "-"], &content(&pdf[0]));
    let one_space = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let foot = format!("Call {}, page 1 of 1", id(0));
    let expected = format!("Harbour Dental {}", one_space(&text));
    assert_eq!(one_space(&pdf.replace(&foot, "")), expected, "headed by the organisation");
}

fn with_recordings(key: &TenantKey) -> FileContext {
    let mut context = archive(key, CallFileFormat::Text);
    context.request.contents.set(ExportContent::Recordings, true);
    context
}

fn facts(n: usize) -> RecordingFacts {
    RecordingFacts {
        call_id: id(n),
        project: "front-desk".to_owned(),
        started_at: STARTED_AT,
        duration_ms: (n == 0).then_some(12_500),
    }
}

/// Sixteen bytes whose figures are from Python's `zlib.crc32` and `sha256sum`.
const SOUND: &[u8] = b"sixteen bytes ok";
const SOUND_CRC32: u32 = 0x0212_31af;
const SOUND_SHA256: &str = "f04abb2ff302c68ef768c074105b04c4c4bce546c8f33b526cddda7a9698ece8";

fn entry(n: usize) -> RecordingEntry {
    RecordingEntry {
        facts: facts(n),
        content_type: "audio/mpeg".to_owned(),
        bytes: SOUND.len() as u64,
        crc32: SOUND_CRC32,
        sha256: SOUND_SHA256.to_owned(),
    }
}

fn add(
    archive: &mut dyn RecordingArchive,
    entry: RecordingEntry,
    pieces: &[&[u8]],
) -> Result<(), Error> {
    archive.begin_recording(entry)?;
    for piece in pieces {
        archive.recording_bytes(piece)?;
        assert!(archive.take().unwrap().ends_with(piece), "a piece can be taken at once");
    }
    archive.end_recording()
}

#[test]
fn recordings_are_stored_as_they_are_with_an_index() {
    let key = key();
    let mut encoder = encoder_of(with_recordings(&key));
    encoder.begin().unwrap();
    encoder.conversations(&[conversation(&key, 0)]).unwrap();
    let mut zip = encoder.take().unwrap();
    let archive = encoder.as_archive().unwrap();
    let path = archive.begin_recording(entry(0)).unwrap();
    for piece in SOUND.chunks(5) {
        archive.recording_bytes(piece).unwrap();
        zip.extend(archive.take().unwrap());
    }
    archive.end_recording().unwrap();
    archive.skip_recording(facts(1), "The caller did not agree, \"ever\".".to_owned());
    encoder.end().unwrap();
    zip.extend(encoder.take().unwrap());
    assert_eq!(encoder.notes(), ["1 recording was left out; recordings.csv gives the reason."]);
    let entries = entries(&zip);
    let call = format!("2026-05-09_144921_front-desk_{}", id(0));
    assert_eq!(path, format!("recordings/{call}.mp3"));
    assert_eq!(names(&entries), [&*format!("calls/{call}.txt"), &*path, "recordings.csv"]);
    assert_eq!((content(&entries[1]), &entries[1]["method"]), (SOUND.to_vec(), &0.into()));
    assert_eq!(entries[1]["sha256"], SOUND_SHA256);
    let index = String::from_utf8(content(&entries[2])).unwrap();
    let expected = format!(
        "path,call_id,started_at,duration_seconds,bytes,sha256,not_included\r\n\
         \"{path}\",\"{}\",\"2026-05-09T14:49:21+01:00\",12.5,16,\"{SOUND_SHA256}\",\"\"\r\n\
         \"\",\"{}\",\"2026-05-09T14:49:21+01:00\",\"\",\"\",\"\",\"The caller did not agree, \"\"ever\"\".\"\r\n",
        id(0),
        id(1)
    );
    assert_eq!(index, expected);
    assert_eq!(local_headers(&zip).len(), 3);
}

#[test]
fn bytes_that_were_not_announced_end_the_archive_with_an_error() {
    let key = key();
    for pieces in [&[SOUND, b"!"][..], &[b"sixteen bytes oK"], &[b"short"]] {
        let mut encoder = encoder_of(with_recordings(&key));
        encoder.begin().unwrap();
        encoder.conversations(&[conversation(&key, 0)]).unwrap();
        assert!(add(encoder.as_archive().unwrap(), entry(0), pieces).is_err());
    }
    let mut encoder = encoder_of(with_recordings(&key));
    encoder.begin().unwrap();
    encoder.conversations(&[conversation(&key, 0), conversation(&key, 1)]).unwrap();
    let archive = encoder.as_archive().unwrap();
    archive.begin_recording(entry(0)).unwrap();
    assert!(archive.begin_recording(entry(1)).is_err());
    assert!(encoder.end().is_err());
    assert!(encoder_of(context(&key, ExportFormat::Csv)).as_archive().is_none());
}
