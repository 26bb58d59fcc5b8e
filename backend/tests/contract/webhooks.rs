//! Webhooks: what is told to whom, how often it is tried, and by whom.

use std::time::Duration;

use earshot_backend::{Backend, Dispatcher, Error};
use earshot_domain::{
    DeliveryFault, DeliveryState, MadeWebhook, ProblemCode, ReviewChange, Role, TranscriptState,
    WebhookDelivery, WebhookForm, WebhookId, WebhookState,
};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::{
    harness::{Person, Site, refusal, until},
    incoming::{call, calls},
    legs::leg_saying,
    receiver::{Receiver, Reply},
};

crate::on_both_databases!(
    a_message_is_written_with_what_it_tells_of,
    a_change_that_fails_tells_nothing,
    a_transcript_that_arrives_later_is_told_of_once,
    only_what_was_asked_for_is_told,
    a_message_is_tried_on_schedule_for_a_day,
    two_workers_send_each_message_once,
    a_worker_that_lost_its_lease_changes_nothing,
    a_restart_goes_on_where_it_was,
    a_running_dispatcher_sends_at_once_and_ends_in_order,
    a_receiver_that_is_gone_is_left_alone,
    a_redirect_is_not_followed,
    a_private_address_is_refused_when_it_is_kept_and_when_it_is_used,
    a_slow_receiver_holds_up_no_other,
    a_maker_who_may_not_see_a_call_is_not_told_of_it,
    what_waits_when_a_webhook_is_switched_off_is_given_up,
    a_message_is_sent_again_as_itself,
    messages_of_other_projects_are_not_there,
    messages_are_paged_and_forgotten,
    a_tenant_has_twenty_webhooks,
);

const EVENTS: [&str; 3] = ["call.ingested", "transcript.ready", "review.changed"];

/// The portal, which may send to this machine.
fn open(site: &Site) -> Backend {
    site.backend.clone().with_private_webhooks()
}

async fn made_for(
    site: &Site,
    who: &Person,
    url: &str,
    events: &[&str],
    projects: &[&str],
) -> Result<MadeWebhook, Error> {
    let mut pairs = vec![("name", "Tickets"), ("url", url)];
    pairs.extend(events.iter().map(|event| ("event", *event)));
    pairs.extend(projects.iter().map(|project| ("project_id", *project)));
    open(site).make_webhook(&who.viewer, &WebhookForm::parse(&pairs)).await
}

async fn made(site: &Site, who: &Person, to: &Receiver) -> MadeWebhook {
    made_for(site, who, &to.url, &EVENTS, &["front-desk"]).await.unwrap()
}

/// Tries all that is due once.
async fn send(site: &Site) {
    Dispatcher::new(open(site)).unwrap().send_due().await.unwrap();
}

async fn deliveries(site: &Site, who: &Person, id: WebhookId) -> Vec<WebhookDelivery> {
    site.backend.webhook_deliveries(&who.viewer, id, None).await.unwrap().deliveries
}

async fn state_of(site: &Site, who: &Person) -> WebhookState {
    site.backend.webhooks(&who.viewer).await.unwrap().webhooks[0].state
}

/// The state, the status and the fault of the newest message.
async fn newest(
    site: &Site,
    who: &Person,
    id: WebhookId,
) -> (DeliveryState, Option<u16>, Option<DeliveryFault>) {
    let first = deliveries(site, who, id).await.remove(0);
    (first.state, first.status, first.fault)
}

async fn messages(site: &Site) -> i64 {
    site.numbers("SELECT count(*) FROM webhook_deliveries").await[0]
}

