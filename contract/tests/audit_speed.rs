//! Speed of the audit log: an append beside a plain insert, and a verification. Run by `make bench`, with
//! optimisation and by itself.

use std::time::Instant;

use sqlx::{Connection, SqliteConnection, SqlitePool};
use uuid::Uuid;

use crate::harness::Site;

/// Acts of each kind in a round, and rounds.
const ACTS: u32 = 2_000;
const ROUNDS: u32 = 5;
/// Events of the verified log.
const EVENTS: i64 = 200_000;

/// An act that Earshot audits: it changes a setting and appends an event.
async fn audited(site: &Site, viewer: &earshot_backend::Viewer) {
    for act in 0..ACTS {
        site.backend.access().set_staff_playback(viewer, act % 2 == 0).await.unwrap();
    }
}

/// The same with an insert of the same row instead, into a table with the same indexes.
async fn plain(pool: &SqlitePool, tenant: &str, actor: &str) {
    let mut connection = pool.acquire().await.unwrap();
    for act in 0..ACTS {
        let mut tx = connection.begin_with("BEGIN IMMEDIATE").await.unwrap();
        plain_act(&mut tx, tenant, actor, act % 2 == 0).await;
        tx.commit().await.unwrap();
    }
}

async fn plain_act(connection: &mut SqliteConnection, tenant: &str, actor: &str, allowed: bool) {
    sqlx::query("UPDATE tenants SET staff_playback = COALESCE($2, staff_playback) WHERE id = $1")
        .bind(tenant)
        .bind(allowed)
        .execute(&mut *connection)
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO plain_events (tenant_id, seq, at, actor, action, subject, detail, \
         detail_encrypted, previous_hash, hash, mac) \
         VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM plain_events WHERE tenant_id = $1), \
         $2, $3, 'tenant.changed', 'harbour', '{\"staff_playback\":true}', NULL, $4, $4, $4)",
    )
    .bind(tenant)
    .bind(1_750_000_000_000_i64)
    .bind(actor)
    .bind(Uuid::from_u128(7).as_bytes().repeat(2))
    .execute(&mut *connection)
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_append_and_verify() {
    let site = Site::sqlite().await;
    let admin = site.admin().await;
    site.sql(
        "CREATE TABLE plain_events AS SELECT * FROM audit_events WHERE FALSE; \
         CREATE UNIQUE INDEX plain_key ON plain_events (tenant_id, seq); \
         CREATE INDEX plain_subject ON plain_events (tenant_id, subject, seq); \
         CREATE INDEX plain_actor ON plain_events (tenant_id, actor, seq)",
    )
    .await;
    let tenant = site.text("SELECT id FROM tenants WHERE slug = 'harbour'").await;
    let earshot_backend::Db::Sqlite { write, .. } = &site.db else { unreachable!() };
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let begin = Instant::now();
        audited(&site, &admin.viewer).await;
        let audited = begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        plain(write, &tenant, &admin.email).await;
        // The first round warms up.
        if round > 0 {
            ours.push(audited);
            theirs.push(begin.elapsed().as_secs_f64());
        }
    }
    while site.numbers("SELECT audit_seq FROM tenants WHERE slug = 'harbour'").await[0] < EVENTS {
        audited(&site, &admin.viewer).await;
    }
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        let verified = site.backend.audit().verify("harbour", &[]).await.unwrap();
        assert_eq!(verified.finding, None);
        assert!(verified.events >= EVENTS);
        rates.push(
            f64::from(i32::try_from(verified.events).unwrap()) / begin.elapsed().as_secs_f64(),
        );
    }
    let measured = serde_json::json!({
        "acts": ACTS, "append": ours, "plain": theirs, "events": EVENTS, "verified": rates,
    });
    println!("measured {measured}");
    site.drop_database().await;
}
