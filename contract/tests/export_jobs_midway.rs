//! Background exports while what they read changes.

use earshot_backend::{Backend, Ingested, readers::IncomingCall};
use earshot_domain::{
    CallOmission, ExportId, ExportJob, ExportRequest, ExportRequestForm, ExportState, OmittedCalls,
    Role, Sentiment,
};
use earshot_testkit::{call, call_summary, calls, ingest_calls};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::{
    call_tags::tagged,
    export_jobs::{csv_request, files, job, joined, run_due, run_interrupted, small_parts, start},
    harness::{Person, Site, parse_csv},
};

crate::on_both_databases!(
    calls_deleted_midway_are_left_out,
    a_call_replaced_midway_is_left_out,
    calls_that_change_midway_are_no_longer_selected,
    a_project_taken_away_midway_is_left_out,
    the_reasons_of_each_project_are_kept_by_the_next_run,
    other_rules_of_redaction_stop_an_export,
    an_export_again_has_the_same_tags,
);

/// A begun export of 103 calls, oldest first, and its backend.
async fn begun(site: &Site, person: &Person) -> (Backend, ExportId) {
    begun_with(site, person, "sort=oldest").await
}

/// As [`begun`], with this filter.
async fn begun_with(site: &Site, person: &Person, query: &str) -> (Backend, ExportId) {
    site.ingest(calls(103)).await;
    let backend = site.with_limits(small_parts()).await;
    let id = start(&backend, person, &csv_request(query)).await;
    run_interrupted(&backend, person, id, 0).await;
    let now = job(&backend, person, id).await;
    assert!(now.state.is_active() && now.written < 100, "{} written", now.written);
    (backend, id)
}

/// Runs it to its end, once the lease of the run before has expired.
async fn ended(site: &Site, backend: &Backend, id: ExportId) -> ExportJob {
    ended_for(site, backend, &site.admin().await, id).await
}

/// As [`ended`], as this person sees it.
async fn ended_for(site: &Site, backend: &Backend, person: &Person, id: ExportId) -> ExportJob {
    site.clock.advance(SignedDuration::from_secs(16));
    run_due(backend).await;
    run_due(backend).await;
    job(backend, person, id).await
}

/// The reasons of an export's omitted calls, which are those of its manifest.
async fn reasons(backend: &Backend, person: &Person, done: &ExportJob) -> Vec<(CallOmission, u64)> {
    let manifest = backend.exports().job_manifest(&person.viewer, done.id).await.unwrap();
    let manifest = manifest.read(&person.viewer).await.unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["omitted_reasons"], json!(done.omitted_reasons));
    done.omitted_reasons.iter().map(|omitted| (omitted.reason, omitted.calls)).collect()
}

/// Case 18 (docs/threats.md#case-18): calls that are gone.
async fn calls_deleted_midway_are_left_out(site: &Site) {
    let admin = site.admin().await;
    let (backend, id) = begun(site, &admin).await;
    site.sql("DELETE FROM calls WHERE summary IN ('c101', 'c103')").await;
    let done = ended(site, &backend, id).await;
    assert_eq!((done.state, done.matched), (ExportState::Completed, 103));
    assert_eq!((done.written, done.omitted), (101, 2));
    let reasons = reasons(&backend, &admin, &done).await;
    assert_eq!(reasons, [(CallOmission::DeletedOrReplaced, 2)]);
    let note = "2 calls that matched when the export was requested are not in the files: deleted \
                or replaced after the start.";
    assert_eq!(done.notes, [note]);
    let rows = parse_csv(&joined(&files(&backend, &admin, id).await));
    let written: Vec<&str> = rows.iter().map(|row| row[8].as_str()).collect();
    let left: Vec<String> = (1..=100).chain([102]).map(call_summary).collect();
    assert_eq!(written, left);
}

async fn a_call_replaced_midway_is_left_out(site: &Site) {
    let admin = site.admin().await;
    let (backend, id) = begun(site, &admin).await;
    let fuller = IncomingCall {
        sentiment: Some(Sentiment::Positive),
        source_record: b"fuller".to_vec(),
        ..call(103)
    };
    assert_eq!(site.ingest(vec![fuller]).await, [Ingested::Extended]);
    let done = ended(site, &backend, id).await;
    assert_eq!((done.written, done.omitted), (102, 1));
    let reasons = reasons(&backend, &admin, &done).await;
    assert_eq!(reasons, [(CallOmission::DeletedOrReplaced, 1)]);
}

async fn calls_that_change_midway_are_no_longer_selected(site: &Site) {
    let admin = site.admin().await;
    let (backend, id) = begun_with(site, &admin, "sort=oldest&status=completed").await;
    site.sql("UPDATE calls SET status = 'failed' WHERE summary = 'c101'").await;
    site.sql("DELETE FROM calls WHERE summary = 'c103'").await;
    let done = ended(site, &backend, id).await;
    assert_eq!((done.written, done.omitted), (101, 2));
    // What was deleted cannot be told from what was changed.
    let reasons = reasons(&backend, &admin, &done).await;
    assert_eq!(reasons, [(CallOmission::NotSelected, 2)]);
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
    let lost = OmittedCalls { reason: CallOmission::AccessLost, calls: 103 - done.written };
    assert_eq!(done.omitted_reasons, [lost]);
}

async fn the_reasons_of_each_project_are_kept_by_the_next_run(site: &Site) {
    let both = ["after-hours", "front-desk"];
    let person = site.person("harbour", Role::ClientAdmin, &both).await;
    let later = (104..=150).map(call).collect();
    ingest_calls(&site.backend, "harbour", "after-hours", later).await;
    site.ingest(calls(103)).await;
    let backend = site.with_limits(small_parts()).await;
    let id = start(&backend, &person, &csv_request("sort=oldest")).await;
    site.sql("DELETE FROM calls WHERE summary IN ('c110', 'c120')").await;
    // The 45 calls of the first project, and some of the second.
    run_interrupted(&backend, &person, id, 60).await;
    let now = job(&backend, &person, id).await;
    assert!(now.state.is_active() && now.written < 140, "{} written", now.written);
    let front_desk = "(SELECT id FROM projects WHERE slug = 'front-desk')";
    site.sql(&format!("DELETE FROM user_projects WHERE project_id = {front_desk}")).await;
    let done = ended_for(site, &backend, &person, id).await;
    assert_eq!((done.state, done.matched), (ExportState::Completed, 150));
    assert_eq!(done.written + done.omitted, 150);
    let deleted = OmittedCalls { reason: CallOmission::DeletedOrReplaced, calls: 2 };
    let lost = OmittedCalls { reason: CallOmission::AccessLost, calls: done.omitted - 2 };
    assert_eq!(done.omitted_reasons, [deleted, lost]);
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
