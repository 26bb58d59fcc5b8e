//! What one person has unlocked of planted calls leaves by no other door, and by no one else's.

use crate::{
    canaries::{Planted, background_exports_are_clean, keys_are_clean, pages_and_files_are_clean},
    harness::{ADMIN, MANAGER, STAFF},
};

const DECISION: &str = "consent=granted&playback_compliance=permitted&evidence=form";
const UNLOCK: &str = "scope=all&reason_code=compliance_audit\
                      &justification=Searching+every+door+for+what+was+planted.";
const OPTIONS: &str = "include_decrypted_transcript=on&include_entities=on\
                       &reason_code=compliance_audit&justification=canaries";

/// Unlocks and views every call as a Client Admin, who also exports them.
async fn unlocked() -> Planted {
    let planted = Planted::new().await;
    let app = &planted.app;
    let admin = app.session(ADMIN).await;
    let mut seen = String::new();
    for call in &planted.calls {
        let decided = format!("/api/calls/{call}/recording/decision");
        assert_eq!(app.post(&admin, &decided, DECISION).await.status, 204);
        let unlock = app.post(&admin, &format!("/api/calls/{call}/unlocks"), UNLOCK).await;
        assert_eq!(unlock.status, 201, "{}", unlock.body);
        let id = unlock.json()["id"].as_str().unwrap().to_owned();
        seen.push_str(&app.post(&admin, &format!("/api/unlocks/{id}/view"), "").await.body);
    }
    let form = format!("project_id=front-desk&{OPTIONS}");
    seen.push_str(&app.post(&admin, "/api/exports/calls", &form).await.body);
    // The canaries are there to be found.
    let found = planted.plant.spellings().iter().filter(|canary| seen.contains(*canary)).count();
    assert!(found >= 5, "{found} of the planted numbers were unlocked");
    planted
}

#[tokio::test]
async fn nobody_else_and_no_other_door_shows_what_was_unlocked() {
    let planted = unlocked().await;
    pages_and_files_are_clean(&planted).await;
    background_exports_are_clean(&planted).await;
    keys_are_clean(&planted).await;
}

#[tokio::test]
async fn options_of_an_export_write_nothing_that_somebody_else_unlocked() {
    let planted = unlocked().await;
    let app = &planted.app;
    for who in [ADMIN, MANAGER, STAFF] {
        let session = app.session(who).await;
        for target in ["/activity/sensitive", "/api/activity/sensitive"] {
            let listed = app.page(&session, target).await;
            planted.assert_text_clean(&format!("{who} {target}"), &listed.body);
        }
    }
    let other = "second@harbour.example";
    let role = earshot_domain::Role::ClientAdmin;
    earshot_testkit::create_person(&app.backend, "harbour", other, role, &["front-desk"]).await;
    let session = app.session(other).await;
    let form = format!("project_id=front-desk&{OPTIONS}");
    let csv = app.post(&session, "/api/exports/calls", &form).await;
    assert_eq!(csv.status, 200, "{}", csv.body);
    let unlocked = csv.body.lines().skip(1).map(|row| row.rsplit(',').next().unwrap());
    assert_eq!(unlocked.collect::<Vec<_>>(), ["\"false\""; 4], "{}", csv.body);
    planted.assert_text_clean("another admin's CSV", &csv.body);
    let started = app.post(&session, "/exports/new", &format!("{form}&format=csv")).await;
    assert_eq!(started.status, 201, "{}", started.body);
    let id = started.json()["id"].as_str().unwrap().to_owned();
    app.run_jobs().await;
    let file = app.get(&session, &format!("/exports/{id}/files/1")).await;
    assert_eq!(file.status, 200, "{}", file.body);
    planted.assert_text_clean("another admin's background CSV", &file.body);
}

#[tokio::test]
async fn the_file_of_a_background_export_is_its_exporters_alone() {
    let planted = unlocked().await;
    let app = &planted.app;
    let admin = app.session(ADMIN).await;
    let form = format!("project_id=front-desk&{OPTIONS}&format=csv");
    let started = app.post(&admin, "/exports/new", &form).await;
    assert_eq!(started.status, 201, "{}", started.body);
    app.run_jobs().await;
    let id = started.json()["id"].as_str().unwrap().to_owned();
    let file = app.get(&admin, &format!("/exports/{id}/files/1")).await;
    let found = planted.plant.spellings().iter().any(|canary| file.body.contains(canary));
    assert!(found, "the exporter's own file: {}", file.body);
    let manifest = app.get(&admin, &format!("/exports/{id}/manifest.json")).await;
    planted.assert_text_clean("manifest", &manifest.body);
    let role = earshot_domain::Role::ClientAdmin;
    let other = "second@harbour.example";
    earshot_testkit::create_person(&app.backend, "harbour", other, role, &["front-desk"]).await;
    for who in [other, MANAGER, STAFF] {
        let session = app.session(who).await;
        for file in ["files/1", "archive.zip"] {
            let answer = app.get(&session, &format!("/exports/{id}/{file}")).await;
            assert!(
                answer.status == 409 || answer.status == 404,
                "{who} {file}: {}",
                answer.status
            );
            planted.assert_text_clean(&format!("{who} {file}"), &answer.body);
        }
    }
}
