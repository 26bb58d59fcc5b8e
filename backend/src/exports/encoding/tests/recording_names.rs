//! Names of recordings by a template: values as the files show them, and no name twice.

use earshot_domain::{CallFileFormat, ExportContent, ExportFormat};

use super::samples::{context, conversation, conversations, id, key};
use crate::{
    exports::encoding::{
        Conversation, Encoder, FileContext, RecordingEntry, RecordingFacts, encoder_of,
    },
    privacy::{encryption::TenantKey, masking::FileMask},
};

fn with_names(key: &TenantKey, template: &str) -> FileContext {
    let mut context = context(key, ExportFormat::Zip);
    context.request.call_files = CallFileFormat::Text;
    context.request.contents.set(ExportContent::Recordings, true);
    context.request.recording_names = template.parse().unwrap();
    context
}

/// The recording of a call, without a byte in it.
fn silence(call: &Conversation) -> RecordingEntry {
    RecordingEntry {
        facts: RecordingFacts {
            call_id: call.row.cells.id,
            project: call.project.clone(),
            started_at: call.row.cells.started_at,
            duration_ms: None,
        },
        content_type: "audio/mpeg".to_owned(),
        bytes: 0,
        crc32: 0,
        sha256: String::new(),
    }
}

/// The paths of the recordings of these calls.
fn paths(encoder: &mut dyn Encoder, calls: &[Conversation]) -> Vec<String> {
    encoder.begin().unwrap();
    encoder.conversations(calls).unwrap();
    let archive = encoder.as_archive().unwrap();
    let mut paths = Vec::new();
    for call in calls {
        paths.push(archive.begin_recording(silence(call)).unwrap());
        archive.end_recording().unwrap();
    }
    encoder.end().unwrap();
    paths
}

fn path(context: FileContext, call: Conversation) -> String {
    paths(&mut *encoder_of(context), &[call]).remove(0)
}

#[test]
fn names_have_the_values_that_the_files_show() {
    let key = key();
    let named = |template| path(with_names(&key, template), conversation(&key, 0));
    assert_eq!(
        named("{date} {time} {project} {direction} {agent} {caller} {status} {number}"),
        "recordings/2026-05-09 144921 front-desk inbound Marina xxxx0018 completed 000001.mp3"
    );
    assert_eq!(named("{caller}"), format!("recordings/xxxx0018_{}.mp3", id(0)));
    let context = with_names(&key, "{caller} {number}");
    let full = FileContext { mask: FileMask::Full, ..context.clone() };
    assert_eq!(path(full, conversation(&key, 0)), "recordings/+442079460018 000001.mp3");
    let redacted = FileContext { mask: FileMask::Redacted, ..context.clone() };
    assert_eq!(path(redacted, conversation(&key, 0)), "recordings/-REDACTED- 000001.mp3");
    let mut anonymous = FileContext { mask: FileMask::Full, ..context };
    anonymous.request.anonymise = true;
    let pseudonym = path(anonymous, conversation(&key, 0));
    assert!(pseudonym.starts_with("recordings/person-"), "{pseudonym}");
    assert!(!pseudonym.contains("0018"), "{pseudonym}");
}

#[test]
fn a_standard_template_gives_the_standard_names() {
    let key = key();
    let standard = format!("recordings/2026-05-09_144921_front-desk_{}.mp3", id(0));
    let template = "{date}_{time}_{project}_{call_id}";
    assert_eq!(path(with_names(&key, template), conversation(&key, 0)), standard);
    let longer = path(with_names(&key, &format!("{template}-{{status}}")), conversation(&key, 0));
    assert_eq!(longer, standard.replace(".mp3", "-completed.mp3"));
}

#[test]
fn numbers_go_on_from_file_to_file() {
    let key = key();
    let context = with_names(&key, "{number}");
    let calls = conversations(&key, 40);
    let mut later = encoder_of(context.clone());
    later.as_archive().unwrap().number_after(25);
    let mut joined = paths(&mut *encoder_of(context), &calls[..25]);
    joined.extend(paths(&mut *later, &calls[25..]));
    let expected: Vec<String> = (1..=40).map(|n| format!("recordings/{n:06}.mp3")).collect();
    assert_eq!(joined, expected);
}

#[test]
fn values_that_make_the_same_name_are_told_apart_by_the_id() {
    let key = key();
    let mut calls = conversations(&key, 2);
    for (call, (agent, project)) in calls.iter_mut().zip([("x", "000002P"), ("x000001", "p")]) {
        call.row.cells.agent = Some(agent.to_owned());
        project.clone_into(&mut call.project);
    }
    let context = with_names(&key, "{agent}{number}{project}");
    let found = paths(&mut *encoder_of(context.clone()), &calls);
    // Some systems take names that differ in case for the same.
    let second = format!("recordings/x000001000002p_{}.mp3", id(1));
    assert_eq!(found, ["recordings/x000001000002P.mp3", second.as_str()]);
    assert_eq!(paths(&mut *encoder_of(context), &calls), found, "and again when it is resumed");
    let context = with_names(&key, "{agent}{number}");
    let mut calls = conversations(&key, 2);
    for (call, agent) in calls.iter_mut().zip(["../../x", "nul"]) {
        call.row.cells.agent = Some(agent.to_owned());
    }
    let found = paths(&mut *encoder_of(context), &calls);
    assert_eq!(found, ["recordings/------x000001.mp3", "recordings/nul000002.mp3"]);
}
