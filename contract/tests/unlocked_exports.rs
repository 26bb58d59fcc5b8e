//! What an exporter has unlocked, in the streamed file and in background exports.

use earshot_backend::{Error, ExportedFile};
use earshot_domain::{
    CallFilter, CallId, ColumnSet, ExportFormat, ExportId, ExportRequest, ExportState, ExportTable,
    ReasonCode, Role, SensitiveUse, UnlockArtefact, UnlockScope,
};
use earshot_testkit::call;
use futures::TryStreamExt;
use jiff::SignedDuration;

use crate::{
    harness::{Person, Site, export, parse_csv, read_export},
    unlocks::{EMAIL, NUMBER, consented, stored, unlock},
};

crate::on_both_databases!(
    a_streamed_file_has_what_the_exporter_unlocked_and_says_of_which_calls,
    an_option_that_is_not_named_writes_nothing_unlocked,
    a_background_file_has_what_was_unlocked_at_its_start,
    an_unlock_that_ends_stops_a_background_export_with_its_reason,
    only_the_exporter_downloads_what_they_unlocked,
    options_need_rows_of_calls_and_real_names,
);

const REASON: &str = "reason_code=legal_request&justification=Case+7";

/// A header and the records below it.
async fn table(site: &Site, person: &Person, query: &str) -> (String, Vec<Vec<String>>) {
    let export = export(&site.backend, &person.viewer, query).await.unwrap();
    let (text, broken) = read_export(export).await;
    assert!(broken.is_none(), "{broken:?}");
    let header = text.lines().next().unwrap().to_owned();
    (header, parse_csv(&text))
}

/// The files in which one's unlocks were used, by artefact.
async fn files(site: &Site, person: &Person) -> Vec<(CallId, UnlockArtefact, ExportId)> {
    let page = site.backend.custody().sensitive_access(&person.viewer, None).await.unwrap();
    let mut files = Vec::new();
    for access in page.accesses {
        let used =
            access.uses.into_iter().filter_map(|used| Some((used.artefact, used.export_id?)));
        files.extend(used.map(|(artefact, export)| (access.call_id, artefact, export)));
    }
    files
}

async fn a_streamed_file_has_what_the_exporter_unlocked_and_says_of_which_calls(site: &Site) {
    let (admin, other) = (site.admin().await, site.admin().await);
    let mut ids = Vec::new();
    for n in 1..=4 {
        ids.push(stored(site, &admin, consented(n)).await);
    }
    unlock(site, &admin, ids[0], UnlockScope::All).await.unwrap();
    unlock(site, &admin, ids[1], UnlockScope::CallSummary).await.unwrap();
    unlock(site, &other, ids[2], UnlockScope::All).await.unwrap();
    unlock(site, &admin, ids[3], UnlockScope::Transcript).await.unwrap();
    let query = format!("sort=oldest&include_decrypted_transcript=on&include_entities=on&{REASON}");
    let (header, rows) = table(site, &admin, &query).await;
    assert!(header.ends_with(",summary,transcript,entities,unlocked"), "{header}");
    let clear: Vec<_> = rows.iter().map(|row| row[9].contains(EMAIL)).collect();
    assert_eq!(clear, [true, false, false, true]);
    assert_eq!(rows[0][9], format!("Agent: What is your e-mail address? Caller: {EMAIL}"));
    let unlocked: Vec<_> = rows.iter().map(|row| row[11].as_str()).collect();
    assert_eq!(unlocked, ["true", "false", "false", "true"]);
    let labels = r#"[{"label":"PHONE"},{"label":"EMAIL"}]"#;
    let values = format!(
        r#"[{{"label":"PHONE","value":"{NUMBER}"}},{{"label":"EMAIL","line":2,"value":"{EMAIL}"}}]"#
    );
    let entities: Vec<_> = rows.iter().map(|row| row[10].as_str()).collect();
    assert_eq!(entities, [values.as_str(), labels, labels, labels]);
    for row in &rows {
        assert!(row[8].contains("[PHONE]"), "the summary is not asked for: {}", row[8]);
    }
    let used: Vec<_> =
        files(site, &admin).await.into_iter().map(|(call, artefact, _)| (call, artefact)).collect();
    assert_eq!(
        used,
        [
            (ids[3], UnlockArtefact::Transcript),
            (ids[0], UnlockArtefact::Transcript),
            (ids[0], UnlockArtefact::ExtractedEntities),
        ]
    );
    // Their time is over for the next file.
    site.clock.advance(SignedDuration::from_mins(15));
    let (_, rows) = table(site, &admin, &query).await;
    assert!(rows.iter().all(|row| row[11] == "false" && !row[9].contains(EMAIL)));
    let log = site.backend.audit().log("harbour").await.unwrap().0;
    let written = log.iter().filter(|entry| entry.action == "unlock.exported");
    assert_eq!(written.count(), 2);
}

