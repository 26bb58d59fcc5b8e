//! Management of webhooks: access, messages and limits.

use earshot_domain::{DeliveryFault, DeliveryState, ProblemCode, Role, WebhookState};
use earshot_testkit::{call, calls};
use jiff::SignedDuration;
use serde_json::json;

use crate::{
    harness::{Site, refusal},
    webhook_receiver::{Receiver, Reply},
    webhooks::{
        create_webhook, create_webhook_for, deliveries, messages, newest, open, send, state_of,
    },
};

crate::on_both_databases!(
    a_webhook_sends_nothing_out_of_its_owners_scope,
    pending_deliveries_of_a_disabled_webhook_are_cancelled,
    a_message_is_sent_again_unchanged,
    a_webhook_beyond_ones_projects_does_not_exist,
    messages_are_paged_and_forgotten,
    a_tenant_has_twenty_webhooks,
);

async fn a_webhook_sends_nothing_out_of_its_owners_scope(site: &Site) {
    let whose = |email: &str| format!(" WHERE email = '{email}'");
    for (n, change, back) in [
        (1, "UPDATE users SET role = 'client_manager'", "UPDATE users SET role = 'client_admin'"),
        (3, "UPDATE users SET disabled_at = 1", "UPDATE users SET disabled_at = NULL"),
        (5, "", ""),
    ] {
        let (admin, to) = (site.admin().await, Receiver::start().await);
        let watcher = site.admin().await;
        let webhook =
            create_webhook_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"])
                .await
                .unwrap();
        site.ingest(vec![call(n)]).await;
        let unassign = format!(
            "DELETE FROM user_projects WHERE user_id IN (SELECT id FROM users{})",
            whose(&admin.email)
        );
        let change =
            if change.is_empty() { unassign } else { format!("{change}{}", whose(&admin.email)) };
        assert_eq!(site.sql(&change).await, 1);
        assert_eq!(state_of(site, &watcher).await, WebhookState::CreatorLostAccess);
        let before = messages(site).await;
        site.ingest(vec![call(n + 1)]).await;
        assert_eq!(messages(site).await, before, "nothing is written");
        send(site).await;
        assert_eq!(to.received(), [], "and what was written is not sent");
        let lost = (DeliveryState::Failed, None, Some(DeliveryFault::CreatorLostAccess));
        assert_eq!(newest(site, &watcher, webhook.id).await, lost);
        if !back.is_empty() {
            site.sql(&format!("{back}{}", whose(&admin.email))).await;
            assert_eq!(state_of(site, &watcher).await, WebhookState::Enabled);
        }
        site.backend.webhooks().remove(&watcher.viewer, webhook.id).await.unwrap();
    }
}

async fn pending_deliveries_of_a_disabled_webhook_are_cancelled(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook = create_webhook(site, &admin, &to).await;
    site.ingest(calls(1)).await;
    site.backend.webhooks().switch(&admin.viewer, webhook.id, false).await.unwrap();
    site.ingest(vec![call(2)]).await;
    send(site).await;
    let listed = deliveries(site, &admin, webhook.id).await;
    assert_eq!(listed.len(), 2);
    let off = (DeliveryState::Failed, Some(DeliveryFault::WebhookDisabled));
    assert!(listed.iter().all(|it| (it.state, it.fault) == off));
    site.backend.webhooks().switch(&admin.viewer, webhook.id, true).await.unwrap();
    send(site).await;
    assert_eq!(to.received(), []);
    site.backend.webhooks().remove(&admin.viewer, webhook.id).await.unwrap();
    assert_eq!(messages(site).await, 0);
    let gone = site.backend.webhooks().remove(&admin.viewer, webhook.id).await;
    assert_eq!(refusal(gone), ProblemCode::NotFound);
}

async fn a_message_is_sent_again_unchanged(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook = create_webhook(site, &admin, &to).await;
    open(site).webhooks().test(&admin.viewer, webhook.id).await.unwrap();
    send(site).await;
    let delivery = deliveries(site, &admin, webhook.id).await.remove(0);
    site.clock.advance(SignedDuration::from_hours(50));
    to.set_replies([Reply::Status(500)]);
    site.backend.webhooks().send_again(&admin.viewer, webhook.id, delivery.id).await.unwrap();
    send(site).await;
    let waiting = (DeliveryState::Pending, Some(500), Some(DeliveryFault::ErrorStatus));
    assert_eq!(newest(site, &admin, webhook.id).await, waiting);
    site.clock.advance(SignedDuration::from_secs(30));
    send(site).await;
    let got = to.received();
    assert_eq!(got.len(), 3);
    assert!(got.iter().all(|it| it.id() == delivery.id.to_string() && it.body == got[0].body));
    let data = &got[0].json()["data"];
    assert_eq!(*data, json!({ "webhook_id": webhook.id }));
    assert_ne!(got[0].header("webhook-timestamp"), got[1].header("webhook-timestamp"));
    assert_eq!(newest(site, &admin, webhook.id).await.0, DeliveryState::Delivered);
}

