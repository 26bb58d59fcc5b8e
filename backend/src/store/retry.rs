//! Work in the database that is repeated while the database is busy or away.

use std::{future::Future, time::Duration};

use crate::Error;

/// Waits between attempts, 20 seconds in all; a restart of a database takes a few.
const WAITS_MS: [u64; 13] =
    [50, 100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000, 2_000, 3_000, 3_000, 3_000];

/// Repeats work that must be done, and that is done once even if an attempt succeeded whose outcome
/// was lost, until it succeeds, fails for good, or has failed for about 20 seconds.
pub(crate) async fn persist<T, F>(what: &'static str, work: impl FnMut() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    persist_with(&WAITS_MS, what, work).await
}

async fn persist_with<T, F>(
    waits_ms: &[u64],
    what: &'static str,
    mut work: impl FnMut() -> F,
) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    for wait in waits_ms.iter().copied() {
        match work().await {
            Err(error) if error.is_of_busy_database() => {
                tracing::warn!(%error, what, "the database refused: trying again");
                tokio::time::sleep(Duration::from_millis(wait)).await;
            }
            ended => return ended,
        }
    }
    work().await
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn work_is_repeated_while_the_database_is_away_and_not_for_ever() {
        let after = async |failures: u32, error: fn() -> Error| {
            let tries = Cell::new(0);
            let done = persist_with(&[0; 13], "a test", || {
                tries.set(tries.get() + 1);
                let failed = tries.get() <= failures;
                async move { if failed { Err(error()) } else { Ok(()) } }
            })
            .await;
            (tries.get(), done.is_ok())
        };
        assert_eq!(after(0, || Error::Busy).await, (1, true));
        assert_eq!(after(5, || Error::Busy).await, (6, true));
        assert_eq!(after(5, || Error::Unavailable("away".into())).await, (6, true));
        assert_eq!(after(99, || Error::Busy).await, (14, false));
        assert_eq!(after(5, || Error::NotFound).await, (1, false));
    }
}
