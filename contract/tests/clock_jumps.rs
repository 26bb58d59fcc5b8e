//! A clock that goes back by an hour: nobody is locked out for as long as it went.

use std::time::Duration;

use earshot_backend::{Limits, Rate};
use earshot_domain::{CallFilter, ExportFormat, ExportRequest, ExportState, ProblemCode};
use earshot_testkit::{PASSWORD, calls};
use jiff::SignedDuration;

use crate::harness::{Site, export, refusal};

crate::on_both_databases!(
    a_used_up_limit_ends_within_its_window,
    a_limit_counts_on_after_a_small_correction,
    a_lease_of_the_future_is_over,
    a_running_export_keeps_its_lease,
    background_work_goes_on,
    a_pbx_client_gets_tokens,
);

const HOUR: SignedDuration = SignedDuration::from_hours(1);

async fn sign_in(site: &Site, email: &str, password: &str) -> Result<bool, u32> {
    let address = "198.51.100.7";
    let credentials =
        earshot_backend::Credentials { email, password, address, device: None, former: None };
    match site.backend.access().sign_in(&credentials).await {
        Ok(token) => Ok(token.is_some()),
        Err(error) => Err(error.problem().retry_after.unwrap()),
    }
}

async fn a_used_up_limit_ends_within_its_window(site: &Site) {
    let admin = site.admin().await;
    let rate = Limits::default().sign_in_rate;
    for _ in 0..rate.events {
        assert_eq!(sign_in(site, &admin.email, "wrong").await, Ok(false));
    }
    assert!(sign_in(site, &admin.email, PASSWORD).await.is_err());
    site.clock.advance(-HOUR);
    assert_eq!(sign_in(site, &admin.email, PASSWORD).await, Ok(true));
}

async fn a_limit_counts_on_after_a_small_correction(site: &Site) {
    let admin = site.admin().await;
    let rate = Limits::default().sign_in_rate;
    for _ in 0..rate.events {
        assert_eq!(sign_in(site, &admin.email, "wrong").await, Ok(false));
    }
    site.clock.advance(-SignedDuration::from_secs(60));
    let wait = sign_in(site, &admin.email, PASSWORD).await.unwrap_err();
    assert!(wait <= rate.seconds, "{wait}");
}

async fn a_lease_of_the_future_is_over(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(10)).await;
    site.one_call_a_batch().await;
    // A process that dies leaves its lease behind.
    let ahead = site.clock.now().as_millisecond() + 3_600_000;
    let owner = "01890a5d-ac96-774b-bcce-b302099a8057";
    let resource = format!(
        "export:{}:{}",
        site.text("SELECT id FROM tenants WHERE slug = 'harbour'").await,
        site.text(&format!("SELECT id FROM users WHERE email = '{}'", admin.email)).await
    );
    let lease = async |until: i64| {
        site.sql(&format!(
            "DELETE FROM leases; \
             INSERT INTO leases (resource, owner, fence, expires_at, cancel_requested) \
             VALUES ('{resource}', '{owner}', 1, {until}, FALSE)"
        ))
        .await;
    };
    lease(site.clock.now().as_millisecond() + 15_000).await;
    assert_eq!(refusal(site.export(&admin, "").await), ProblemCode::AlreadyInProgress);
    lease(ahead + 15_000).await;
    let running = site.backend.exports().running_export(&admin.viewer).await.unwrap();
    assert_eq!(running, None);
    assert!(site.export(&admin, "").await.is_ok());
}

async fn a_running_export_keeps_its_lease(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(10)).await;
    site.one_call_a_batch().await;
    let first = site.export(&admin, "").await.unwrap();
    site.clock.advance(-HOUR);
    let soon = site.clock.now().as_millisecond() + 16_000;
    crate::harness::wait_until("the lease is renewed", Duration::from_secs(10), async || {
        site.numbers("SELECT max(expires_at) FROM leases").await[0] <= soon
    })
    .await;
    let replica = site.replica().await;
    let second = export(&replica, &admin.viewer, "").await;
    assert_eq!(refusal(second), ProblemCode::AlreadyInProgress);
    assert_eq!(crate::harness::records(first).await.len(), 10);
    replica.close().await;
}

async fn background_work_goes_on(site: &Site) {
    let admin = site.admin().await;
    site.ingest(calls(10)).await;
    let request = ExportRequest::new(CallFilter::default(), ExportFormat::Csv);
    let queued = site.backend.exports().start(&admin.viewer, &request, None).await.unwrap();
    site.clock.advance(-HOUR);
    site.backend.worker().unwrap().run_due().await.unwrap();
    let job = site.backend.exports().job(&admin.viewer, queued.id).await.unwrap();
    assert_eq!(job.state, ExportState::Completed, "{:?}", job.reason);
}

async fn a_pbx_client_gets_tokens(site: &Site) {
    let often = Rate { events: 1_000, seconds: 60 };
    let backend = site.with_limits(Limits { pbx_failure_rate: often, ..Limits::default() }).await;
    let admin = site.admin().await;
    let fields = [
        ("name", "PBX"),
        ("kind", "pbx_client"),
        ("scope", "calls:read"),
        ("project_id", "front-desk"),
    ];
    let client = earshot_testkit::create_api_key(&backend, &admin.viewer, &fields).await;
    let id = client.client_id.unwrap();
    let get = async || backend.pbx().get_token(&id, &client.secret, "198.51.100.7").await;
    for _ in 0..8 {
        get().await.unwrap();
    }
    assert!(get().await.is_err(), "eight at a time");
    site.clock.advance(-HOUR * 2);
    assert!(get().await.is_ok());
}