async fn an_option_that_is_not_named_writes_nothing_unlocked(site: &Site) {
    let admin = site.admin().await;
    let id = stored(site, &admin, consented(1)).await;
    unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    for query in
        ["", "include_decrypted_transcript=off", &format!("include_caller_full=on&{REASON}")]
    {
        let (header, rows) = table(site, &admin, query).await;
        assert!(header.ends_with(",summary,transcript"), "{header}");
        assert!(!rows[0].concat().contains(EMAIL), "{query}");
    }
    let (header, rows) =
        table(site, &admin, &format!("include_decrypted_transcript=on&{REASON}")).await;
    assert!(header.ends_with(",transcript,unlocked"), "{header}");
    assert!(rows[0][9].contains(EMAIL) && !rows[0][8].contains(NUMBER));
    let (header, rows) = table(site, &admin, &format!("include_entities=on&{REASON}")).await;
    assert!(header.ends_with(",transcript,entities,unlocked"), "{header}");
    assert!(rows[0][10].contains(EMAIL) && !rows[0][9].contains(EMAIL));
}

/// A request of rows by call with both options.
fn request(format: ExportFormat) -> ExportRequest {
    let mut request = ExportRequest::new(CallFilter::default(), format);
    let used =
        SensitiveUse { reason_code: ReasonCode::LegalRequest, justification: "Case 7".to_owned() };
    request.options.decrypted_transcript = Some(used.clone());
    request.options.entities = Some(used);
    request.table = ExportTable::Calls { set: ColumnSet::Conversations, fields: Vec::new() };
    request.columns_chosen = true;
    request
}

async fn start(site: &Site, person: &Person, request: &ExportRequest) -> Result<ExportId, Error> {
    Ok(site.backend.exports().start(&person.viewer, request, None).await?.id)
}

async fn run(site: &Site) {
    site.backend.worker().unwrap().run_due().await.unwrap();
}

async fn text(file: ExportedFile, person: &Person) -> String {
    let stream = file.read(&person.viewer, 0, file.length).await.unwrap();
    let chunks: Vec<_> = stream.try_collect().await.unwrap();
    String::from_utf8(chunks.concat()).unwrap()
}

async fn a_background_file_has_what_was_unlocked_at_its_start(site: &Site) {
    let admin = site.admin().await;
    let (first, second) =
        (stored(site, &admin, consented(1)).await, stored(site, &admin, consented(2)).await);
    unlock(site, &admin, first, UnlockScope::All).await.unwrap();
    let id = start(site, &admin, &request(ExportFormat::Csv)).await.unwrap();
    // Unlocked after the start.
    unlock(site, &admin, second, UnlockScope::All).await.unwrap();
    run(site).await;
    let job = site.backend.exports().job(&admin.viewer, id).await.unwrap();
    assert_eq!((job.state, job.written), (ExportState::Completed, 2));
    assert_eq!(job.sensitive, ["Extracted entities", "Decrypted transcript"]);
    let file = site.backend.exports().job_file(&admin.viewer, id, 1).await.unwrap();
    let text = text(file, &admin).await;
    let header = text.lines().next().unwrap();
    assert!(header.ends_with(",transcript,entities,unlocked"), "{header}");
    let row = |call: CallId| {
        let rows = parse_csv(&text);
        rows.into_iter().find(|row| row[0] == call.to_string()).unwrap()
    };
    assert!(row(first).concat().contains(EMAIL) && row(first).last().unwrap() == "true");
    assert!(!row(second).concat().contains(EMAIL) && row(second).last().unwrap() == "false");
    let manifest = site.backend.exports().job_manifest(&admin.viewer, id).await.unwrap();
    let manifest = String::from_utf8(manifest.read(&admin.viewer).await.unwrap()).unwrap();
    assert!(manifest.contains("\"unlocked\""), "{manifest}");
    assert!(files(site, &admin).await.iter().all(|(call, _, by)| (*call, *by) == (first, id)));
}