async fn a_message_is_written_with_what_it_tells_of(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook = made(site, &admin, &to).await;
    let mut silent = call(2);
    silent.turns.clear();
    silent.transcript_state = TranscriptState::Missing;
    site.take(vec![call(1), silent]).await;
    site.take(calls(1)).await;
    let id = site.list(&admin, "sort=oldest").await.rows[0].id;
    site.backend.change_review(&admin.viewer, id, ReviewChange::Claim).await.unwrap();
    send(site).await;
    assert_eq!(
        to.types(),
        ["call.ingested", "call.ingested", "review.changed", "transcript.ready"]
    );
    let about = |kind: &str| {
        let about = |it: &&crate::receiver::Received| {
            it.json()["type"] == kind && it.json()["data"]["call_id"] == id.to_string()
        };
        to.got().iter().find(about).cloned().unwrap()
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
    for got in to.got() {
        assert!(got.headers.starts_with("POST /hook HTTP/1.1"));
        assert_eq!(got.header("content-type"), "application/json");
        assert_eq!(got.header("webhook-timestamp"), "1781524800");
        assert!(got.header("webhook-signature").starts_with("v1,"));
    }
    assert!(deliveries(site, &admin, webhook.id).await.iter().all(|it| {
        (it.state, it.status, it.attempts) == (DeliveryState::Delivered, Some(200), 1)
    }));
    send(site).await;
    assert_eq!(to.got().len(), 4, "what was delivered is not sent again");
}

async fn a_change_that_fails_tells_nothing(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    made(site, &admin, &to).await;
    site.sql("ALTER TABLE tenants RENAME COLUMN ingest_seq TO gone").await;
    let failed = site.way_in("harbour", "front-desk").await.ingest(calls(3)).await;
    assert!(failed.is_err(), "the last step of the batch fails");
    assert_eq!(messages(site).await, 0);
    site.sql("ALTER TABLE tenants RENAME COLUMN gone TO ingest_seq").await;
    site.take(calls(1)).await;
    let before = messages(site).await;
    let id = site.list(&admin, "").await.rows[0].id;
    let release = site.backend.change_review(&admin.viewer, id, ReviewChange::Release).await;
    assert_eq!(refusal(release), ProblemCode::Conflict);
    assert_eq!(messages(site).await, before);
}

async fn a_transcript_that_arrives_later_is_told_of_once(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    made(site, &admin, &to).await;
    let words =
        |text: &str| json!([{ "source_number": "7000", "content": text, "timestamp": null }]);
    site.take(vec![leg_saying("u1", 1, "NO ANSWER", &Value::Null)]).await;
    send(site).await;
    assert_eq!(to.types(), ["call.ingested"]);
    site.take(vec![leg_saying("u1", 2, "ANSWERED", &words("hello"))]).await;
    send(site).await;
    assert_eq!(to.types(), ["call.ingested", "transcript.ready"]);
    let [first, second] = <[_; 2]>::try_from(to.got()).unwrap();
    assert_eq!(first.json()["data"]["call_id"], second.json()["data"]["call_id"]);
    assert_eq!(second.json()["data"]["status"], "completed");
    site.take(vec![leg_saying("u1", 3, "ANSWERED", &words("again"))]).await;
    send(site).await;
    assert_eq!(to.got().len(), 2);
}

async fn only_what_was_asked_for_is_told(site: &Site) {
    let both = site.person("harbour", Role::ClientAdmin, &["front-desk", "after-hours"]).await;
    let rival = site.person("rival", Role::ClientAdmin, &["lobby"]).await;
    let (reviews, late, lobby) =
        (Receiver::start().await, Receiver::start().await, Receiver::start().await);
    made_for(site, &both, &reviews.url, &["review.changed"], &["front-desk"]).await.unwrap();
    made_for(site, &both, &late.url, &EVENTS, &["after-hours"]).await.unwrap();
    made_for(site, &rival, &lobby.url, &EVENTS, &["lobby"]).await.unwrap();
    site.take(calls(3)).await;
    assert_eq!(messages(site).await, 0);
    site.way_in("harbour", "after-hours").await.ingest(vec![call(4)]).await.unwrap();
    send(site).await;
    assert_eq!((reviews.got().len(), lobby.got().len()), (0, 0));
    assert_eq!(late.types(), ["call.ingested", "transcript.ready"]);
    assert!(late.got().iter().all(|it| it.json()["data"]["project_id"] == "after-hours"));
    let foreign = made_for(site, &rival, &lobby.url, &EVENTS, &["front-desk"]).await;
    assert_eq!(refusal(foreign), ProblemCode::InvalidValue);
    for role in [Role::ClientManager, Role::ClientStaff] {
        let other = site.person("harbour", role, &["front-desk"]).await;
        let refused = made_for(site, &other, &lobby.url, &EVENTS, &["front-desk"]).await;
        assert_eq!(refusal(refused), ProblemCode::NotFound);
        assert_eq!(refusal(site.backend.webhooks(&other.viewer).await), ProblemCode::NotFound);
    }
}

async fn a_message_is_tried_on_schedule_for_a_day(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook =
        made_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"]).await.unwrap();
    to.replies((0..100).map(|n| Reply::Status(if n % 2 == 0 { 500 } else { 404 })));
    site.take(calls(1)).await;
    let mut waits = [30, 5 * 60, 30 * 60].into_iter().chain(std::iter::repeat(3600));
    send(site).await;
    for attempts in 1..27 {
        assert_eq!(to.got().len(), attempts);
        let wait = waits.next().unwrap();
        site.clock.advance(SignedDuration::from_secs(wait - 1));
        send(site).await;
        assert_eq!(to.got().len(), attempts, "it came too soon");
        site.clock.advance(SignedDuration::from_secs(1));
        send(site).await;
    }
    let got = to.got();
    assert_eq!(got.len(), 27);
    assert!(got.iter().all(|it| it.id() == got[0].id() && it.body == got[0].body));
    let times: std::collections::BTreeSet<_> =
        got.iter().map(|it| it.header("webhook-timestamp").to_owned()).collect();
    assert_eq!(times.len(), 27, "each attempt says when it was made");
    let last = deliveries(site, &admin, webhook.id).await.remove(0);
    assert_eq!((last.state, last.attempts), (DeliveryState::Failed, 27));
    assert_eq!((last.fault, last.next), (Some(DeliveryFault::Answer), None));
    site.clock.advance(SignedDuration::from_hours(48));
    send(site).await;
    assert_eq!(to.got().len(), 27);
}

async fn two_workers_send_each_message_once(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    made_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"]).await.unwrap();
    site.take(calls(60)).await;
    let replica = site.replica().await.with_private_webhooks();
    let mut here = Dispatcher::new(open(site)).unwrap();
    let mut there = Dispatcher::new(replica.clone()).unwrap();
    tokio::try_join!(here.send_due(), there.send_due()).unwrap();
    let mut ids: Vec<_> = to.got().iter().map(|it| it.id().to_owned()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), to.got().len()), (60, 60));
    let left = "SELECT count(*) FROM webhook_deliveries WHERE state <> 'delivered'";
    assert_eq!(site.numbers(left).await, [0]);
    replica.close().await;
}

