//! API keys over HTTP: creation, list, revocation, and limits by their owner's rights.

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    conversation_export::{ROOM, ask, seed_site},
    harness::{ADMIN, LATE, MANAGER, RIVAL, STAFF, TestApp},
};

const FORM: &str = "name=Nightly+backup&scope=conversations%3Aexport&project_id=front-desk";
const EXPORT: (&str, &str) = ("scope", "conversations:export");
const DESK: (&str, &str) = ("project_id", "front-desk");

/// Whether a key can export the sample conversation.
async fn works(app: &TestApp, key: &str) -> bool {
    ask(app, key, &json!({"conversationId": ROOM})).await.status == 200
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_shown_once_and_works_until_it_is_revoked() {
    let app = seed_site().await;
    let admin = app.session(ADMIN).await;
    let made = app.post(&admin, "/settings/api-keys", FORM).await;
    assert_eq!(made.status, 201);
    let (id, secret) = (made.json()["id"].clone(), made.json()["secret"].clone());
    let (id, secret) = (id.as_str().unwrap(), secret.as_str().unwrap());
    assert!(works(&app, secret).await);
    for person in [ADMIN, MANAGER] {
        let listed = app.get(&app.session(person).await, "/api/api-keys").await;
        assert!(!listed.body.contains(secret));
        let key = &listed.json()["keys"]["keys"][0];
        assert_eq!((&key["name"], &key["state"]), (&json!("Nightly backup"), &json!("active")));
        assert_eq!(key["created_by"], ADMIN);
        assert!(key["last_used"].is_object());
        assert!(secret.starts_with(key["identifier"].as_str().unwrap().trim_end_matches('…')));
    }
    assert!(!app.database_contains(secret), "the database must not hold the key");
    for (other, status) in [(RIVAL, 404), (MANAGER, 403), (STAFF, 404)] {
        let other = app.session(other).await;
        let refused = app.post(&other, &format!("/settings/api-keys/{id}/revoke"), "").await;
        assert_eq!(refused.status, status);
    }
    let revoked = app.post(&admin, &format!("/settings/api-keys/{id}/revoke"), "").await;
    assert_eq!(revoked.status, 204);
    assert!(!works(&app, secret).await);
    let again = app.post(&admin, &format!("/settings/api-keys/{id}/revoke"), "").await;
    assert_eq!(again.status, 404);
    let (log, broken) = app.backend.audit().log("harbour").await.unwrap();
    let actions: Vec<_> = log.iter().map(|entry| entry.action.as_str()).collect();
    assert!(actions.contains(&"api_key.made") && actions.contains(&"api_key.revoked"));
    assert!(broken.is_none() && log.iter().all(|entry| !entry.detail.contains(secret)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_never_has_more_rights_than_its_owner() {
    let app = seed_site().await;
    let key = app.key(ADMIN, &[EXPORT, DESK]).await;
    for (change, back) in [
        ("UPDATE users SET role = 'client_manager'", "UPDATE users SET role = 'client_admin'"),
        ("UPDATE users SET disabled_at = 1", "UPDATE users SET disabled_at = NULL"),
    ] {
        let whose = format!(" WHERE email = '{ADMIN}'");
        assert!(works(&app, &key).await, "{change}");
        app.sql(&format!("{change}{whose}")).await;
        assert!(!works(&app, &key).await, "{change}");
        app.sql(&format!("{back}{whose}")).await;
    }
    app.sql("DELETE FROM user_projects").await;
    assert!(!works(&app, &key).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_ends_with_its_last_day() {
    let app = seed_site().await;
    let key = app.key(ADMIN, &[EXPORT, DESK, ("expires", "2026-06-15")]).await;
    assert!(works(&app, &key).await);
    // It is 13:00 in London; the day has eleven hours left.
    app.advance_clock(11 * 3600 - 1);
    assert!(works(&app, &key).await);
    app.advance_clock(1);
    assert!(!works(&app, &key).await);
    let late = app.session(ADMIN).await;
    let over = app.post(&late, "/settings/api-keys", &format!("{FORM}&expires=2026-06-15")).await;
    assert_eq!((over.status.as_u16(), over.fields()), (422, vec!["expires".to_owned()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_works_from_its_addresses_only() {
    let app = seed_site().await;
    // Requests of a test have no client address.
    let key = app.key(ADMIN, &[EXPORT, DESK, ("addresses", "10.0.0.0/8")]).await;
    assert!(!works(&app, &key).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn talkifai_the_fixed_test_keys_work_in_the_demo_alone() {
    let app = seed_site().await;
    app.key(ADMIN, &[EXPORT, DESK]).await;
    let [test_key, _] = earshot_demo::API_KEYS;
    let hash = hex::encode(Sha256::digest(test_key));
    app.sql(&format!("UPDATE api_keys SET secret_hash = x'{hash}'")).await;
    assert!(works(&app, test_key).await);
    let refusing = app.backend.clone().with_refused_secrets(&earshot_demo::API_KEYS);
    assert!(!works(&app.with_backend(refusing), test_key).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_form_names_every_field() {
    let app = seed_site().await;
    let admin = app.session(ADMIN).await;
    let bad = app.post(&admin, "/settings/api-keys", "name=&scope=root&project_id=Front").await;
    assert_eq!((bad.status.as_u16(), bad.code().as_str()), (422, "invalid_value"));
    let mut fields = bad.fields();
    fields.dedup();
    assert_eq!(fields, ["name", "scope", "project_id"]);
    let foreign = "name=x&scope=conversations%3Aexport&project_id=after-hours";
    let foreign = app.post(&admin, "/settings/api-keys", foreign).await;
    assert_eq!((foreign.status.as_u16(), foreign.fields()), (422, vec!["project_id".to_owned()]));
    let unknown = app.post(&admin, "/settings/api-keys", &format!("{FORM}&admin=1")).await;
    assert_eq!(unknown.code(), "unknown_parameter");
    let late = app.session(LATE).await;
    assert_eq!(app.post(&late, "/settings/api-keys", FORM).await.status, 422);
}
