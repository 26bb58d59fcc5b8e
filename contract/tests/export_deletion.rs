//! Deletion of the entries of ended exports.

use earshot_domain::{ExportState, ProblemCode, Role};
use earshot_testkit::calls;

use crate::{
    export_jobs::{csv_request, job, run_due, start},
    export_lists::listed,
    harness::{Site, refusal},
};

crate::on_both_databases!(
    an_ended_export_without_files_is_deleted,
    what_waits_or_has_files_is_not_deleted,
);

async fn an_ended_export_without_files_is_deleted(site: &Site) {
    site.ingest(calls(3)).await;
    let (backend, admin) = (&site.backend, site.admin().await);
    let manager = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    let kept = start(backend, &admin, &csv_request("")).await;
    let cancelled = start(backend, &admin, &csv_request("")).await;
    backend.exports().cancel_job(&admin.viewer, cancelled).await.unwrap();
    assert_eq!(job(backend, &admin, cancelled).await.state, ExportState::Cancelled);
    let refused = backend.exports().delete_job(&manager.viewer, cancelled).await;
    assert_eq!(refusal(refused), ProblemCode::NotFound);
    backend.exports().delete_job(&admin.viewer, cancelled).await.unwrap();
    assert_eq!(listed(backend, &admin).await, [kept]);
    for gone in [
        backend.exports().job(&admin.viewer, cancelled).await.map(drop),
        backend.exports().retry_job(&admin.viewer, cancelled).await.map(drop),
        backend.exports().delete_job(&admin.viewer, cancelled).await,
    ] {
        assert_eq!(refusal(gone), ProblemCode::NotFound);
    }
    let (entries, broken) = backend.audit().log("harbour").await.unwrap();
    assert_eq!(broken, None);
    let deleted = entries.iter().find(|entry| entry.action == "export.deleted").unwrap();
    assert_eq!(deleted.subject, cancelled.to_string());
}

async fn what_waits_or_has_files_is_not_deleted(site: &Site) {
    site.ingest(calls(3)).await;
    let (backend, admin) = (&site.backend, site.admin().await);
    let id = start(backend, &admin, &csv_request("")).await;
    let refused = backend.exports().delete_job(&admin.viewer, id).await;
    assert_eq!(refusal(refused), ProblemCode::Conflict);
    run_due(backend).await;
    let refused = backend.exports().delete_job(&admin.viewer, id).await;
    assert_eq!(refusal(refused), ProblemCode::Conflict);
    assert_eq!(job(backend, &admin, id).await.files.len(), 1);
    backend.exports().revoke_job(&admin.viewer, id).await.unwrap();
    backend.exports().delete_job(&admin.viewer, id).await.unwrap();
    assert_eq!(listed(backend, &admin).await, []);
    assert!(site.stored_files().is_empty());
}