async fn a_webhook_beyond_ones_projects_does_not_exist(site: &Site) {
    let both = site.person("harbour", Role::ClientAdmin, &["front-desk", "after-hours"]).await;
    let to = Receiver::start().await;
    let projects = ["front-desk", "after-hours"];
    let webhook =
        create_webhook_for(site, &both, &to.url, &["call.ingested"], &projects).await.unwrap();
    site.ingest(calls(1)).await;
    site.project_ingest("harbour", "after-hours").await.ingest(vec![call(2)]).await.unwrap();
    let all = deliveries(site, &both, webhook.id).await;
    assert_eq!(all.len(), 2);
    let (desk, rival) =
        (site.admin().await, site.person("rival", Role::ClientAdmin, &["lobby"]).await);
    let (backend, id) = (&site.backend, webhook.id);
    for person in [desk, rival] {
        assert_eq!(backend.webhooks().list(&person.viewer).await.unwrap().webhooks, []);
        let page = backend.webhooks().deliveries(&person.viewer, id, None).await;
        assert_eq!(refusal(page), ProblemCode::NotFound);
        for refused in [
            backend.webhooks().remove(&person.viewer, id).await,
            backend.webhooks().switch(&person.viewer, id, false).await,
            backend.webhooks().test(&person.viewer, id).await,
            backend.webhooks().send_again(&person.viewer, id, all[0].id).await,
        ] {
            assert_eq!(refusal(refused), ProblemCode::NotFound);
        }
    }
    assert_eq!(backend.webhooks().list(&both.viewer).await.unwrap().webhooks.len(), 1);
}

async fn messages_are_paged_and_forgotten(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook = create_webhook_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"])
        .await
        .unwrap();
    for n in 0..3 {
        site.ingest((n * 40 + 1..=n * 40 + 40).map(call).collect()).await;
        site.clock.advance(SignedDuration::from_secs(1));
    }
    let (mut ids, mut sizes, mut after) = (Vec::new(), Vec::new(), None);
    loop {
        let page = site.backend.webhooks().deliveries(&admin.viewer, webhook.id, after.as_deref());
        let page = page.await.unwrap();
        assert_eq!(page.continued, after.is_some());
        sizes.push(page.deliveries.len());
        ids.extend(page.deliveries.iter().map(|it| it.id));
        let Some(older) = page.older else { break };
        after = Some(older.to_string());
    }
    ids.sort();
    ids.dedup();
    assert_eq!((sizes, ids.len()), (vec![50, 50, 20], 120));
    let bad = site.backend.webhooks().deliveries(&admin.viewer, webhook.id, Some("x")).await;
    assert_eq!(refusal(bad), ProblemCode::InvalidValue);
    send(site).await;
    site.clock.advance(SignedDuration::from_hours(30 * 24 - 1));
    site.ingest(vec![call(500)]).await;
    send(site).await;
    assert_eq!(messages(site).await, 121);
    site.clock.advance(SignedDuration::from_hours(2));
    send(site).await;
    assert_eq!(messages(site).await, 1);
}

async fn a_tenant_has_twenty_webhooks(site: &Site) {
    let admin = site.admin().await;
    let url = "https://8.8.8.8/hook";
    for _ in 0..20 {
        create_webhook_for(site, &admin, url, &["call.ingested"], &["front-desk"]).await.unwrap();
    }
    let more = create_webhook_for(site, &admin, url, &["call.ingested"], &["front-desk"]).await;
    assert_eq!(refusal(more), ProblemCode::InvalidValue);
    let listed = site.backend.webhooks().list(&admin.viewer).await.unwrap().webhooks;
    assert_eq!(listed.len(), 20);
    site.backend.webhooks().remove(&admin.viewer, listed[0].id).await.unwrap();
    create_webhook_for(site, &admin, url, &["call.ingested"], &["front-desk"]).await.unwrap();
}
