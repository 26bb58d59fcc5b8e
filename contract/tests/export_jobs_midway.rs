//! Background exports while what they read changes.

use earshot_domain::{ExportId, ExportJob, ExportRequest, ExportRequestForm, ExportState, Role};
use earshot_testkit::{call_summary, calls};
use jiff::SignedDuration;

use crate::{
    call_tags::tagged,
    export_jobs::{csv_request, files, job, joined, run_due, run_interrupted, small_parts, start},
    harness::{Person, Site, parse_csv},
};

crate::on_both_databases!(
    calls_deleted_midway_are_left_out,
    a_project_taken_away_midway_is_left_out,
    other_rules_of_redaction_stop_an_export,
    an_export_again_has_the_same_tags,
);

/// A begun export of 103 calls, oldest first, and its backend.
async fn begun(site: &Site, person: &Person) -> (earshot_backend::Backend, ExportId) {
    site.ingest(calls(103)).await;
    let backend = site.with_limits(small_parts()).await;
    let id = start(&backend, person, &csv_request("sort=oldest")).await;
    run_interrupted(&backend, person, id, 0).await;
    let now = job(&backend, person, id).await;
    assert!(now.state.is_active() && now.written < 100, "{} written", now.written);
    (backend, id)
}

/// Runs it to its end, once the lease of the run before has expired.
async fn ended(site: &Site, backend: &earshot_backend::Backend, id: ExportId) -> ExportJob {
    site.clock.advance(SignedDuration::from_secs(16));
    run_due(backend).await;
    run_due(backend).await;
    job(backend, &site.admin().await, id).await
}

/// Case 18 (docs/threats.md#case-18): calls that are gone.
async fn calls_deleted_midway_are_left_out(site: &Site) {
    let admin = site.admin().await;
    let (backend, id) = begun(site, &admin).await;
    site.sql("DELETE FROM calls WHERE summary IN ('c101', 'c103')").await;
    let done = ended(site, &backend, id).await;
    assert_eq!((done.state, done.matched), (ExportState::Completed, 103));
    assert_eq!((done.written, done.omitted), (101, 2));
    assert!(done.notes[0].starts_with("2 calls that matched"), "{:?}", done.notes);
    let rows = parse_csv(&joined(&files(&backend, &admin, id).await));
    let written: Vec<&str> = rows.iter().map(|row| row[8].as_str()).collect();
    let left: Vec<String> = (1..=100).chain([102]).map(call_summary).collect();
    assert_eq!(written, left);
}

/// Case 4 (docs/threats.md#case-4): a project that ends during a background export.
async fn a_project_taken_away_midway_is_left_out(site: &Site) {
    let admin = site.person("harbour", Role::ClientAdmin, &["front-desk"]).await;
    let (backend, id) = begun(site, &admin).await;
    let of_admin = format!("(SELECT id FROM users WHERE email = '{}')", admin.email);
    site.sql(&format!("DELETE FROM user_projects WHERE user_id = {of_admin}")).await;
    let done = ended(site, &backend, id).await;
    assert_eq!((done.state, done.matched), (ExportState::Completed, 103));
    assert!(done.written < 103);
    assert_eq!(done.written + done.omitted, 103);
}

async fn other_rules_of_redaction_stop_an_export(site: &Site) {
    let admin = site.admin().await;
    let (backend, id) = begun(site, &admin).await;
    let other = r#"replace(request, '"redaction_version":', '"redaction_version":9')"#;
    assert_eq!(site.sql(&format!("UPDATE exports SET request = {other}")).await, 1);
    let done = ended(site, &backend, id).await;
    assert_eq!(done.state, ExportState::Failed);
    assert!(!done.has_files());
    assert!(done.reason.unwrap().contains("rules of redaction changed"));
}

async fn an_export_again_has_the_same_tags(site: &Site) {
    let admin = site.admin().await;
    site.ingest(vec![tagged(1, &["vip", "billing"]), tagged(2, &["vip"])]).await;
    let tags = vec!["vip".to_owned(), "billing".to_owned()];
    let request = ExportRequest { tags: tags.clone(), ..csv_request("") };
    let id = start(&site.backend, &admin, &request).await;
    let job = job(&site.backend, &admin, id).await;
    assert_eq!((job.matched, &job.tags), (1, &tags));
    let pairs: Vec<_> = form_urlencoded::parse(job.again.as_bytes()).into_owned().collect();
    let again = ExportRequestForm::parse(&pairs);
    assert_eq!((again.errors, again.request.tags), (Vec::new(), tags));
}
