//! The PBX interface's tokens, files and leases.

use earshot_backend::{ApiClient, PbxError, readers::IncomingCall};
use earshot_domain::{CreatedApiKey, Direction, PbxCode, Role, Status};
use earshot_testkit::{call, caller_number, calls, create_api_key};
use futures::{StreamExt, future::join_all};
use serde_json::Value;

use crate::harness::{Person, Site};

crate::on_both_databases!(
    eight_of_many_concurrent_requests_get_a_token,
    a_refresh_token_is_used_once,
    a_file_holds_every_call_once_whatever_its_batches,
    each_parameter_narrows_the_file,
    one_heavy_request_of_a_client_runs_at_a_time,
    a_revoked_client_gets_no_complete_file,
);

pub async fn client(site: &Site, person: &Person, projects: &[&str]) -> CreatedApiKey {
    let own = [("name", "PBX"), ("kind", "pbx_client"), ("scope", "calls:read")];
    let limit = [("requests_per_minute", "1000")];
    let projects = projects.iter().map(|slug| ("project_id", *slug));
    let pairs: Vec<_> = own.into_iter().chain(limit).chain(projects).collect();
    create_api_key(&site.backend, &person.viewer, &pairs).await
}

pub async fn authenticate(site: &Site, client: &CreatedApiKey) -> ApiClient {
    let id = client.client_id.as_deref().unwrap();
    let tokens = site.backend.pbx().get_token(id, &client.secret, "local").await.unwrap();
    site.backend.pbx().client(&tokens.access_token, "local").await.unwrap().0
}

/// The legs of a file with these parameters.
pub async fn legs(site: &Site, holder: &ApiClient, parameters: &[(&str, &str)]) -> Vec<Value> {
    let pairs: Vec<_> =
        parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let file = match site.backend.pbx().aidownload(holder, &pairs).await {
        Err(PbxError(PbxCode::DataNotFound)) => return Vec::new(),
        file => file.unwrap().file,
    };
    let download = site.backend.pbx().open_download(holder, &file).await.unwrap();
    let mut stream = download.read().await.unwrap();
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        bytes.extend(chunk.unwrap());
    }
    serde_json::from_slice(&bytes).unwrap()
}

/// Waits until an aborted download has released its lease.
async fn wait_for_lease(site: &Site, holder: &ApiClient) {
    loop {
        match site.backend.pbx().aidownload(holder, &[]).await {
            Err(PbxError(PbxCode::OverloadTaskRunning)) => tokio::task::yield_now().await,
            _ => return,
        }
    }
}

async fn eight_of_many_concurrent_requests_get_a_token(site: &Site) {
    let admin = site.admin().await;
    let made = client(site, &admin, &["front-desk"]).await;
    let (id, secret) = (made.client_id.unwrap(), made.secret);
    let replica = site.replica().await;
    let ask = |n: usize| {
        let backend = if n.is_multiple_of(2) { &site.backend } else { &replica };
        let (id, secret) = (&id, &secret);
        async move { backend.pbx().get_token(id, secret, &format!("192.0.2.{n}")).await }
    };
    let results = join_all((0..20).map(ask)).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 8);
    let refused = results.into_iter().filter_map(Result::err);
    assert!(refused.into_iter().all(|code| code == PbxError(PbxCode::MaxLimitationExceeded)));
}

async fn a_refresh_token_is_used_once(site: &Site) {
    let admin = site.admin().await;
    let made = client(site, &admin, &["front-desk"]).await;
    let id = made.client_id.unwrap();
    let tokens = site.backend.pbx().get_token(&id, &made.secret, "local").await.unwrap();
    let refresh = |n: u8| {
        let token = &tokens.refresh_token;
        async move { site.backend.pbx().refresh_token(token, &format!("192.0.2.{n}")).await }
    };
    let results = join_all((0..4).map(refresh)).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let old = site.backend.pbx().client(&tokens.access_token, "local").await;
    assert_eq!(old.err(), Some(PbxError(PbxCode::TokenExpired)));
}

