//! Names of recordings in exported archives by a template: over several files, and after an interruption.

use earshot_backend::{Backend, Limits, RecordingSettings, readers::IncomingCall};
use earshot_domain::{
    CallDetails, CallFileFormat, CallFilter, Consent, ExportContent, ExportFormat, ExportRequest,
    PlaybackCompliance, Recording,
};
use earshot_testkit::{call, one_second_wav};
use jiff::SignedDuration;

use crate::{
    export_jobs::{files, job, run_due, run_interrupted, small_parts, start},
    export_recordings::{entries, index},
    harness::Site,
};

crate::on_both_databases!(recordings_are_named_by_a_template_in_every_part);

/// Five calls with recordings, in a backend that writes two calls to a file.
async fn recorded(site: &Site) -> Backend {
    let limits = Limits { export_part_calls: 2, export_batch_calls: 1, ..small_parts() };
    let backend = site.with_limits(limits).await;
    let recorded = |n: u32| IncomingCall {
        details: CallDetails {
            consent: Some(Consent::Granted),
            playback_compliance: Some(PlaybackCompliance::Permitted),
            recording: Some(Recording { file_name: format!("call-{n}.wav") }),
            ..CallDetails::default()
        },
        ..call(n)
    };
    site.ingest((1..=5).map(recorded).collect()).await;
    let settings =
        RecordingSettings { recording_download: Some(true), ..RecordingSettings::default() };
    backend.tenants().set_recordings("harbour", settings).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let import = backend.recordings().import("harbour").await.unwrap();
    for n in 1..=5 {
        let path = folder.path().join(format!("call-{n}.wav"));
        std::fs::write(&path, one_second_wav()).unwrap();
        import.add(&path).await.unwrap();
    }
    backend
}

fn request(template: &str) -> ExportRequest {
    let filter = CallFilter::parse_query("sort=oldest").filter;
    let mut request = ExportRequest::new(filter, ExportFormat::Zip);
    request.call_files = CallFileFormat::Text;
    request.contents.set(ExportContent::Recordings, true);
    request.recording_names = template.parse().unwrap();
    request
}

/// The paths of the recordings in a file, which its index has too.
fn paths(zip: &[u8]) -> Vec<String> {
    let entries = entries(zip);
    let paths: Vec<String> = entries
        .iter()
        .map(|(name, _)| name.clone())
        .filter(|name| name.starts_with("recordings/"))
        .collect();
    let indexed: Vec<String> = index(&entries).into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(indexed, paths);
    paths
}

async fn recordings_are_named_by_a_template_in_every_part(site: &Site) {
    let admin = site.admin().await;
    let backend = recorded(site).await;
    let request = request("{date} {caller} {agent} {number}");
    let undisturbed = start(&backend, &admin, &request).await;
    run_due(&backend).await;
    let expected = files(&backend, &admin, undisturbed).await;
    assert_eq!(expected.len(), 3);
    let names: Vec<String> = expected.iter().flat_map(|zip| paths(zip)).collect();
    let named = |n| format!("recordings/2026-06-01 xxxx000{n} Marina 00000{n}.wav");
    assert_eq!(names, (1..=5).map(named).collect::<Vec<_>>());
    let id = start(&backend, &admin, &request).await;
    run_interrupted(&backend, &admin, id, 1).await;
    while job(&backend, &admin, id).await.state.is_active() {
        // The lease of the run that ended expires.
        site.clock.advance(SignedDuration::from_secs(16));
        run_due(&backend).await;
    }
    let resumed = files(&backend, &admin, id).await;
    assert!(resumed == expected, "the files are the same, byte for byte");
}
