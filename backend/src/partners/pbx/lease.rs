//! Lease that limits a client to one heavy request at a time, across processes.

use std::time::Duration;

use earshot_domain::ApiKeyId;

use crate::{
    Backend, Error, ids,
    jobs::{Lease, Taken},
};

/// Duration of a lease that is neither renewed nor released.
const LEASE: Duration = Duration::from_secs(30);

/// Acquires a client's lease; `None` while another of its requests is running.
pub(super) async fn take(backend: &Backend, api_key_id: ApiKeyId) -> Result<Option<Lease>, Error> {
    let (resource, owner) = (format!("pbx:{api_key_id}"), ids::fresh().to_string());
    match backend.leases.take(resource, owner, LEASE).await? {
        Taken::Lease(lease) => Ok(Some(lease)),
        Taken::HeldBy(_) => Ok(None),
    }
}