async fn a_file_holds_every_call_once_whatever_its_batches(site: &Site) {
    site.ingest(calls(300)).await;
    site.project_ingest("harbour", "after-hours")
        .await
        .ingest((301..=310).map(call).collect())
        .await
        .unwrap();
    let admin = site.person("harbour", Role::ClientAdmin, &["front-desk", "after-hours"]).await;
    let both =
        authenticate(site, &client(site, &admin, &["front-desk", "after-hours"]).await).await;
    let found = legs(site, &both, &[]).await;
    let mut callers: Vec<_> =
        found.iter().map(|leg| leg["call_from"].as_str().unwrap().to_owned()).collect();
    callers.sort();
    assert_eq!(callers, (1..=310).map(caller_number).collect::<Vec<_>>());
    let one = authenticate(site, &client(site, &admin, &["after-hours"]).await).await;
    assert_eq!(legs(site, &one, &[]).await.len(), 10);
}

async fn each_parameter_narrows_the_file(site: &Site) {
    let outbound = IncomingCall { direction: Direction::Outbound, ..call(2) };
    let missed = IncomingCall { status: Status::Missed, ..call(3) };
    site.ingest(vec![call(1), outbound, missed]).await;
    let admin = site.admin().await;
    let holder = authenticate(site, &client(site, &admin, &["front-desk"]).await).await;
    let (first, second, third) = (caller_number(1), caller_number(2), caller_number(3));
    for (parameter, expected) in [
        (("call_from", first.as_str()), vec![&first]),
        (("call_from", "020 7940 0001"), vec![&first]),
        (("call_from", "0044 (0) 20 7940 0001"), vec![&first]),
        (("call_from", "0001"), vec![]),
        (("call_type", "Outbound"), vec![&second]),
        (("call_type", "Inbound"), vec![&first, &third]),
        (("last_status", "NO ANSWER"), vec![&third]),
        (("last_status", "ANSWERED"), vec![&first, &second]),
        (("last_status", "BUSY"), vec![]),
        // The first call began at 10:01 in London.
        (("start_time", "2026/06/01 10:02:00"), vec![&second, &third]),
        (("end_time", "2026/06/01 10:02:00"), vec![&first, &second]),
        (("call_to", "+44 20 7946 0100"), vec![&first, &second, &third]),
        (("call_to", "020 7946 0100"), vec![&first, &second, &third]),
        (("call_to", "0100"), vec![]),
    ] {
        let found = legs(site, &holder, &[parameter]).await;
        let found: Vec<_> = found.iter().map(|leg| leg["call_from"].as_str().unwrap()).collect();
        assert_eq!(found, expected, "{parameter:?}");
    }
}

async fn one_heavy_request_of_a_client_runs_at_a_time(site: &Site) {
    site.ingest(calls(2)).await;
    let admin = site.admin().await;
    let holder = authenticate(site, &client(site, &admin, &["front-desk"]).await).await;
    let file = site.backend.pbx().aidownload(&holder, &[]).await.unwrap().file;
    let download = site.backend.pbx().open_download(&holder, &file).await.unwrap();
    let running = download.read().await.unwrap();
    let replica = site.replica().await;
    for backend in [&site.backend, &replica] {
        let second = backend.pbx().aidownload(&holder, &[]).await;
        assert_eq!(second.err(), Some(PbxError(PbxCode::OverloadTaskRunning)));
    }
    let other = authenticate(site, &client(site, &admin, &["front-desk"]).await).await;
    assert_eq!(legs(site, &other, &[]).await.len(), 2);
    drop(running);
    wait_for_lease(site, &holder).await;
    assert_eq!(legs(site, &holder, &[]).await.len(), 2);
}

async fn a_revoked_client_gets_no_complete_file(site: &Site) {
    site.ingest(calls(2)).await;
    let admin = site.admin().await;
    let made = client(site, &admin, &["front-desk"]).await;
    let holder = authenticate(site, &made).await;
    let file = site.backend.pbx().aidownload(&holder, &[]).await.unwrap().file;
    let download = site.backend.pbx().open_download(&holder, &file).await.unwrap();
    let mut stream = download.read().await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    site.backend.keys().revoke(&admin.viewer, made.id).await.unwrap();
    assert!(stream.next().await.unwrap().is_err());
}
