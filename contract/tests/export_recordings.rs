//! Recordings in exported archives: what each call's policy allows when its recording is read.

use std::{io::Cursor, path::Path};

use earshot_backend::{RecordingSettings, Removed, readers::IncomingCall};
use earshot_domain::{
    CallDetails, CallFileFormat, CallFilter, Consent, ExportContent, ExportFormat, ExportId,
    ExportRequest, ExportState, PlaybackCompliance, Recording, Role,
};
use earshot_testkit::call;
use serde_json::{Value, json};

use crate::{
    contacts::{call_of, customer, fill, search},
    export_jobs::{files, job, run_due, start},
    harness::{Person, Site, parse_csv},
};

crate::on_both_databases!(
    recordings_are_included_as_each_policy_allows,
    without_the_entitlement_every_recording_is_left_out_and_explained,
    a_bundle_has_the_recordings_that_each_policy_allows,
);

/// Consent and compliance of each recorded call, and why its recording is left out.
const CALLS: [(Consent, PlaybackCompliance, &str); 4] = [
    (Consent::Granted, PlaybackCompliance::Permitted, ""),
    (Consent::Denied, PlaybackCompliance::Permitted, "The caller did not agree to be recorded."),
    (
        Consent::Granted,
        PlaybackCompliance::PolicyBlocked,
        "A policy of your organisation prevents playback of this call.",
    ),
    (
        Consent::Granted,
        PlaybackCompliance::Permitted,
        "The recording was removed when its retention period ended or its deletion was requested.",
    ),
];

/// The bytes of the n-th call's recording: several pieces of them.
fn sound(n: usize) -> Vec<u8> {
    let head = b"RIFF\x24\0\0\0WAVEfmt ".to_vec();
    head.into_iter()
        .chain((0..300_000).map(|at| u8::try_from((at * 7 + n) % 251).unwrap()))
        .collect()
}

/// Calls of [`CALLS`] with recordings, the last of which is removed, and one without.
async fn recorded(site: &Site, admin: &Person) {
    record(site, admin, (1..=5).map(call).collect()).await;
}

/// Ingests five calls of which the first have recordings of [`CALLS`].
async fn record(site: &Site, admin: &Person, mut calls: Vec<IncomingCall>) {
    for (call, (consent, compliance, _)) in calls.iter_mut().zip(CALLS) {
        call.details = CallDetails {
            consent: Some(consent),
            playback_compliance: Some(compliance),
            recording: Some(Recording { file_name: format!("{}.wav", call.source_id) }),
            ..CallDetails::default()
        };
    }
    let names: Vec<String> = calls.iter().map(|call| call.source_id.clone()).collect();
    site.ingest(calls).await;
    let folder = tempfile::tempdir().unwrap();
    let import = site.backend.recordings().import("harbour").await.unwrap();
    for (n, name) in names.iter().take(CALLS.len()).enumerate() {
        let path = folder.path().join(format!("{name}.wav"));
        std::fs::write(&path, sound(n)).unwrap();
        import.add(&path).await.unwrap();
    }
    let rows = site.list(admin, "sort=oldest").await.rows;
    let removed = import.call(&names[3]).unwrap();
    assert!(rows.iter().any(|row| row.id == removed));
    let calls = Removed::Calls(vec![removed]);
    site.backend.recordings().remove("harbour", &calls).await.unwrap();
}

async fn entitle(site: &Site, download: bool) {
    let settings =
        RecordingSettings { recording_download: Some(download), ..RecordingSettings::default() };
    site.backend.tenants().set_recordings("harbour", settings).await.unwrap();
}

/// A completed export of all calls with their recordings.
async fn exported(site: &Site, person: &Person) -> (ExportId, Vec<u8>) {
    let filter = CallFilter::parse_query("sort=oldest").filter;
    let mut request = ExportRequest::new(filter, ExportFormat::Zip);
    request.call_files = CallFileFormat::Text;
    request.contents.set(ExportContent::Recordings, true);
    let id = start(&site.backend, person, &request).await;
    run_due(&site.backend).await;
    let done = job(&site.backend, person, id).await;
    assert_eq!((done.state, done.written), (ExportState::Completed, 5), "{:?}", done.reason);
    (id, files(&site.backend, person, id).await.remove(0))
}

/// Names and contents of an archive's files.
pub fn entries(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut entries = Vec::new();
    for n in 0..archive.len() {
        let mut entry = archive.by_index(n).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(&mut entry, &mut bytes).unwrap();
        entries.push((entry.name().unwrap().into_owned(), bytes));
    }
    entries
}

/// Rows of the index, without its header.
pub fn index(entries: &[(String, Vec<u8>)]) -> Vec<Vec<String>> {
    let (name, bytes) = entries.last().unwrap();
    assert_eq!(name, "recordings.csv");
    parse_csv(std::str::from_utf8(bytes).unwrap())
}

