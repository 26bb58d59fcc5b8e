//! Places that each client has a limited number of.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use earshot_domain::client_network;

/// Places that are taken, by client.
#[derive(Clone, Default)]
pub(crate) struct Places(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// A place, until this is dropped.
pub(crate) struct Place {
    places: Places,
    client: IpAddr,
}

impl Places {
    /// Takes one of the `most` places of the client at an address.
    pub(crate) fn take(&self, address: IpAddr, most: usize) -> Option<Place> {
        let client = client_network(address);
        let mut taken = self.taken();
        let own = taken.entry(client).or_default();
        if *own >= most {
            return None;
        }
        *own = own.saturating_add(1);
        Some(Place { places: self.clone(), client })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        if let Some(own) = taken.get_mut(&self.client) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                taken.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_client_has_places_of_its_own() {
        let places = Places::default();
        let take = |address: &str| places.take(address.parse().unwrap(), 2);
        let held = [take("203.0.113.7"), take("203.0.113.7")];
        assert!(held.iter().all(Option::is_some) && take("203.0.113.7").is_none());
        assert!(take("203.0.113.8").is_some());
        drop(held);
        assert!(take("203.0.113.7").is_some() && places.taken().is_empty());
    }
}
