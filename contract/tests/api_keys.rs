//! API keys: authentication, request counts, and exports and recording links of a key.

use earshot_backend::{
    ApiClient, Credential, Error, Exporter, MediaRequest, readers::IncomingCall,
};
use earshot_domain::{
    ApiKeyState, ApiScope, CallDetails, Consent, ConversationRequest, CreatedApiKey,
    PlaybackCompliance, ProblemCode, Recording, Role,
};
use earshot_testkit::{call, create_api_key};
use serde_json::Value;

use crate::harness::{Person, Site};

crate::on_both_databases!(
    a_key_is_authenticated_with_its_current_rights,
    a_key_reaches_the_projects_that_it_and_its_owner_have,
    a_key_beyond_ones_projects_does_not_exist,
    a_key_counts_its_requests,
    a_call_is_found_by_its_id_or_its_source_id,
    a_recording_link_is_authorized_for_every_request,
);

const FIELDS: [(&str, &str); 3] =
    [("name", "Backup"), ("scope", "conversations:export"), ("project_id", "front-desk")];

async fn create_key(site: &Site, person: &Person, more: &[(&str, &str)]) -> CreatedApiKey {
    let pairs = [FIELDS.as_slice(), more].concat();
    create_api_key(&site.backend, &person.viewer, &pairs).await
}

async fn authenticate(site: &Site, key: &str) -> Result<ApiClient, Error> {
    let holder = site.backend.keys().authenticate(Credential::Key(key), "192.0.2.7").await;
    holder.map(|(holder, _)| holder)
}

fn request(id: &str) -> ConversationRequest {
    ConversationRequest::from_pairs(&[("conversationId".to_owned(), id.to_owned())]).unwrap()
}

/// The conversation that a key exports by an id.
async fn exported(site: &Site, key: &str, name: &str) -> Result<Value, Error> {
    let exporter = Exporter::program(&authenticate(site, key).await?)?;
    let file = site.backend.talkifai().export(&exporter, &request(name), "http://x").await?;
    Ok(serde_json::from_slice(&file.bytes).unwrap())
}

async fn a_key_is_authenticated_with_its_current_rights(site: &Site) {
    let admin = site.admin().await;
    let rights = [("scope", "callers:full"), ("addresses", "192.0.2.0/24")];
    let made = create_key(site, &admin, &rights).await;
    let holder = authenticate(site, &made.secret).await.unwrap();
    assert!(holder.may(ApiScope::CallersFull) && !holder.may(ApiScope::TranscriptsRaw));
    let elsewhere =
        site.backend.keys().authenticate(Credential::Key(&made.secret), "198.51.100.1").await;
    assert!(matches!(elsewhere, Err(Error::InvalidKey)));
    let keys = site.backend.keys().list(&admin.viewer).await.unwrap().keys;
    assert_eq!((keys.len(), keys[0].id, keys[0].state), (1, made.id, ApiKeyState::Active));
    assert!(keys[0].last_used.is_some() && keys[0].projects[0].slug.as_str() == "front-desk");
    site.backend.keys().revoke(&admin.viewer, made.id).await.unwrap();
    assert!(matches!(authenticate(site, &made.secret).await, Err(Error::InvalidKey)));
    let keys = site.backend.keys().list(&admin.viewer).await.unwrap().keys;
    assert_eq!(keys[0].state, ApiKeyState::Revoked);
    let again = site.backend.keys().revoke(&admin.viewer, made.id).await.unwrap_err();
    assert_eq!(again.problem().code, ProblemCode::NotFound);
}

async fn a_key_reaches_the_projects_that_it_and_its_owner_have(site: &Site) {
    site.ingest(vec![call(1)]).await;
    site.project_ingest("harbour", "after-hours").await.ingest(vec![call(2)]).await.unwrap();
    let both = site.person("harbour", Role::ClientAdmin, &["front-desk", "after-hours"]).await;
    let narrow = create_key(site, &both, &[]).await.secret;
    let wide = create_key(site, &both, &[("project_id", "after-hours")]).await.secret;
    for (key, name, found) in [
        (&narrow, "call-1", true),
        (&narrow, "call-2", false),
        (&wide, "call-1", true),
        (&wide, "call-2", true),
    ] {
        let result = exported(site, key, name).await;
        assert_eq!(result.is_ok(), found, "{name}");
        assert!(found || matches!(result, Err(Error::NotFound)));
    }
    let staff = site.person("harbour", Role::ClientStaff, &["front-desk"]).await;
    assert!(matches!(Exporter::person(&staff.viewer), Err(Error::NotFound)));
}

