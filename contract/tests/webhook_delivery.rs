//! Delivery of webhook messages: attempts, concurrency and allowed addresses.

use std::time::Duration;

use earshot_domain::{DeliveryFault, DeliveryState, ProblemCode, WebhookForm, WebhookState};
use earshot_testkit::{call, calls};
use jiff::SignedDuration;
use tokio::sync::oneshot;

use crate::{
    harness::{Site, refusal, wait_until},
    webhook_receiver::{Receiver, Reply},
    webhooks::{
        create_webhook, create_webhook_for, deliveries, messages, newest, open, send, state_of,
    },
};

crate::on_both_databases!(
    a_message_is_tried_on_schedule_for_a_day,
    two_workers_send_each_message_once,
    a_worker_that_lost_its_lease_changes_nothing,
    a_restart_goes_on_where_it_was,
    a_running_worker_sends_at_once_and_ends_in_order,
    a_webhook_whose_receiver_answers_410_is_disabled,
    a_redirect_is_not_followed,
    a_private_address_is_refused_when_saved_and_when_used,
    a_slow_receiver_holds_up_no_other,
);

async fn a_message_is_tried_on_schedule_for_a_day(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook = create_webhook_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"])
        .await
        .unwrap();
    to.set_replies((0..100).map(|n| Reply::Status(if n % 2 == 0 { 500 } else { 404 })));
    site.ingest(calls(1)).await;
    let mut waits = [30, 5 * 60, 30 * 60].into_iter().chain(std::iter::repeat(3600));
    send(site).await;
    for attempts in 1..27 {
        assert_eq!(to.received().len(), attempts);
        let wait = waits.next().unwrap();
        site.clock.advance(SignedDuration::from_secs(wait - 1));
        send(site).await;
        assert_eq!(to.received().len(), attempts, "it came too soon");
        site.clock.advance(SignedDuration::from_secs(1));
        send(site).await;
    }
    let got = to.received();
    assert_eq!(got.len(), 27);
    assert!(got.iter().all(|it| it.id() == got[0].id() && it.body == got[0].body));
    let times: std::collections::BTreeSet<_> =
        got.iter().map(|it| it.header("webhook-timestamp").to_owned()).collect();
    assert_eq!(times.len(), 27, "each attempt says when it was made");
    let last = deliveries(site, &admin, webhook.id).await.remove(0);
    assert_eq!((last.state, last.attempts), (DeliveryState::Failed, 27));
    assert_eq!((last.fault, last.next), (Some(DeliveryFault::ErrorStatus), None));
    site.clock.advance(SignedDuration::from_hours(48));
    send(site).await;
    assert_eq!(to.received().len(), 27);
    let (log, _) = site.backend.audit().log("harbour").await.unwrap();
    let failed = log.iter().filter(|entry| entry.action == "webhook.delivery_failed");
    let failed: Vec<_> = failed.map(|entry| (entry.subject.clone(), &entry.detail)).collect();
    assert_eq!(failed.len(), 1, "once, and not for each attempt");
    assert_eq!(failed[0].0, webhook.id.to_string());
    assert!(failed[0].1.contains("\"attempts\":27,\"fault\":\"answer\""), "{}", failed[0].1);
}

async fn two_workers_send_each_message_once(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    create_webhook_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"]).await.unwrap();
    site.ingest(calls(60)).await;
    let replica = site.replica().await.with_private_webhooks();
    let mut here = open(site).worker().unwrap();
    let mut there = replica.worker().unwrap();
    tokio::try_join!(here.run_due(), there.run_due()).unwrap();
    let mut ids: Vec<_> = to.received().iter().map(|it| it.id().to_owned()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), to.received().len()), (60, 60));
    let left = "SELECT count(*) FROM webhook_deliveries WHERE state <> 'delivered'";
    assert_eq!(site.numbers(left).await, [0]);
    replica.close().await;
}

async fn a_worker_that_lost_its_lease_changes_nothing(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook = create_webhook_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"])
        .await
        .unwrap();
    let (answer, held) = oneshot::channel();
    to.set_replies([Reply::Held(held), Reply::Status(503)]);
    site.ingest(calls(1)).await;
    let mut slow = open(site).worker().unwrap();
    let slow = tokio::spawn(async move { slow.run_due().await });
    wait_until("the first is on its way", Duration::from_secs(10), async || {
        to.received().len() == 1
    })
    .await;
    send(site).await;
    assert_eq!(to.received().len(), 1, "it is leased");
    site.clock.advance(SignedDuration::from_secs(61));
    send(site).await;
    assert_eq!(to.received().len(), 2);
    let waiting = (DeliveryState::Pending, Some(503), Some(DeliveryFault::ErrorStatus));
    assert_eq!(newest(site, &admin, webhook.id).await, waiting);
    answer.send(200).unwrap();
    slow.await.unwrap().unwrap();
    assert_eq!(newest(site, &admin, webhook.id).await, waiting);
}

