//! Housekeeping: what is over goes at its age and not before, and what is in use stays.

use earshot_backend::Worker;
use jiff::SignedDuration;

use crate::{harness::Site, pbx_api::client, webhooks::create_webhook_for};

crate::on_both_databases!(
    each_kind_of_row_goes_at_its_age_and_not_before,
    it_runs_every_hour_in_one_process,
    a_session_in_use_stays,
);

const SECOND: i64 = 1000;
const HOUR: i64 = 3600 * SECOND;
const DAY: i64 = 24 * HOUR;

/// Rows of one kind, inserted at `{now}`: those that go after an age, and how many stay.
struct Case {
    table: &'static str,
    rows: &'static str,
    age: i64,
    stay: i64,
}

const CASES: [Case; 10] = [
    Case {
        table: "rate_events",
        // Many, so that it takes several transactions.
        rows: "INSERT INTO rate_events WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL \
               SELECT i + 1 FROM n WHERE i < 450) \
               SELECT 'event ' || i, 'bucket', {now} FROM n; \
               INSERT INTO rate_events VALUES ('later', 'bucket', {now} + 1000)",
        age: DAY,
        stay: 1,
    },
    Case {
        table: "sessions",
        rows: "INSERT INTO sessions SELECT 'unused', 'h1', id, {now}, {now} FROM users; \
               INSERT INTO sessions SELECT 'used', 'h2', id, {now}, {now} + 1 FROM users",
        age: 8 * HOUR,
        stay: 1,
    },
    Case {
        table: "sessions",
        rows: "DELETE FROM sessions; \
               INSERT INTO sessions SELECT 'old', 'h1', id, {now}, {now} + 99 * 3600000 FROM users; \
               INSERT INTO sessions SELECT 'new', 'h2', id, {now} + 1, {now} + 99 * 3600000 \
               FROM users",
        age: 72 * HOUR,
        stay: 1,
    },
    Case {
        table: "recording_grants",
        rows: "INSERT INTO recording_grants SELECT 'unused', u.tenant_id, u.id, 's', p.id, 'c', \
               'play', {now}, {now}, NULL, NULL FROM users u JOIN projects p ON p.slug = 'front-desk'; \
               INSERT INTO recording_grants SELECT 'playing', u.tenant_id, u.id, 's', p.id, 'c', \
               'play', {now}, {now}, {now}, {now} + 3600000 \
               FROM users u JOIN projects p ON p.slug = 'front-desk'",
        age: DAY,
        stay: 1,
    },
    Case {
        table: "recording_links",
        rows: "INSERT INTO recording_links SELECT 'over', tenant_id, NULL, id, 'c', {now}, {now}, \
               NULL FROM users; \
               INSERT INTO recording_links SELECT 'good', tenant_id, NULL, id, 'c', {now}, \
               {now} + 1, NULL FROM users",
        age: DAY,
        stay: 1,
    },
    Case {
        table: "pbx_tokens",
        // The second pair was taken back, and is remembered while its refresh token was good.
        rows: "INSERT INTO pbx_tokens SELECT 'a1', 'r1', id, {now} + 1000, {now} + 7000 \
               FROM api_keys; \
               INSERT INTO pbx_tokens SELECT 'a2', 'r2', id, 0, {now} + 7001 FROM api_keys",
        age: 7 * SECOND,
        stay: 1,
    },
    Case {
        table: "pbx_downloads",
        rows: "INSERT INTO pbx_downloads SELECT 'over', tenant_id, id, 'f', 1, {now} + 1000 \
               FROM api_keys; \
               INSERT INTO pbx_downloads SELECT 'good', tenant_id, id, 'f', 1, {now} + 1001 \
               FROM api_keys",
        age: SECOND,
        stay: 1,
    },
    Case {
        table: "webhook_deliveries",
        rows: "INSERT INTO webhook_deliveries (id, tenant_id, webhook_id, event, body, created_at, \
               state, attempts, next_attempt_at) \
               SELECT 'sent', tenant_id, id, 'e', 'b', {now}, 'delivered', 1, 0 FROM webhooks \
               UNION ALL SELECT 'given up', tenant_id, id, 'e', 'b', {now}, 'failed', 1, 0 \
               FROM webhooks \
               UNION ALL SELECT 'of none', tenant_id, 'gone', 'e', 'b', {now}, 'pending', 1, 0 \
               FROM webhooks \
               UNION ALL SELECT 'waits', tenant_id, id, 'e', 'b', {now}, 'pending', 1, \
               {now} + 9000000000 FROM webhooks",
        age: 30 * DAY,
        stay: 1,
    },
    Case {
        table: "refused_reports",
        rows: "INSERT INTO refused_reports SELECT 'old', p.tenant_id, p.id, 'desk', {now}, 'why' \
               FROM projects p WHERE p.slug = 'front-desk'; \
               INSERT INTO refused_reports SELECT 'new', p.tenant_id, p.id, 'desk', {now} + 1, 'why' \
               FROM projects p WHERE p.slug = 'front-desk'",
        age: 30 * DAY,
        stay: 1,
    },
    Case {
        table: "leases",
        rows: "INSERT INTO leases VALUES ('export:a:b', 'x', 1, {now}, FALSE); \
               INSERT INTO leases VALUES ('export:a:c', 'x', 1, {now} + 1, FALSE)",
        age: DAY,
        stay: 1,
    },
];