async fn a_worker_that_lost_its_lease_changes_nothing(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook =
        made_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"]).await.unwrap();
    let (answer, held) = oneshot::channel();
    to.replies([Reply::Held(held), Reply::Status(503)]);
    site.take(calls(1)).await;
    let mut slow = Dispatcher::new(open(site)).unwrap();
    let slow = tokio::spawn(async move { slow.send_due().await });
    until("the first is on its way", Duration::from_secs(10), async || to.got().len() == 1).await;
    send(site).await;
    assert_eq!(to.got().len(), 1, "it is leased");
    site.clock.advance(SignedDuration::from_secs(61));
    send(site).await;
    assert_eq!(to.got().len(), 2);
    let waiting = (DeliveryState::Pending, Some(503), Some(DeliveryFault::Answer));
    assert_eq!(newest(site, &admin, webhook.id).await, waiting);
    answer.send(200).unwrap();
    slow.await.unwrap().unwrap();
    assert_eq!(newest(site, &admin, webhook.id).await, waiting);
}

async fn a_restart_goes_on_where_it_was(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    made_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"]).await.unwrap();
    to.replies([Reply::Status(500)]);
    site.take(calls(1)).await;
    send(site).await;
    // Another is cut off while it is being sent, as if the process had been killed.
    let (_answer, held) = oneshot::channel();
    to.replies([Reply::Held(held)]);
    site.take(vec![call(2)]).await;
    let mut cut = Dispatcher::new(open(site)).unwrap();
    let cut = tokio::spawn(async move { cut.send_due().await });
    until("it is on its way", Duration::from_secs(10), async || to.got().len() == 2).await;
    cut.abort();
    let replica = site.replica().await.with_private_webhooks();
    let mut after = Dispatcher::new(replica.clone()).unwrap();
    after.send_due().await.unwrap();
    assert_eq!(to.got().len(), 2);
    site.clock.advance(SignedDuration::from_secs(30));
    after.send_due().await.unwrap();
    assert_eq!(to.got().len(), 3, "the one that failed");
    site.clock.advance(SignedDuration::from_secs(30));
    after.send_due().await.unwrap();
    let got = to.got();
    assert_eq!(got.len(), 4, "the one that was cut off");
    assert_eq!((got[2].id(), got[3].id()), (got[0].id(), got[1].id()));
    replica.close().await;
}

