//! Shared rate limits: events of a sliding window, counted under a lock.

use super::{Db, db::on_tx};
use crate::Error;

impl Db {
    /// Takes one of `limit` events per `window_ms` from `bucket`. `Ok(Some(ms))` means none is left
    /// for so many milliseconds, and nothing was taken.
    pub(crate) async fn take_rate(
        &self,
        bucket: &str,
        event_id: &str,
        limit: i64,
        window_ms: i64,
        now: i64,
    ) -> Result<Option<i64>, Error> {
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, |connection| {
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
                return Ok(Some((oldest + window_ms - now).max(1)));
            }
            sqlx::query("INSERT INTO rate_events (id, bucket, at) VALUES ($1, $2, $3)")
                .bind(event_id)
                .bind(bucket)
                .bind(now)
                .execute(&mut *connection)
                .await?;
        });
        tx.commit().await?;
        Ok(None)
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
