//! The tenant's settings: access, changes and their effect.

use earshot_backend::ImportCounts;
use earshot_testkit::project_ingest;

use crate::{
    harness::{ADMIN, LATE, MANAGER, RIVAL, STAFF, TestApp},
    recorded_calls::{
        app_with_recordings, first_call, playable_call, recorded_call, request_grant,
    },
};

const TARGET: &str = "/settings/recordings";

#[tokio::test(flavor = "multi_thread")]
async fn staff_playback_is_the_client_admins_to_set() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let id = first_call(&app).await;
    let (admin, staff) = (app.session(ADMIN).await, app.session(STAFF).await);
    let unchanged = async |status: u16, email: &str| {
        let cookie = app.session(email).await;
        let answer = app.post(&cookie, TARGET, "staff_playback=false").await;
        assert_eq!(answer.status.as_u16(), status, "{email}");
        assert_eq!(
            request_grant(&app, &staff, &id, "play").await.status,
            201,
            "{email} changed nothing"
        );
    };
    unchanged(403, MANAGER).await;
    unchanged(404, STAFF).await;
    unchanged(204, RIVAL).await;
    assert_eq!(app.post(&admin, TARGET, "staff_playback=false").await.status, 204);
    assert_eq!(request_grant(&app, &staff, &id, "play").await.json()["block"], "staff_playback");
    let page = app.page(&admin, "/settings").await;
    assert!(page.body.contains("action=\"/settings/recordings\""), "{}", page.status);
    let (log, _) = app.backend.audit().log("harbour").await.unwrap();
    let noted = log.iter().rfind(|entry| entry.action == "tenant.changed").unwrap();
    assert_eq!(
        (noted.actor.as_str(), noted.detail.as_str()),
        (ADMIN, "{\"staff_playback\":false}")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_download_entitlement_is_not_the_tenants_to_set() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let admin = app.session(ADMIN).await;
    for form in ["recording_download=true", "staff_playback=true&recording_download=true"] {
        let refused = app.post(&admin, TARGET, form).await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "unknown_parameter"));
    }
    let refused = app.post(&admin, TARGET, "staff_playback=perhaps").await;
    assert_eq!(
        (refused.status.as_u16(), refused.fields()),
        (422, vec!["staff_playback".to_owned()])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn managers_read_and_staff_have_no_such_page() {
    let app = app_with_recordings(vec![playable_call(1)]).await;
    let manager = app.session(MANAGER).await;
    let page = app.page(&manager, "/settings").await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("action=\"/settings"), "a manager is shown no form");
    assert!(page.body.contains("A Client Admin can change"));
    let staff = app.session(STAFF).await;
    let (none, nowhere) =
        (app.page(&staff, "/settings").await, app.page(&staff, "/no-such-page").await);
    assert_eq!((none.status, nowhere.status.as_u16()), (nowhere.status, 404));
    let masked = |text: &str| text.split("Request ID").next().unwrap().to_owned();
    assert_eq!(masked(&none.body), masked(&nowhere.body), "the same as an unknown address");
    assert!(!app.page(&staff, "/calls").await.body.contains("/settings"), "and no way there");
    assert!(app.page(&manager, "/calls").await.body.contains("href=\"/settings\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_decided_about_as_a_whole() {
    let app = TestApp::new().await;
    let mut import = project_ingest(&app.backend, "harbour", "front-desk").await;
    import.begin_import("ndjson", &["june.ndjson".to_owned()]).await.unwrap();
    import.ingest(vec![recorded_call(1, None, None), recorded_call(2, None, None)]).await.unwrap();
    import.note_import(ImportCounts { taken: 2, ..ImportCounts::default() }).await.unwrap();
    let admin = app.session(ADMIN).await;
    let listed = app.get(&admin, "/api/settings").await.json();
    assert_eq!(
        (&listed["imports"][0]["waiting"], &listed["imports"][0]["recordings"]),
        (&2.into(), &2.into())
    );
    let id = listed["imports"][0]["id"].as_str().unwrap().to_owned();
    let target = format!("/settings/imports/{id}/decision");
    let good = "consent=granted&playback_compliance=permitted&evidence=Notice+at+the+door";
    for email in [MANAGER, STAFF, LATE, RIVAL] {
        let cookie = app.session(email).await;
        assert_eq!(app.post(&cookie, &target, good).await.status, 404, "{email}");
    }
    let unknown = "/settings/imports/01890a5d-ac96-474b-bcce-b302099a8057/decision";
    assert_eq!(app.post(&admin, unknown, good).await.status, 404);
    let refused = app.post(&admin, &target, "consent=granted&playback_compliance=permitted").await;
    assert_eq!((refused.status.as_u16(), refused.fields()), (422, vec!["evidence".to_owned()]));
    assert_eq!(app.post(&admin, &target, good).await.status, 204);
    let call = first_call(&app).await;
    let blocked = request_grant(&app, &admin, &call, "play").await.json();
    assert_eq!(blocked["block"], "not_received", "consent and compliance stand in the way no more");
    assert_eq!(app.get(&admin, "/api/settings").await.json()["imports"][0]["waiting"], 0);
    let (log, _) = app.backend.audit().log("harbour").await.unwrap();
    let noted = log.iter().rfind(|entry| entry.action == "import.playback_decided").unwrap();
    assert!(noted.subject == id && !noted.detail.contains("door"), "evidence is sealed");
}
