//! Sending webhooks' messages: how often, by whom, and to what.

use std::time::Duration;

use earshot_domain::{DeliveryFault, DeliveryState, ProblemCode, WebhookForm, WebhookState};
use jiff::SignedDuration;
use tokio::sync::oneshot;

use crate::{
    harness::{Site, refusal, until},
    incoming::{call, calls},
    receiver::{Receiver, Reply},
    webhooks::{deliveries, made, made_for, messages, newest, open, send, state_of},
};

crate::on_both_databases!(
    a_message_is_tried_on_schedule_for_a_day,
    two_workers_send_each_message_once,
    a_worker_that_lost_its_lease_changes_nothing,
    a_restart_goes_on_where_it_was,
    a_running_worker_sends_at_once_and_ends_in_order,
    a_receiver_that_is_gone_is_left_alone,
    a_redirect_is_not_followed,
    a_private_address_is_refused_when_it_is_kept_and_when_it_is_used,
    a_slow_receiver_holds_up_no_other,
);

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
    let mut here = open(site).worker().unwrap();
    let mut there = replica.worker().unwrap();
    tokio::try_join!(here.run_due(), there.run_due()).unwrap();
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
    let mut slow = open(site).worker().unwrap();
    let slow = tokio::spawn(async move { slow.run_due().await });
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
    let mut cut = open(site).worker().unwrap();
    let cut = tokio::spawn(async move { cut.run_due().await });
    until("it is on its way", Duration::from_secs(10), async || to.got().len() == 2).await;
    cut.abort();
    let replica = site.replica().await.with_private_webhooks();
    let mut after = replica.worker().unwrap();
    after.run_due().await.unwrap();
    assert_eq!(to.got().len(), 2);
    site.clock.advance(SignedDuration::from_secs(30));
    after.run_due().await.unwrap();
    assert_eq!(to.got().len(), 3, "the one that failed");
    site.clock.advance(SignedDuration::from_secs(30));
    after.run_due().await.unwrap();
    let got = to.got();
    assert_eq!(got.len(), 4, "the one that was cut off");
    assert_eq!((got[2].id(), got[3].id()), (got[0].id(), got[1].id()));
    replica.close().await;
}

async fn a_running_worker_sends_at_once_and_ends_in_order(site: &Site) {
    let (admin, to) = (site.admin().await, Receiver::start().await);
    made_for(site, &admin, &to.url, &["call.ingested"], &["front-desk"]).await.unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let worker = open(site).worker().unwrap();
    let running = tokio::spawn(worker.run(async { drop(stopped.await) }));
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
        site.backend.worker().unwrap().run_due().await.unwrap();
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
    let worker = open(site).worker().unwrap();
    site.take(calls(20)).await;
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(worker.run(async { drop(stopped.await) }));
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
