//! Rate limits, counted in the database so that they hold across processes.

use crate::{Backend, Error, ids};

/// So many events in a sliding window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub events: u32,
    /// In how many seconds.
    pub seconds: u32,
}

impl Backend {
    /// Takes one event from each bucket, or none of any.
    pub(crate) async fn take_rates(
        &self,
        buckets: &[(String, Rate)],
    ) -> Result<Vec<String>, Error> {
        let now = self.now_ms();
        let mut taken = Vec::with_capacity(buckets.len());
        for (bucket, rate) in buckets {
            let id = ids::fresh().to_string();
            let window = i64::from(rate.seconds) * 1000;
            let limit = i64::from(rate.events);
            let standing = self.db.take_rate(bucket, &id, limit, window, now).await?;
            if !standing.taken {
                self.db.give_rate_back(&taken).await?;
                return Err(Error::RateLimited { retry_after: standing.frees_in_seconds() });
            }
            taken.push(id);
        }
        Ok(taken)
    }
}
