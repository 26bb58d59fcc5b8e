//! One heavy request of a client at a time, on however many machines.

use crate::{Backend, Error, ids};

/// Milliseconds after which a lease that nobody renews is free.
const LEASE_MS: i64 = 30_000;

/// A held lease; dropping it gives it back soon, [`Lease::end`] at once.
pub(super) struct Lease {
    backend: Backend,
    api_key_id: String,
    id: String,
}

impl Lease {
    /// Takes a client's lease; `None` while another request of it runs.
    pub(super) async fn take(backend: &Backend, api_key_id: &str) -> Result<Option<Self>, Error> {
        let lease = Self {
            backend: backend.clone(),
            api_key_id: api_key_id.to_owned(),
            id: ids::fresh().to_string(),
        };
        Ok(if lease.renew().await? { Some(lease) } else { None })
    }

    /// Holds it longer; `false` when it was lost.
    pub(super) async fn renew(&self) -> Result<bool, Error> {
        let now = self.backend.now_ms();
        self.backend.db.take_pbx_lease(&self.api_key_id, &self.id, now, now + LEASE_MS).await
    }

    /// Gives it back, so that the client's next request finds it free.
    pub(super) async fn end(mut self) -> Result<(), Error> {
        self.backend.db.end_pbx_lease(&std::mem::take(&mut self.id)).await
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let (backend, id) = (self.backend.clone(), std::mem::take(&mut self.id));
        if id.is_empty() {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        runtime.spawn(async move {
            // It runs out by itself where this fails.
            if let Err(error) = backend.db.end_pbx_lease(&id).await {
                tracing::warn!(%error, "a lease of the PBX interface was not given back");
            }
        });
    }
}
