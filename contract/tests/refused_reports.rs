//! Reports that receivers refused: the last of each, for a Client Admin, without what they said.

use earshot_backend::{Backend, Delivery, Error, Limits, Rate, Received, ReceiverSpec, Receivers};
use earshot_domain::Role;
use jiff::SignedDuration;
use serde_json::json;

use crate::harness::Site;

crate::on_both_databases!(
    the_last_hundred_refused_reports_of_each_receiver_are_kept,
    reports_of_strangers_push_out_no_others,
    refused_reports_are_seen_by_admins_of_the_project,
);

const SECRET: &str = "a-secret-of-a-receiver";

/// The backend with receivers of the front desk.
async fn with_receivers(site: &Site, names: &[&str]) -> Backend {
    with_receivers_and_limits(site, names, Limits::default()).await
}

async fn with_receivers_and_limits(site: &Site, names: &[&str], limits: Limits) -> Backend {
    let spec = |name: &&str| -> ReceiverSpec {
        let spec = json!({
            "name": name, "vendor": "vapi", "tenant": "harbour", "project": "front-desk",
            "secret": SECRET,
        });
        serde_json::from_value(spec).unwrap()
    };
    let receivers = Receivers::new(names.iter().map(spec).collect()).unwrap();
    site.with_limits(limits).await.with_receivers(receivers).await.unwrap()
}

async fn report(
    backend: &Backend,
    name: &str,
    secret: &str,
    body: &str,
) -> Result<Received, Error> {
    let headers = [("x-vapi-secret".to_owned(), secret.to_owned())];
    let url = "https://calls.example/v1/ingest/webhooks/x";
    let delivery = Delivery { url, headers: &headers, body: body.as_bytes().into() };
    backend.intake().receive(name, delivery, "192.0.2.7").await
}

async fn the_last_hundred_refused_reports_of_each_receiver_are_kept(site: &Site) {
    let backend = with_receivers(site, &["desk", "hall"]).await;
    assert!(matches!(report(&backend, "hall", SECRET, "[").await, Err(Error::Malformed(_))));
    site.clock.advance(SignedDuration::from_secs(1));
    for _ in 0..101 {
        let refused = report(&backend, "desk", SECRET, "canary-4111").await;
        assert!(matches!(refused, Err(Error::Malformed(_))));
    }
    site.clock.advance(SignedDuration::from_secs(1));
    let unsigned = report(&backend, "desk", "another-secret-here", "{}").await;
    assert!(matches!(unsigned, Err(Error::InvalidKey)));
    let other = json!({"message": {"type": "status-update"}}).to_string();
    assert_eq!(report(&backend, "desk", SECRET, &other).await.unwrap(), Received::Ignored);
    let admin = site.admin().await;
    let listed = backend.intake().refused_reports(&admin.viewer).await.unwrap();
    let of = |name: &str| listed.iter().filter(|report| report.receiver == name).count();
    assert_eq!((of("desk"), of("hall"), listed.len()), (101, 1, 102));
    let unsigned = "Not verified: The report is not signed with the receiver's secret.";
    assert_eq!(listed[0].reason, unsigned);
    assert_eq!(listed[1].reason, "The report is not valid JSON. Nothing was stored.");
    assert!(listed.iter().all(|report| !report.reason.contains("canary")));
    assert!(listed[0].refused.rfc3339 > listed[1].refused.rfc3339);
}

async fn reports_of_strangers_push_out_no_others(site: &Site) {
    let limits = Limits { bad_key_rate: Rate { events: 1000, seconds: 60 }, ..Limits::default() };
    let backend = with_receivers_and_limits(site, &["desk", "hall"], limits).await;
    for _ in 0..3 {
        assert!(report(&backend, "desk", SECRET, "[").await.is_err());
    }
    site.clock.advance(SignedDuration::from_secs(1));
    let headers = [("x-vapi-secret".to_owned(), SECRET.to_owned())];
    let too_large = Error::TooLarge("2 MB".to_owned());
    for _ in 0..130 {
        assert!(matches!(
            report(&backend, "desk", "another-secret-here", "{}").await,
            Err(Error::InvalidKey)
        ));
        site.clock.advance(SignedDuration::from_secs(1));
        let intake = backend.intake();
        intake.note_unread_report("desk", &headers, "192.0.2.7", &too_large).await;
        // Without the secret it could not be genuine.
        intake.note_unread_report("hall", &[], "192.0.2.7", &too_large).await;
        intake.note_unread_report("nobody", &headers, "192.0.2.7", &too_large).await;
    }
    let admin = site.admin().await;
    let listed = backend.intake().refused_reports(&admin.viewer).await.unwrap();
    let begins = |with: &str| listed.iter().filter(|one| one.reason.starts_with(with)).count();
    assert_eq!((begins("Not verified: "), begins("The report is not valid JSON")), (20, 3));
    assert!(begins("Not verified: The report is not signed") > 0);
    assert!(begins("Not verified: ") > begins("Not verified: The report is not signed"));
    assert!(listed.iter().all(|one| one.receiver == "desk"), "{}", listed.len());
}

async fn refused_reports_are_seen_by_admins_of_the_project(site: &Site) {
    let backend = with_receivers(site, &["desk"]).await;
    let report = report(&backend, "desk", SECRET, "[").await;
    assert!(report.is_err());
    for (tenant, role, project, seen) in [
        ("harbour", Role::ClientAdmin, "front-desk", 1),
        ("harbour", Role::ClientAdmin, "after-hours", 0),
        ("harbour", Role::ClientManager, "front-desk", 0),
        ("harbour", Role::ClientStaff, "front-desk", 0),
        ("rival", Role::ClientAdmin, "lobby", 0),
    ] {
        let person = site.person(tenant, role, &[project]).await;
        let listed = backend.intake().refused_reports(&person.viewer).await.unwrap();
        assert_eq!(listed.len(), seen, "{tenant} {role} {project}");
    }
}