async fn a_restart_goes_on_where_it_was(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    create_webhook_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"]).await.unwrap();
    to.set_replies([Reply::Status(500)]);
    site.ingest(calls(1)).await;
    send(site).await;
    // Another is interrupted while it is sent, as if the process had been killed.
    let (_answer, held) = oneshot::channel();
    to.set_replies([Reply::Held(held)]);
    site.ingest(vec![call(2)]).await;
    let mut cut = open(site).worker().unwrap();
    let cut = tokio::spawn(async move { cut.run_due().await });
    wait_until("it is on its way", Duration::from_secs(10), async || to.received().len() == 2)
        .await;
    cut.abort();
    let replica = site.replica().await.with_private_webhooks();
    let mut after = replica.worker().unwrap();
    after.run_due().await.unwrap();
    assert_eq!(to.received().len(), 2);
    site.clock.advance(SignedDuration::from_secs(30));
    after.run_due().await.unwrap();
    assert_eq!(to.received().len(), 3, "the one that failed");
    site.clock.advance(SignedDuration::from_secs(30));
    after.run_due().await.unwrap();
    let got = to.received();
    assert_eq!(got.len(), 4, "the one that was cut off");
    assert_eq!((got[2].id(), got[3].id()), (got[0].id(), got[1].id()));
    replica.close().await;
}

async fn a_running_worker_sends_at_once_and_ends_in_order(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    create_webhook_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"]).await.unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let worker = open(site).worker().unwrap();
    let running = tokio::spawn(worker.run(async { drop(stopped.await) }));
    let (answer, held) = oneshot::channel();
    to.set_replies([Reply::Status(200), Reply::Held(held)]);
    for n in 1..=2 {
        site.ingest(vec![call(n)]).await;
        let arrived = async || to.received().len() == usize::try_from(n).unwrap();
        wait_until("it arrived", Duration::from_secs(10), arrived).await;
    }
    stop.send(()).unwrap();
    answer.send(200).unwrap();
    running.await.unwrap();
    let left = "SELECT count(*) FROM webhook_deliveries WHERE state <> 'delivered'";
    assert_eq!(site.numbers(left).await, [0], "what was on its way was waited for");
}

async fn a_webhook_whose_receiver_answers_410_is_disabled(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let webhook = create_webhook_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"])
        .await
        .unwrap();
    to.set_replies([Reply::Status(410)]);
    site.ingest(calls(1)).await;
    send(site).await;
    assert_eq!(state_of(site, &admin).await, WebhookState::Gone);
    let gone = (DeliveryState::Failed, Some(410), Some(DeliveryFault::Gone));
    assert_eq!(newest(site, &admin, webhook.id).await, gone);
    site.ingest(vec![call(2)]).await;
    assert_eq!(messages(site).await, 1, "nothing is written for it any more");
    let again = site.backend.webhooks().test(&admin.viewer, webhook.id).await;
    assert_eq!(refusal(again), ProblemCode::Conflict);
    site.backend.webhooks().switch(&admin.viewer, webhook.id, true).await.unwrap();
    site.clock.advance(SignedDuration::from_secs(1));
    site.ingest(vec![call(3)]).await;
    send(site).await;
    assert_eq!(newest(site, &admin, webhook.id).await.0, DeliveryState::Delivered);
    let (log, broken) = site.backend.audit().log("harbour").await.unwrap();
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
    let webhook = create_webhook_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"])
        .await
        .unwrap();
    to.set_replies([Reply::Redirect(other.url.clone())]);
    site.ingest(calls(1)).await;
    send(site).await;
    let redirected = (DeliveryState::Pending, Some(302), Some(DeliveryFault::Redirect));
    assert_eq!(newest(site, &admin, webhook.id).await, redirected);
    assert_eq!((to.received().len(), other.received().len()), (1, 0));
}

async fn a_private_address_is_refused_when_saved_and_when_used(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    let by_name = to.url.replace("127.0.0.1", "localhost");
    for (url, n) in [(&to.url, 1), (&by_name, 2)] {
        let pairs =
            [("name", "x"), ("url", url), ("event", "call.ingested"), ("project_id", "front-desk")];
        let refused =
            site.backend.webhooks().create(&admin.viewer, &WebhookForm::parse(&pairs)).await;
        let fields = refused.unwrap_err().problem().fields;
        assert_eq!((fields.len(), fields[0].field.as_str()), (1, "url"));
        // Saved while it was allowed, or with a name that resolved elsewhere then.
        let kept = open(site).webhooks().create(&admin.viewer, &WebhookForm::parse(&pairs)).await;
        let kept = kept.unwrap();
        site.ingest(vec![call(n)]).await;
        site.backend.worker().unwrap().run_due().await.unwrap();
        let refused = (DeliveryState::Pending, None, Some(DeliveryFault::AddressRefused));
        assert_eq!(newest(site, &admin, kept.id).await, refused, "{url}");
        site.backend.webhooks().remove(&admin.viewer, kept.id).await.unwrap();
    }
    assert_eq!(to.received(), []);
}

async fn a_slow_receiver_holds_up_no_other(site: &Site) {
    let (admin, slow, quick) =
        (site.admin().await, Receiver::start().await, Receiver::start().await);
    create_webhook(site, &admin, &slow).await;
    create_webhook(site, &admin, &quick).await;
    let (answers, held): (Vec<_>, Vec<_>) = (0..40).map(|_| oneshot::channel()).unzip();
    slow.set_replies(held.into_iter().map(Reply::Held));
    let worker = open(site).worker().unwrap();
    site.ingest(calls(20)).await;
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(worker.run(async { drop(stopped.await) }));
    wait_until("the quick one has all", Duration::from_secs(10), async || {
        quick.received().len() == 40
    })
    .await;
    assert!(slow.received().len() <= 8, "only so many at once");
    for answer in answers {
        // Those beyond the first eight may be answered before they are asked for.
        let _ = answer.send(200);
    }
    wait_until("the slow one has all", Duration::from_secs(10), async || {
        slow.received().len() == 40
    })
    .await;
    stop.send(()).unwrap();
    running.await.unwrap();
}
