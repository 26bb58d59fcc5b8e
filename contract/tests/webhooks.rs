//! Webhook events, written in the transaction of the change they report.

use earshot_backend::{
    Backend, Error,
    readers::{CallVersion, IncomingCall},
};
use earshot_domain::{
    CreatedWebhook, DeliveryFault, DeliveryState, ProblemCode, ReviewChange, Role, Status,
    TranscriptState, WebhookDelivery, WebhookForm, WebhookId, WebhookState,
};
use earshot_testkit::{call, calls};
use serde_json::{Value, json};

use crate::{
    call_legs::leg_with_words,
    harness::{Person, Site, refusal},
    webhook_receiver::{Received, Receiver},
};

crate::on_both_databases!(
    a_message_is_stored_with_the_change_it_reports,
    a_failed_change_sends_no_webhook,
    a_transcript_that_arrives_later_is_reported_once,
    a_call_that_its_source_changes_is_reported_as_updated,
    only_subscribed_events_are_sent,
);

pub const EVENTS: [&str; 3] = ["call.ingested", "transcript.ready", "review.changed"];

pub fn open(site: &Site) -> Backend {
    site.backend.clone().with_private_webhooks()
}

pub async fn create_webhook_for(
    site: &Site,
    who: &Person,
    url: &str,
    events: &[&str],
    projects: &[&str],
) -> Result<CreatedWebhook, Error> {
    let mut pairs = vec![("name", "Tickets"), ("url", url)];
    pairs.extend(events.iter().map(|event| ("event", *event)));
    pairs.extend(projects.iter().map(|project| ("project_id", *project)));
    open(site).webhooks().create(&who.viewer, &WebhookForm::parse(&pairs)).await
}

pub async fn create_webhook(site: &Site, who: &Person, to: &Receiver) -> CreatedWebhook {
    create_webhook_for(site, who, &to.url, &EVENTS, &["front-desk"]).await.unwrap()
}

pub async fn send(site: &Site) {
    open(site).worker().unwrap().run_due().await.unwrap();
}

pub async fn deliveries(site: &Site, who: &Person, id: WebhookId) -> Vec<WebhookDelivery> {
    site.backend.webhooks().deliveries(&who.viewer, id, None).await.unwrap().deliveries
}

pub async fn state_of(site: &Site, who: &Person) -> WebhookState {
    site.backend.webhooks().list(&who.viewer).await.unwrap().webhooks[0].state
}

pub async fn newest(
    site: &Site,
    who: &Person,
    id: WebhookId,
) -> (DeliveryState, Option<u16>, Option<DeliveryFault>) {
    let first = deliveries(site, who, id).await.remove(0);
    (first.state, first.status, first.fault)
}

pub async fn messages(site: &Site) -> i64 {
    site.numbers("SELECT count(*) FROM webhook_deliveries").await[0]
}

async fn a_message_is_stored_with_the_change_it_reports(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook = create_webhook(site, &admin, &to).await;
    let mut silent = call(2);
    silent.turns.clear();
    silent.transcript_state = TranscriptState::Missing;
    site.ingest(vec![call(1), silent]).await;
    site.ingest(calls(1)).await;
    let id = site.list(&admin, "sort=oldest").await.rows[0].id;
    site.backend.reviews().change(&admin.viewer, id, ReviewChange::Claim).await.unwrap();
    send(site).await;
    assert_eq!(
        to.types(),
        ["call.ingested", "call.ingested", "review.changed", "transcript.ready"]
    );
    let about = |kind: &str| {
        let about = |it: &&Received| {
            it.json()["type"] == kind && it.json()["data"]["call_id"] == id.to_string()
        };
        to.received().iter().find(about).cloned().unwrap()
    };
    let facts = json!({
        "call_id": id, "project_id": "front-desk", "source": "test", "source_id": "call-1",
        "started_at": "2026-06-01T09:01:00Z", "status": "completed",
        "transcript_state": "available",
    });
    let expected = |kind: &str, data: &Value| json!({ "type": kind, "timestamp": "2026-06-15T12:00:00Z", "data": data });
    for kind in ["call.ingested", "transcript.ready"] {
        assert_eq!(about(kind).json(), expected(kind, &facts));
    }
    let review = json!({
        "call_id": id, "project_id": "front-desk", "review_seq": 1, "action": "claim",
        "review_state": "to_do",
    });
    assert_eq!(about("review.changed").json(), expected("review.changed", &review));
    for got in to.received() {
        assert!(got.headers.starts_with("POST /hook HTTP/1.1"));
        assert_eq!(got.header("content-type"), "application/json");
        assert_eq!(got.header("webhook-timestamp"), "1781524800");
        assert!(got.header("webhook-signature").starts_with("v1,"));
    }
    assert!(deliveries(site, &admin, webhook.id).await.iter().all(|it| {
        (it.state, it.status, it.attempts) == (DeliveryState::Delivered, Some(200), 1)
    }));
    send(site).await;
    assert_eq!(to.received().len(), 4, "what was delivered is not sent again");
}