/// Asserts that one recording is omitted for each of these reasons, as the manifest says too.
async fn assert_omitted(site: &Site, person: &Person, id: ExportId, reasons: &[&str]) {
    let one = |reason: &&str| json!({ "reason": reason, "recordings": 1 });
    let expected = Value::Array(reasons.iter().map(one).collect());
    let done = job(&site.backend, person, id).await;
    assert_eq!(json!(done.recordings_omitted), expected);
    let manifest = site.backend.exports().job_manifest(&person.viewer, id).await.unwrap();
    let manifest = manifest.read(&person.viewer).await.unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["recordings_omitted"], expected);
}

/// Rule: docs/compatibility.md#askvault-audio.
async fn recordings_are_included_as_each_policy_allows(site: &Site) {
    let admin = site.admin().await;
    recorded(site, &admin).await;
    entitle(site, true).await;
    let (id, zip) = exported(site, &admin).await;
    let entries = entries(&zip);
    let endings = |ending: &str| {
        let ends = |name: &str| Path::new(name).extension().is_some_and(|found| found == ending);
        entries.iter().filter(|(name, _)| ends(name)).count()
    };
    assert_eq!((endings("txt"), endings("wav"), entries.len()), (5, 1, 7));
    let index = index(&entries);
    let reasons: Vec<&str> = index.iter().map(|row| row[6].as_str()).collect();
    assert_eq!(reasons, CALLS.map(|(_, _, reason)| reason), "the call without one has no row");
    let (path, stored) = (&index[0][0], sound(0));
    let found = entries.iter().find(|(name, _)| name == path).unwrap();
    assert!(found.1 == stored, "its bytes are as stored");
    assert_eq!(index[0][4], stored.len().to_string());
    assert!(index[1..].iter().all(|row| row[0].is_empty() && row[5].is_empty()));
    let (log, _) = site.backend.audit().log("harbour").await.unwrap();
    let audited: Vec<_> =
        log.iter().filter(|entry| entry.action == "recording.downloaded").collect();
    let [audited] = audited.as_slice() else { panic!("{audited:?}") };
    assert_eq!(audited.subject, index[0][1]);
    assert_eq!(audited.detail, format!("{{\"export_id\":\"{id}\"}}"));
    assert_omitted(site, &admin, id, &["removed", "consent_denied", "policy_blocked"]).await;
    let (_, again) = exported(site, &admin).await;
    assert!(again == zip, "the clock is fixed, so that another export is the same");
}

async fn without_the_entitlement_every_recording_is_left_out_and_explained(site: &Site) {
    let manager = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    recorded(site, &site.admin().await).await;
    entitle(site, false).await;
    let (_, zip) = exported(site, &manager).await;
    let entries = entries(&zip);
    assert!(!entries.iter().any(|(name, _)| name.starts_with("recordings/")));
    let reason = "Your organisation is not entitled to download recordings.";
    assert_eq!(index(&entries)[0][6], reason);
    assert_eq!(index(&entries).len(), CALLS.len());
}

async fn a_bundle_has_the_recordings_that_each_policy_allows(site: &Site) {
    const NUMBER: &str = "+442079460001";
    let admin = site.admin().await;
    let other = Some(customer("Bo Hale", "bo@example.org", true));
    let mut calls: Vec<_> = (1..=5).map(|n| call_of(n, Some(NUMBER), None)).collect();
    calls[1].customer = other;
    record(site, &admin, calls).await;
    entitle(site, true).await;
    fill(site).await;
    let contact = search(site, &admin, NUMBER).await.contacts[0].id;
    let exports = site.backend.exports();
    let id = exports.open_subject_request(&admin.viewer, contact).await.unwrap().id;
    run_due(&site.backend).await;
    let done = job(&site.backend, &admin, id).await;
    assert_eq!(done.state, ExportState::Completed, "{:?}", done.reason);
    let entries = entries(&files(&site.backend, &admin, id).await.remove(0));
    let recordings: Vec<_> =
        entries.iter().filter(|(name, _)| name.starts_with("recordings/")).collect();
    let [(path, bytes)] = recordings.as_slice() else { panic!("{}", recordings.len()) };
    assert!(*bytes == sound(0), "its bytes are as stored");
    let (name, page) = entries.last().unwrap();
    assert_eq!(name, "index.html");
    let page = std::str::from_utf8(page).unwrap();
    assert!(page.contains(&format!("<a href=\"{path}\">Recording</a>")), "{page}");
    for (_, _, reason) in &CALLS[2..] {
        assert!(page.contains(&format!("Recording: {reason}")), "{reason} is not in {page}");
    }
    assert!(!page.contains(CALLS[1].2), "of a call of another person, only that is said");
    let (log, _) = site.backend.audit().log("harbour").await.unwrap();
    let copied = log.iter().filter(|entry| entry.action == "recording.downloaded").count();
    assert_eq!(copied, 1);
    assert_omitted(site, &admin, id, &["removed", "policy_blocked", "another_person"]).await;
}