async fn a_key_beyond_ones_projects_does_not_exist(site: &Site) {
    let both = site.person("harbour", Role::ClientAdmin, &["front-desk", "after-hours"]).await;
    let narrow = create_key(site, &both, &[]).await;
    let wide = create_key(site, &both, &[("project_id", "after-hours")]).await;
    let listed = async |person: &Person| {
        let keys = site.backend.keys().list(&person.viewer).await.unwrap().keys;
        keys.into_iter().map(|key| key.id).collect::<Vec<_>>()
    };
    let desk = site.admin().await;
    let manager = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    assert_eq!((listed(&desk).await, listed(&manager).await), (vec![narrow.id], vec![narrow.id]));
    assert_eq!(listed(&both).await.len(), 2);
    let refused = site.backend.keys().revoke(&desk.viewer, wide.id).await.unwrap_err();
    assert_eq!(refused.problem().code, ProblemCode::NotFound);
    assert!(authenticate(site, &wide.secret).await.is_ok());
    site.backend.keys().revoke(&desk.viewer, narrow.id).await.unwrap();
    assert!(authenticate(site, &narrow.secret).await.is_err());
}

async fn a_key_counts_its_requests(site: &Site) {
    let admin = site.admin().await;
    let made = create_key(site, &admin, &[("requests_per_minute", "2")]).await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        let credential = Credential::Key(&made.secret);
        let (_, rate) = site.backend.keys().authenticate(credential, "local").await.unwrap();
        seen.push((rate.limit, rate.remaining, rate.resets_in, rate.exceeded));
    }
    assert_eq!(seen, [(2, 1, 60, false), (2, 0, 60, false), (2, 0, 60, true)]);
}

async fn a_call_is_found_by_its_id_or_its_source_id(site: &Site) {
    let other = IncomingCall { source: "another".to_owned(), ..call(2) };
    site.ingest(vec![call(1), call(2), other]).await;
    let admin = site.admin().await;
    let key = create_key(site, &admin, &[]).await.secret;
    let found = exported(site, &key, "call-1").await.unwrap();
    let id = found["conversation"]["sessionId"].as_str().unwrap();
    let again = exported(site, &key, id).await.unwrap();
    assert_eq!(again["conversation"], found["conversation"]);
    assert!(matches!(exported(site, &key, "call-2").await, Err(Error::NotFound)));
}

async fn a_recording_link_is_authorized_for_every_request(site: &Site) {
    let details = CallDetails {
        consent: Some(Consent::Granted),
        playback_compliance: Some(PlaybackCompliance::Permitted),
        recording: Some(Recording { file_name: "sound-1.wav".to_owned() }),
        ..CallDetails::default()
    };
    site.ingest(vec![IncomingCall { details, ..call(1) }]).await;
    crate::removals::import_recording(site, "call-1").await.unwrap();
    let admin = site.admin().await;
    let key = create_key(site, &admin, &[]).await;
    let none = exported(site, &key.secret, "call-1").await.unwrap();
    assert_eq!(none["conversation"]["recording"], Value::Null);
    assert_eq!(none["summary"]["hasRecording"], true);
    site.sql("UPDATE tenants SET recording_download = TRUE").await;
    let found = exported(site, &key.secret, "call-1").await.unwrap();
    let url = found["conversation"]["recording"]["signedUrl"].as_str().unwrap().to_owned();
    let token = url.strip_prefix("http://x/media/exports/").unwrap();
    let open = || site.backend.recordings().open_linked(token, MediaRequest::Read);
    assert_eq!(open().await.unwrap().content_type, "audio/wav");
    site.sql("UPDATE tenants SET recording_download = FALSE").await;
    assert!(matches!(open().await, Err(Error::RecordingBlocked(_))));
    site.backend.keys().revoke(&admin.viewer, key.id).await.unwrap();
    assert!(matches!(open().await, Err(Error::NotFound)));
}