async fn a_failed_change_sends_no_webhook(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    create_webhook(site, &admin, &to).await;
    site.sql("ALTER TABLE tenants RENAME COLUMN ingest_seq TO gone").await;
    let failed = site.project_ingest("harbour", "front-desk").await.ingest(calls(3)).await;
    assert!(failed.is_err(), "the last step of the batch fails");
    assert_eq!(messages(site).await, 0);
    site.sql("ALTER TABLE tenants RENAME COLUMN gone TO ingest_seq").await;
    site.ingest(calls(1)).await;
    let before = messages(site).await;
    let id = site.list(&admin, "").await.rows[0].id;
    let release = site.backend.reviews().change(&admin.viewer, id, ReviewChange::Release).await;
    assert_eq!(refusal(release), ProblemCode::Conflict);
    assert_eq!(messages(site).await, before);
}

async fn a_transcript_that_arrives_later_is_reported_once(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    create_webhook(site, &admin, &to).await;
    let words =
        |text: &str| json!([{ "source_number": "7000", "content": text, "timestamp": null }]);
    site.ingest(vec![leg_with_words("u1", 1, "NO ANSWER", &Value::Null)]).await;
    send(site).await;
    assert_eq!(to.types(), ["call.ingested"]);
    site.ingest(vec![leg_with_words("u1", 2, "ANSWERED", &words("hello"))]).await;
    send(site).await;
    assert_eq!(to.types(), ["call.ingested", "transcript.ready"]);
    let [first, second] = <[_; 2]>::try_from(to.received()).unwrap();
    assert_eq!(first.json()["data"]["call_id"], second.json()["data"]["call_id"]);
    assert_eq!(second.json()["data"]["status"], "completed");
    site.ingest(vec![leg_with_words("u1", 3, "ANSWERED", &words("again"))]).await;
    send(site).await;
    assert_eq!(to.received().len(), 2);
}

async fn a_call_that_its_source_changes_is_reported_as_updated(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let events = ["call.updated", "transcript.ready"];
    create_webhook_for(site, &admin, &to.url, &events, &["front-desk"]).await.unwrap();
    let missed = IncomingCall {
        status: Status::Missed,
        version: CallVersion { revision: Some(1), updated_at: None },
        source_record: b"corrected".to_vec(),
        ..call(1)
    };
    let older = IncomingCall { summary: Some("Other".to_owned()), ..call(1) };
    let older = IncomingCall { source_record: b"older".to_vec(), ..older };
    for (again, sent) in [(call(1), 1), (call(1), 1), (missed.clone(), 2), (missed, 2), (older, 2)]
    {
        site.ingest(vec![again]).await;
        send(site).await;
        assert_eq!(to.received().len(), sent);
    }
    let updated = to.received()[1].json();
    assert_eq!(
        (&updated["type"], &updated["data"]["status"]),
        (&json!("call.updated"), &json!("missed"))
    );
}

async fn only_subscribed_events_are_sent(site: &Site) {
    let both = site.person("harbour", Role::ClientAdmin, &["front-desk", "after-hours"]).await;
    let rival = site.person("rival", Role::ClientAdmin, &["lobby"]).await;
    let (reviews, late, lobby) =
        (Receiver::start().await, Receiver::start().await, Receiver::start().await);
    create_webhook_for(site, &both, &reviews.url, &["review.changed"], &["front-desk"])
        .await
        .unwrap();
    create_webhook_for(site, &both, &late.url, &EVENTS, &["after-hours"]).await.unwrap();
    create_webhook_for(site, &rival, &lobby.url, &EVENTS, &["lobby"]).await.unwrap();
    site.ingest(calls(3)).await;
    assert_eq!(messages(site).await, 0);
    site.project_ingest("harbour", "after-hours").await.ingest(vec![call(4)]).await.unwrap();
    send(site).await;
    assert_eq!((reviews.received().len(), lobby.received().len()), (0, 0));
    assert_eq!(late.types(), ["call.ingested", "transcript.ready"]);
    assert!(late.received().iter().all(|it| it.json()["data"]["project_id"] == "after-hours"));
    let foreign = create_webhook_for(site, &rival, &lobby.url, &EVENTS, &["front-desk"]).await;
    assert_eq!(refusal(foreign), ProblemCode::InvalidValue);
    for role in [Role::ClientManager, Role::ClientStaff] {
        let other = site.person("harbour", role, &["front-desk"]).await;
        let refused = create_webhook_for(site, &other, &lobby.url, &EVENTS, &["front-desk"]).await;
        assert_eq!(refusal(refused), ProblemCode::NotFound);
        assert_eq!(
            refusal(site.backend.webhooks().list(&other.viewer).await),
            ProblemCode::NotFound
        );
    }
}
