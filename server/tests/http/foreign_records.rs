//! One record of every kind that has an id, of somebody's, and the ids of none.

use earshot_backend::{ImportedFile, RecordingFile};
use earshot_testkit::{one_second_wav, project_ingest};

use crate::{
    access_table::HOOK,
    harness::TestApp,
    recorded_calls::{ALL_ALLOWED, grant_url, playable_call},
    unlocks::FORM as UNLOCK,
};

/// Ids by the names that they have in paths and forms.
pub type Ids = Vec<(&'static str, String)>;

/// Ids that nothing has.
pub fn unknown(like: &Ids) -> Ids {
    like.iter()
        .map(|(name, id)| {
            let id = if id.len() == 36 {
                "01890a5d-ac96-474b-bcce-b302099a8057".to_owned()
            } else {
                "x".repeat(id.len())
            };
            (*name, id)
        })
        .collect()
}

/// Creates one record of every kind for a Client Admin of a project, from its `n`-th and next call.
pub async fn records_of(
    app: &TestApp,
    (tenant, project, email): (&str, &str, &str),
    n: u32,
) -> Ids {
    let mut import = project_ingest(&app.backend, tenant, project).await;
    import.begin_import("ndjson", &["june.ndjson".to_owned()]).await.unwrap();
    import.ingest(vec![playable_call(n)]).await.unwrap();
    app.run_jobs().await;
    let cookie = app.session(email).await;
    let id = |value: &serde_json::Value| value["id"].as_str().unwrap().to_owned();

    let import_id = id(&app.get(&cookie, "/api/settings").await.json()["imports"][0]);
    let call = app.call_ids(email).await[0].to_string();
    let contact = app.get(&cookie, "/api/contacts").await.json()["contacts"][0].clone();
    let (contact_id, identity_id) = (id(&contact), id(&contact["identities"][0]));
    let opened = app.post(&cookie, &format!("/contacts/{contact_id}/requests"), "").await;
    assert_eq!(opened.status, 204, "{}", opened.body);
    let request_id = id(&app.get(&cookie, "/api/contacts").await.json()["requests"][0]);

    let hook = HOOK.replace("front-desk", project);
    let webhook_id = id(&app.post(&cookie, "/settings/webhooks", &hook).await.json());
    app.ingest_into(tenant, project, vec![playable_call(n + 1)]).await;
    let sent = format!("/api/webhooks/deliveries?webhook_id={webhook_id}");
    let delivery_id = id(&app.get(&cookie, &sent).await.json()["deliveries"][0]);

    let unlock = app.post(&cookie, &format!("/api/calls/{call}/unlocks"), UNLOCK).await;
    let form = format!("project_id={project}");
    let export = app.post(&cookie, "/api/exports/calls", &form).await;
    let export = export.header("earshot-export-id").to_owned();
    let finished = app.finished_export(email).await;
    let job = id(&app.post(&cookie, "/exports/new", &form).await.json());
    let key = app.create_key(email, &[("scope", "calls:read"), ("project_id", project)]).await;
    let grant = grant_of(app, tenant, &cookie, &call, n).await;
    vec![
        ("call", call.clone()),
        ("call_id", call),
        ("import_id", import_id),
        ("contact_id", contact_id),
        ("identity_id", identity_id),
        ("request_id", request_id),
        ("webhook_id", webhook_id),
        ("delivery_id", delivery_id),
        ("unlock_id", id(&unlock.json())),
        ("export", export),
        ("finished", finished.clone()),
        ("export_id", finished),
        ("job", job),
        ("api_key_id", key.id.to_string()),
        ("grant", grant),
    ]
}

/// Stores the recording of the `n`-th call, and returns a grant to play it.
async fn grant_of(app: &TestApp, tenant: &str, cookie: &str, call: &str, n: u32) -> String {
    app.backend.tenants().set_recordings(tenant, ALL_ALLOWED).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("call-{n}.wav"));
    std::fs::write(&path, one_second_wav()).unwrap();
    let recordings = app.backend.recordings().import(tenant).await.unwrap();
    let taken = ImportedFile::Recording(RecordingFile::Taken);
    assert_eq!(recordings.add(&path).await.unwrap(), taken);
    let url = grant_url(app, cookie, call, "play").await;
    url.rsplit('/').next().unwrap().to_owned()
}