/// Runs housekeeping now, whenever it ran last.
async fn sweep(site: &Site) {
    site.sql("DELETE FROM jobs WHERE kind = 'housekeeping'").await;
    site.backend.worker().unwrap().run_due().await.unwrap();
    assert_eq!(runs(site).await, 1);
}

async fn runs(site: &Site) -> i64 {
    let runs = "SELECT count(*) FROM jobs WHERE kind = 'housekeeping' AND state = 'completed'";
    site.numbers(runs).await[0]
}

async fn each_kind_of_row_goes_at_its_age_and_not_before(site: &Site) {
    let admin = site.admin().await;
    client(site, &admin, &["front-desk"]).await;
    let url = "https://8.8.8.8/hook";
    create_webhook_for(site, &admin, url, &["call.ingested"], &["front-desk"]).await.unwrap();
    for case in CASES {
        site.sql(&format!("DELETE FROM {}", case.table)).await;
        let now = site.clock.now().as_millisecond().to_string();
        site.sql(&case.rows.replace("{now}", &now)).await;
        let count = format!("SELECT count(*) FROM {}", case.table);
        let all = site.numbers(&count).await;
        assert!(all[0] > case.stay);
        site.clock.advance(SignedDuration::from_millis(case.age - 1));
        sweep(site).await;
        assert_eq!(site.numbers(&count).await, all, "{} went too soon", case.table);
        site.clock.advance(SignedDuration::from_millis(1));
        sweep(site).await;
        assert_eq!(site.numbers(&count).await, [case.stay], "{}", case.table);
    }
}

async fn it_runs_every_hour_in_one_process(site: &Site) {
    let replica = site.replica().await;
    let mut workers: Vec<Worker> = [&site.backend, &replica, &site.backend, &replica]
        .map(|backend| backend.worker().unwrap())
        .into_iter()
        .collect();
    for expected in 1..=3 {
        let all = workers.iter_mut().map(Worker::run_due);
        futures::future::try_join_all(all).await.unwrap();
        assert_eq!(runs(site).await, expected);
        site.clock.advance(SignedDuration::from_millis(HOUR - 1));
        workers[0].run_due().await.unwrap();
        assert_eq!(runs(site).await, expected, "it ran too soon");
        site.clock.advance(SignedDuration::from_millis(1));
    }
    // Its own records go as those of other jobs do.
    site.clock.advance(SignedDuration::from_millis(30 * DAY));
    workers[0].run_due().await.unwrap();
    assert_eq!(runs(site).await, 1);
    replica.close().await;
}

async fn a_session_in_use_stays(site: &Site) {
    let admin = site.admin().await;
    for _ in 0..20 {
        site.clock.advance(SignedDuration::from_hours(1));
        assert!(site.backend.access().viewer(&admin.token).await.unwrap().is_some());
        sweep(site).await;
    }
    assert!(site.backend.access().viewer(&admin.token).await.unwrap().is_some());
    site.clock.advance(SignedDuration::from_hours(8));
    sweep(site).await;
    assert_eq!(site.numbers("SELECT count(*) FROM sessions").await, [0]);
}
