//! Shared rate limits: events of a sliding window, counted under a lock.

use sqlx::AssertSqlSafe;

use super::{
    Db,
    db::{on_db, on_tx},
    dialect,
};
use crate::Error;

/// Request for one event of a bucket.
pub(crate) struct RateTake {
    pub(crate) bucket: String,
    pub(crate) event_id: String,
    /// Maximum events in the window.
    pub(crate) limit: i64,
    pub(crate) window_ms: i64,
}

/// Status of a bucket after an event was requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BucketStatus {
    /// Whether the event was within the limit and counted.
    pub(crate) taken: bool,
    /// Events in the window, including a newly counted one.
    pub(crate) used: i64,
    /// Milliseconds until the oldest of them leaves the window.
    pub(crate) frees_in_ms: i64,
}

/// Events of a bucket's window.
#[derive(sqlx::FromRow)]
struct RateUsage {
    used: i64,
    oldest: i64,
}

impl BucketStatus {
    /// Whole seconds until the oldest event leaves the window; at least one.
    pub(crate) fn frees_in_seconds(self) -> u32 {
        u32::try_from((self.frees_in_ms + 999) / 1000).unwrap_or(u32::MAX).max(1)
    }
}

impl Db {
    /// Takes one event from each bucket. When a bucket has none left, nothing is written, and its
    /// status is the last one returned.
    pub(crate) async fn take_rates(
        &self,
        takes: &[RateTake],
        now: i64,
    ) -> Result<Vec<BucketStatus>, Error> {
        let mut tx = self.begin().await?;
        if let Some(lock) = dialect::lock_name(&tx) {
            // Sorted, to prevent deadlocks between requests.
            let mut names: Vec<&str> = takes.iter().map(|take| take.bucket.as_str()).collect();
            names.sort_unstable();
            for name in names {
                on_tx!(&mut tx, |connection| sqlx::query(AssertSqlSafe(lock))
                    .bind(name)
                    .execute(&mut *connection)
                    .await
                    .map(drop))?;
            }
        }
        let mut statuses = Vec::with_capacity(takes.len());
        for take in takes {
            let status = tx.take_rate(take, now).await?;
            statuses.push(status);
            if !status.taken {
                return Ok(statuses);
            }
        }
        tx.commit().await?;
        Ok(statuses)
    }

    /// Whether a bucket has no event left, without taking one.
    pub(crate) async fn is_rate_used_up(&self, take: &RateTake, now: i64) -> Result<bool, Error> {
        let used: i64 = on_db!(self, |pool| sqlx::query_scalar(
            "SELECT count(*) FROM rate_events WHERE bucket = $1 AND at > $2",
        )
        .bind(&take.bucket)
        .bind(now - take.window_ms)
        .fetch_one(pool)
        .await)?;
        Ok(used >= take.limit)
    }

    /// Removes taken events.
    pub(crate) async fn return_rate(&self, event_ids: &[String]) -> Result<(), Error> {
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

impl super::Tx {
    /// Takes one event from a locked bucket.
    async fn take_rate(&mut self, take: &RateTake, now: i64) -> Result<BucketStatus, Error> {
        let window_start = now - take.window_ms;
        let status = on_tx!(self, |connection| {
            // Those far ahead are of a clock that has gone back since.
            sqlx::query("DELETE FROM rate_events WHERE bucket = $1 AND (at <= $2 OR at > $3)")
                .bind(&take.bucket)
                .bind(window_start)
                .bind(now + take.window_ms)
                .execute(&mut *connection)
                .await?;
            let RateUsage { used, oldest } = sqlx::query_as(
                "SELECT count(*) AS used, COALESCE(min(at), 0) AS oldest \
                 FROM rate_events WHERE bucket = $1",
            )
            .bind(&take.bucket)
            .fetch_one(&mut *connection)
            .await?;
            if used >= take.limit {
                let frees_in_ms = (oldest - window_start).clamp(1, take.window_ms.max(1));
                return Ok(BucketStatus { taken: false, used, frees_in_ms });
            }
            sqlx::query("INSERT INTO rate_events (id, bucket, at) VALUES ($1, $2, $3)")
                .bind(&take.event_id)
                .bind(&take.bucket)
                .bind(now)
                .execute(&mut *connection)
                .await?;
            let oldest = if used == 0 { now } else { oldest };
            BucketStatus { taken: true, used: used + 1, frees_in_ms: oldest - window_start }
        });
        Ok(status)
    }
}