async fn a_running_dispatcher_sends_at_once_and_ends_in_order(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    made_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"]).await.unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let dispatcher = Dispatcher::new(open(site)).unwrap();
    let running = tokio::spawn(dispatcher.run(async { drop(stopped.await) }));
    let (answer, held) = oneshot::channel();
    to.replies([Reply::Status(200), Reply::Held(held)]);
    for n in 1..=2 {
        site.take(vec![call(n)]).await;
        let arrived = async || to.got().len() == usize::try_from(n).unwrap();
        until("it arrived", Duration::from_secs(10), arrived).await;
    }
    stop.send(()).unwrap();
    answer.send(200).unwrap();
    running.await.unwrap();
    let left = "SELECT count(*) FROM webhook_deliveries WHERE state <> 'delivered'";
    assert_eq!(site.numbers(left).await, [0], "what was on its way was waited for");
}

async fn a_receiver_that_is_gone_is_left_alone(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook =
        made_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"]).await.unwrap();
    to.replies([Reply::Status(410)]);
    site.take(calls(1)).await;
    send(site).await;
    assert_eq!(state_of(site, &admin).await, WebhookState::Gone);
    let gone = (DeliveryState::Failed, Some(410), Some(DeliveryFault::Gone));
    assert_eq!(newest(site, &admin, webhook.id).await, gone);
    site.take(vec![call(2)]).await;
    assert_eq!(messages(site).await, 1, "nothing is written for it any more");
    let again = site.backend.test_webhook(&admin.viewer, webhook.id).await;
    assert_eq!(refusal(again), ProblemCode::Conflict);
    site.backend.switch_webhook(&admin.viewer, webhook.id, true).await.unwrap();
    site.clock.advance(SignedDuration::from_secs(1));
    site.take(vec![call(3)]).await;
    send(site).await;
    assert_eq!(newest(site, &admin, webhook.id).await.0, DeliveryState::Delivered);
    let (log, broken) = site.backend.audit_log("harbour").await.unwrap();
    let switched: Vec<_> = log
        .iter()
        .filter(|entry| entry.action == "webhook.switched")
        .map(|entry| (entry.actor.as_str(), entry.detail.as_str()))
        .collect();
    let expected =
        [("webhook receiver", r#"{"state":"gone"}"#), (&admin.email, r#"{"state":"on"}"#)];
    assert_eq!((switched, broken), (expected.to_vec(), None));
}

async fn a_redirect_is_not_followed(site: &Site) {
    let (admin, to, other) = (site.admin().await, Receiver::start().await, Receiver::start().await);
    let webhook =
        made_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"]).await.unwrap();
    to.replies([Reply::Redirect(other.url.clone())]);
    site.take(calls(1)).await;
    send(site).await;
    let redirected = (DeliveryState::Pending, Some(302), Some(DeliveryFault::Redirect));
    assert_eq!(newest(site, &admin, webhook.id).await, redirected);
    assert_eq!((to.got().len(), other.got().len()), (1, 0));
}

async fn a_private_address_is_refused_when_it_is_kept_and_when_it_is_used(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let by_name = to.url.replace("127.0.0.1", "localhost");
    for (url, n) in [(&to.url, 1), (&by_name, 2)] {
        let pairs =
            [("name", "x"), ("url", url), ("event", "call.ingested"), ("project_id", "front-desk")];
        let refused = site.backend.make_webhook(&admin.viewer, &WebhookForm::parse(&pairs)).await;
        let fields = refused.unwrap_err().problem().fields;
        assert_eq!((fields.len(), fields[0].field.as_str()), (1, "url"));
        // Kept while it was allowed, or by a name that led elsewhere then.
        let kept = open(site).make_webhook(&admin.viewer, &WebhookForm::parse(&pairs)).await;
        let kept = kept.unwrap();
        site.take(vec![call(n)]).await;
        Dispatcher::new(site.backend.clone()).unwrap().send_due().await.unwrap();
        let refused = (DeliveryState::Pending, None, Some(DeliveryFault::AddressRefused));
        assert_eq!(newest(site, &admin, kept.id).await, refused, "{url}");
        site.backend.remove_webhook(&admin.viewer, kept.id).await.unwrap();
    }
    assert_eq!(to.got(), []);
}

async fn a_slow_receiver_holds_up_no_other(site: &Site) {
    let (admin, slow, quick) =
        (site.admin().await, Receiver::start().await, Receiver::start().await);
    made(site, &admin, &slow).await;
    made(site, &admin, &quick).await;
    let (answers, held): (Vec<_>, Vec<_>) = (0..40).map(|_| oneshot::channel()).unzip();
    slow.replies(held.into_iter().map(Reply::Held));
    let dispatcher = Dispatcher::new(open(site)).unwrap();
    site.take(calls(20)).await;
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(dispatcher.run(async { drop(stopped.await) }));
    until("the quick one has all", Duration::from_secs(10), async || quick.got().len() == 40).await;
    assert!(slow.got().len() <= 8, "only so many at once");
    for answer in answers {
        // Those beyond the first eight may be answered before they are asked for.
        let _ = answer.send(200);
    }
    until("the slow one has all", Duration::from_secs(10), async || slow.got().len() == 40).await;
    stop.send(()).unwrap();
    running.await.unwrap();
}

async fn a_maker_who_may_not_see_a_call_is_not_told_of_it(site: &Site) {
    let whose = |email: &str| format!(" WHERE email = '{email}'");
    for (n, change, back) in [
        (1, "UPDATE users SET role = 'client_manager'", "UPDATE users SET role = 'client_admin'"),
        (3, "UPDATE users SET disabled_at = 1", "UPDATE users SET disabled_at = NULL"),
        (5, "", ""),
    ] {
        let (admin, to) = (site.admin().await, Receiver::start().await);
        let watcher = site.admin().await;
        let webhook =
            made_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"]).await.unwrap();
        site.take(vec![call(n)]).await;
        let unassign = format!(
            "DELETE FROM user_projects WHERE user_id IN (SELECT id FROM users{})",
            whose(&admin.email)
        );
        let change =
            if change.is_empty() { unassign } else { format!("{change}{}", whose(&admin.email)) };
        assert_eq!(site.sql(&change).await, 1);
        assert_eq!(state_of(site, &watcher).await, WebhookState::MakerLost);
        let before = messages(site).await;
        site.take(vec![call(n + 1)]).await;
        assert_eq!(messages(site).await, before, "nothing is written");
        send(site).await;
        assert_eq!(to.got(), [], "and what was written is not sent");
        let lost = (DeliveryState::Failed, None, Some(DeliveryFault::MakerLost));
        assert_eq!(newest(site, &watcher, webhook.id).await, lost);
        if !back.is_empty() {
            site.sql(&format!("{back}{}", whose(&admin.email))).await;
            assert_eq!(state_of(site, &watcher).await, WebhookState::On);
        }
        site.backend.remove_webhook(&watcher.viewer, webhook.id).await.unwrap();
    }
}

async fn what_waits_when_a_webhook_is_switched_off_is_given_up(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook = made(site, &admin, &to).await;
    site.take(calls(1)).await;
    site.backend.switch_webhook(&admin.viewer, webhook.id, false).await.unwrap();
    site.take(vec![call(2)]).await;
    send(site).await;
    let listed = deliveries(site, &admin, webhook.id).await;
    assert_eq!(listed.len(), 2);
    let off = (DeliveryState::Failed, Some(DeliveryFault::SwitchedOff));
    assert!(listed.iter().all(|it| (it.state, it.fault) == off));
    site.backend.switch_webhook(&admin.viewer, webhook.id, true).await.unwrap();
    send(site).await;
    assert_eq!(to.got(), []);
    site.backend.remove_webhook(&admin.viewer, webhook.id).await.unwrap();
    assert_eq!(messages(site).await, 0);
    let gone = site.backend.remove_webhook(&admin.viewer, webhook.id).await;
    assert_eq!(refusal(gone), ProblemCode::NotFound);
}

async fn a_message_is_sent_again_as_itself(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook = made(site, &admin, &to).await;
    open(site).test_webhook(&admin.viewer, webhook.id).await.unwrap();
    send(site).await;
    let delivery = deliveries(site, &admin, webhook.id).await.remove(0);
    site.clock.advance(SignedDuration::from_hours(50));
    to.replies([Reply::Status(500)]);
    site.backend.send_delivery_again(&admin.viewer, webhook.id, delivery.id).await.unwrap();
    send(site).await;
    let waiting = (DeliveryState::Pending, Some(500), Some(DeliveryFault::Answer));
    assert_eq!(newest(site, &admin, webhook.id).await, waiting);
    site.clock.advance(SignedDuration::from_secs(30));
    send(site).await;
    let got = to.got();
    assert_eq!(got.len(), 3);
    assert!(got.iter().all(|it| it.id() == delivery.id.to_string() && it.body == got[0].body));
    let data = &got[0].json()["data"];
    assert_eq!(*data, json!({ "webhook_id": webhook.id }));
    assert_ne!(got[0].header("webhook-timestamp"), got[1].header("webhook-timestamp"));
    assert_eq!(newest(site, &admin, webhook.id).await.0, DeliveryState::Delivered);
}

async fn messages_of_other_projects_are_not_there(site: &Site) {
    let both = site.person("harbour", Role::ClientAdmin, &["front-desk", "after-hours"]).await;
    let (desk, to) = (site.admin().await, Receiver::start().await);
    let projects = ["front-desk", "after-hours"];
    let webhook = made_for(site, &both, &to.url, &["call.ingested"], &projects).await.unwrap();
    site.take(calls(1)).await;
    site.way_in("harbour", "after-hours").await.ingest(vec![call(2)]).await.unwrap();
    let all = deliveries(site, &both, webhook.id).await;
    let seen = deliveries(site, &desk, webhook.id).await;
    assert_eq!((all.len(), seen.len()), (2, 1));
    assert_eq!(seen[0].call.as_ref().unwrap().1.slug.as_str(), "front-desk");
    let hidden = all.iter().find(|it| it.id != seen[0].id).unwrap().id;
    let again = site.backend.send_delivery_again(&desk.viewer, webhook.id, hidden).await;
    assert_eq!(refusal(again), ProblemCode::NotFound);
    let rival = site.person("rival", Role::ClientAdmin, &["lobby"]).await;
    let (backend, id) = (&site.backend, webhook.id);
    let page = backend.webhook_deliveries(&rival.viewer, id, None).await;
    assert_eq!(refusal(page), ProblemCode::NotFound);
    for refused in [
        backend.remove_webhook(&rival.viewer, id).await,
        backend.switch_webhook(&rival.viewer, id, false).await,
        backend.test_webhook(&rival.viewer, id).await,
        backend.send_delivery_again(&rival.viewer, id, hidden).await,
    ] {
        assert_eq!(refusal(refused), ProblemCode::NotFound);
    }
}

async fn messages_are_paged_and_forgotten(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook =
        made_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"]).await.unwrap();
    for n in 0..3 {
        site.take((n * 40 + 1..=n * 40 + 40).map(call).collect()).await;
        site.clock.advance(SignedDuration::from_secs(1));
    }
    let (mut ids, mut sizes, mut after) = (Vec::new(), Vec::new(), None);
    loop {
        let page = site.backend.webhook_deliveries(&admin.viewer, webhook.id, after.as_deref());
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
    let bad = site.backend.webhook_deliveries(&admin.viewer, webhook.id, Some("x")).await;
    assert_eq!(refusal(bad), ProblemCode::InvalidValue);
    send(site).await;
    site.clock.advance(SignedDuration::from_hours(30 * 24 - 1));
    site.take(vec![call(500)]).await;
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
        made_for(site, &admin, url, &["call.ingested"], &["front-desk"]).await.unwrap();
    }
    let more = made_for(site, &admin, url, &["call.ingested"], &["front-desk"]).await;
    assert_eq!(refusal(more), ProblemCode::InvalidValue);
    let listed = site.backend.webhooks(&admin.viewer).await.unwrap().webhooks;
    assert_eq!(listed.len(), 20);
    site.backend.remove_webhook(&admin.viewer, listed[0].id).await.unwrap();
    made_for(site, &admin, url, &["call.ingested"], &["front-desk"]).await.unwrap();
}
