//! One heavy request of a client at a time, on however many machines.

use std::time::Duration;

use crate::{
    Backend, Error, ids,
    jobs::{Lease, Taken},
};

/// After how long a client is free whose request ended without giving its lease back.
const LEASE: Duration = Duration::from_secs(30);

/// Takes a client's lease; `None` while another request of it runs.
pub(super) async fn take(backend: &Backend, api_key_id: &str) -> Result<Option<Lease>, Error> {
    let (resource, owner) = (format!("pbx:{api_key_id}"), ids::fresh().to_string());
    match backend.leases.take(resource, owner, LEASE).await? {
        Taken::Lease(lease) => Ok(Some(lease)),
        Taken::HeldBy(_) => Ok(None),
    }
}
