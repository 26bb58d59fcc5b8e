//! Daily limit of a key on the conversations interface: it starts anew at midnight UTC
//! (docs/compatibility.md#askvault-rate-limits).

use crate::{
    ApiClient, Error,
    access::{Keys, Rate, RateBucket},
};

/// Requests of a key in a day.
const REQUESTS_PER_DAY: u32 = 10_000;
/// Seconds in a day.
pub(crate) const DAY_SECONDS: u32 = 86_400;

/// The state of a key's daily limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DailyRate {
    /// Maximum number of requests in a day.
    pub limit: u32,
    /// Number of requests left.
    pub remaining: u32,
    /// When the day ends: Unix time in seconds.
    pub resets_at: i64,
    /// Seconds until then.
    pub resets_in: u32,
    /// Whether this request exceeded the limit.
    pub exceeded: bool,
}

impl Keys<'_> {
    /// Counts a request of this day unless it was refused already, and returns the state of the
    /// limit; `None` for the operator's internal token, which has no daily limit.
    pub async fn take_day(
        self,
        client: &ApiClient,
        refused: bool,
    ) -> Result<Option<DailyRate>, Error> {
        let Some(id) = client.api_key_id() else { return Ok(None) };
        let now = self.0.now_ms().div_euclid(1000);
        let into_day =
            u32::try_from(now.rem_euclid(DAY_SECONDS.into())).map_err(Error::internal)?;
        // The window reaches back to midnight. Of a limit of none, nothing is taken.
        let events = if refused { 0 } else { REQUESTS_PER_DAY };
        let rate = Rate { events, seconds: into_day.saturating_add(1) };
        let status = self.0.access().take_rate(RateBucket::ApiKeyDay(id), rate).await?;
        let used = u32::try_from(status.used).unwrap_or(REQUESTS_PER_DAY);
        let resets_in = DAY_SECONDS.saturating_sub(into_day);
        Ok(Some(DailyRate {
            limit: REQUESTS_PER_DAY,
            remaining: REQUESTS_PER_DAY.saturating_sub(used),
            resets_at: now.saturating_add(resets_in.into()),
            resets_in,
            exceeded: !refused && !status.taken,
        }))
    }
}
