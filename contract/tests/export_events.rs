//! Webhook events of background exports.

use earshot_backend::ExportNotice;
use earshot_domain::{DeliveryFault, DeliveryState, ExportFormat, ExportState, ProblemCode, Role};
use serde_json::json;

use crate::{
    harness::{Site, refusal},
    mail::EXPORT,
    webhook_receiver::{Received, Receiver},
    webhooks::{create_webhook_for, deliveries, messages, newest, open, send},
};

crate::on_both_databases!(
    the_end_of_an_export_is_announced,
    an_export_is_announced_to_webhooks_that_reach_all_of_its_projects,
    a_creator_who_lost_one_of_the_projects_is_not_told,
);

const EVENTS: [&str; 2] = ["export.completed", "export.failed"];
const BOTH: [&str; 2] = ["front-desk", "after-hours"];

/// A completed export of harbour's projects.
async fn notice(site: &Site, projects: &[&str]) -> ExportNotice {
    let mut project_ids = Vec::new();
    for slug in projects {
        let sql = format!("SELECT id FROM projects WHERE slug = '{slug}'");
        project_ids.push(site.text(&sql).await.parse().unwrap());
    }
    let tenant_id = site.text("SELECT id FROM tenants WHERE slug = 'harbour'").await;
    ExportNotice {
        tenant_id: tenant_id.parse().unwrap(),
        project_ids,
        export_id: EXPORT.parse().unwrap(),
        state: ExportState::Completed,
        format: ExportFormat::Parquet,
        matched: 10,
        written: 9,
        omitted: 1,
        // 22 June 2026, 12:00 UTC.
        expires_at: Some(1_782_129_600_000),
    }
}

async fn announce(site: &Site, notice: &ExportNotice) -> bool {
    let backend = open(site).with_public_url("https://calls.example");
    let mut tx = site.db.begin().await.unwrap();
    let any = backend.webhooks().notify_export_in(&mut tx, notice).await.unwrap();
    tx.commit().await.unwrap();
    any
}

async fn the_end_of_an_export_is_announced(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook =
        create_webhook_for(site, &admin, &to.url, &EVENTS, &["front-desk"]).await.unwrap();
    let completed = notice(site, &["front-desk"]).await;
    assert!(announce(site, &completed).await);
    send(site).await;
    let failed = ExportNotice { state: ExportState::Failed, expires_at: None, ..completed.clone() };
    assert!(announce(site, &failed).await);
    send(site).await;
    let url = format!("https://calls.example/v1/conversations/export/{EXPORT}");
    let expected = |event: &str, state: &str, expires_at: Option<&str>| {
        json!({
            "type": event,
            "timestamp": "2026-06-15T12:00:00Z",
            "data": {
                "export_id": EXPORT, "state": state, "format": "parquet", "matched": 10,
                "written": 9, "omitted": 1, "expires_at": expires_at, "url": url,
            },
        })
    };
    let received: Vec<_> = to.received().iter().map(Received::json).collect();
    assert_eq!(
        received,
        [
            expected("export.completed", "completed", Some("2026-06-22T12:00:00Z")),
            expected("export.failed", "failed", None),
        ]
    );
    let listed = deliveries(site, &admin, webhook.id).await;
    assert_eq!(listed.len(), 2);
    assert!(listed.iter().all(|it| it.call.is_none() && it.state == DeliveryState::Delivered));
    let cancelled = ExportNotice { state: ExportState::Cancelled, ..completed };
    assert!(!announce(site, &cancelled).await, "whoever cancelled it knows");
}

async fn an_export_is_announced_to_webhooks_that_reach_all_of_its_projects(site: &Site) {
    let both = site.person("harbour", Role::ClientAdmin, &BOTH).await;
    let (all, one, other) =
        (Receiver::start().await, Receiver::start().await, Receiver::start().await);
    let webhook = create_webhook_for(site, &both, &all.url, &EVENTS, &BOTH).await.unwrap();
    create_webhook_for(site, &both, &one.url, &EVENTS, &["front-desk"]).await.unwrap();
    create_webhook_for(site, &both, &other.url, &["call.ingested"], &BOTH).await.unwrap();
    assert!(announce(site, &notice(site, &BOTH).await).await);
    assert!(!announce(site, &notice(site, &[]).await).await, "an export of no project");
    send(site).await;
    assert_eq!(all.types(), ["export.completed"]);
    assert_eq!((one.received().len(), other.received().len()), (0, 0));
    let front = site.admin().await;
    let hidden = open(site).webhooks().deliveries(&front.viewer, webhook.id, None).await;
    assert_eq!(refusal(hidden), ProblemCode::NotFound, "it concerns after-hours too");
    let id = deliveries(site, &both, webhook.id).await[0].id;
    let again = open(site).webhooks().send_again(&front.viewer, webhook.id, id).await;
    assert_eq!(refusal(again), ProblemCode::NotFound);
    open(site).webhooks().send_again(&both.viewer, webhook.id, id).await.unwrap();
    send(site).await;
    assert_eq!(all.received().len(), 2);
    open(site).webhooks().remove(&both.viewer, webhook.id).await.unwrap();
    assert_eq!(messages(site).await, 0);
    assert_eq!(site.numbers("SELECT count(*) FROM webhook_delivery_projects").await, [0]);
}

async fn a_creator_who_lost_one_of_the_projects_is_not_told(site: &Site) {
    let both = site.person("harbour", Role::ClientAdmin, &BOTH).await;
    let watcher = site.person("harbour", Role::ClientAdmin, &BOTH).await;
    let to = Receiver::start().await;
    let webhook = create_webhook_for(site, &both, &to.url, &EVENTS, &BOTH).await.unwrap();
    let exported = notice(site, &BOTH).await;
    assert!(announce(site, &exported).await);
    let unassign = format!(
        "DELETE FROM user_projects WHERE user_id IN (SELECT id FROM users WHERE email = '{}') \
         AND project_id = '{}'",
        both.email, exported.project_ids[1]
    );
    assert_eq!(site.sql(&unassign).await, 1);
    send(site).await;
    assert_eq!(to.received(), []);
    let lost = (DeliveryState::Failed, None, Some(DeliveryFault::CreatorLostAccess));
    assert_eq!(newest(site, &watcher, webhook.id).await, lost);
    assert!(!announce(site, &exported).await);
}