async fn an_unlock_that_ends_stops_a_background_export_with_its_reason(site: &Site) {
    let admin = site.admin().await;
    let id = stored(site, &admin, consented(1)).await;
    let live = unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    let export = start(site, &admin, &request(ExportFormat::Csv)).await.unwrap();
    site.backend.custody().end(&admin.viewer, live.id).await.unwrap();
    run(site).await;
    run(site).await;
    let job = site.backend.exports().job(&admin.viewer, export).await.unwrap();
    assert_eq!(job.state, ExportState::Failed);
    assert!(job.reason.unwrap().contains("unlock of a call ended"), "says why");
    assert_eq!(files(site, &admin).await, []);
}

async fn only_the_exporter_downloads_what_they_unlocked(site: &Site) {
    let (admin, other) = (site.admin().await, site.admin().await);
    let id = stored(site, &admin, consented(1)).await;
    unlock(site, &admin, id, UnlockScope::All).await.unwrap();
    let export = start(site, &admin, &request(ExportFormat::Csv)).await.unwrap();
    run(site).await;
    let exports = site.backend.exports();
    assert!(exports.job(&other.viewer, export).await.is_ok(), "all exports are seen");
    let refused = exports.job_file(&other.viewer, export, 1).await;
    assert!(matches!(refused.err(), Some(Error::Conflict(_))));
    let refused = exports.job_archive(&other.viewer, export).await;
    assert!(matches!(refused.err(), Some(Error::Conflict(_))));
    assert!(exports.job_file(&admin.viewer, export, 1).await.is_ok());
    // The same export of another has what they have unlocked: nothing.
    let again = exports.retry_job(&other.viewer, export).await.unwrap().id;
    run(site).await;
    let file = exports.job_file(&other.viewer, again, 1).await.unwrap();
    assert!(!text(file, &other).await.contains(EMAIL));
}

async fn options_need_rows_of_calls_and_real_names(site: &Site) {
    let admin = site.admin().await;
    let manager = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    stored(site, &admin, call(1)).await;
    let refused = start(site, &manager, &request(ExportFormat::Csv)).await;
    assert!(matches!(refused, Err(Error::OptionForbidden { field: "include_entities", .. })));
    for format in [ExportFormat::Pdf, ExportFormat::Zip] {
        let refused = start(site, &admin, &request(format)).await;
        assert!(
            matches!(refused, Err(Error::Invalid(fields)) if fields[0].field == "include_entities")
        );
    }
    let messages = ExportRequest {
        table: ExportTable::Messages { fields: Vec::new() },
        ..request(ExportFormat::Csv)
    };
    assert!(matches!(start(site, &admin, &messages).await, Err(Error::Invalid(_))));
    let anonymous = ExportRequest { anonymise: true, ..request(ExportFormat::Csv) };
    assert!(matches!(start(site, &admin, &anonymous).await, Err(Error::Invalid(_))));
    for format in [ExportFormat::Csv, ExportFormat::Xlsx, ExportFormat::Parquet, ExportFormat::Json]
    {
        start(site, &admin, &request(format)).await.unwrap();
    }
}
