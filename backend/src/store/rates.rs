//! Shared rate limits: events of a sliding window, counted under a lock.

use super::{Db, db::on_tx};
use crate::Error;

/// How a bucket stands after one event was asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RateStanding {
    /// Whether the event was taken; if not, none was left.
    pub(crate) taken: bool,
    /// Events of the window, the one just taken among them.
    pub(crate) used: i64,
    /// Milliseconds until the oldest of them leaves the window.
    pub(crate) frees_in_ms: i64,
}

impl RateStanding {
    /// Whole seconds until the oldest event leaves the window; at least one.
    pub(crate) fn frees_in_seconds(self) -> u32 {
        u32::try_from((self.frees_in_ms + 999) / 1000).unwrap_or(u32::MAX).max(1)
    }
}

impl Db {
    /// Takes one of `limit` events per `window_ms` from `bucket`, where one is left.
    pub(crate) async fn take_rate(
        &self,
        bucket: &str,
        event_id: &str,
        limit: i64,
        window_ms: i64,
        now: i64,
    ) -> Result<RateStanding, Error> {
        let mut tx = self.begin().await?;
        let standing = on_tx!(&mut tx, |connection| {
            // The bucket's row is the lock that makes counting and taking one step.
            sqlx::query(
                "INSERT INTO rate_buckets (bucket, touched_at) VALUES ($1, $2) \
                 ON CONFLICT (bucket) DO UPDATE SET touched_at = excluded.touched_at",
            )
            .bind(bucket)
            .bind(now)
            .execute(&mut *connection)
            .await?;
            sqlx::query("DELETE FROM rate_events WHERE bucket = $1 AND at <= $2")
                .bind(bucket)
                .bind(now - window_ms)
                .execute(&mut *connection)
                .await?;
            let (used, oldest): (i64, i64) = sqlx::query_as(
                "SELECT count(*), COALESCE(min(at), 0) FROM rate_events WHERE bucket = $1",
            )
            .bind(bucket)
            .fetch_one(&mut *connection)
            .await?;
            if used >= limit {
                let frees_in_ms = (oldest + window_ms - now).max(1);
                return Ok(RateStanding { taken: false, used, frees_in_ms });
            }
            sqlx::query("INSERT INTO rate_events (id, bucket, at) VALUES ($1, $2, $3)")
                .bind(event_id)
                .bind(bucket)
                .bind(now)
                .execute(&mut *connection)
                .await?;
            let oldest = if used == 0 { now } else { oldest };
            RateStanding { taken: true, used: used + 1, frees_in_ms: oldest + window_ms - now }
        });
        tx.commit().await?;
        Ok(standing)
    }

    /// Gives a taken event back.
    pub(crate) async fn give_rate_back(&self, event_ids: &[String]) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        for id in event_ids {
            on_tx!(&mut tx, |connection| {
                sqlx::query("DELETE FROM rate_events WHERE id = $1")
                    .bind(id)
                    .execute(&mut *connection)
                    .await?;
            });
        }
        tx.commit().await
    }
}
