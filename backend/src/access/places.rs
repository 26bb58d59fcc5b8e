//! Places for work at the same time, of which each owner has a limited number.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The places of a process, by owner: a tenant, or the network of a client. Cheap to clone.
#[derive(Clone)]
pub struct Places<K> {
    of_owner: usize,
    all: usize,
    taken: Arc<Mutex<HashMap<K, usize>>>,
}

/// A place, until this is dropped.
pub struct Place<K: Eq + Hash> {
    places: Places<K>,
    owner: K,
}

impl<K> Places<K> {
    /// Creates so many places of each owner, and so many in all.
    pub fn new(of_owner: usize, all: usize) -> Self {
        Self { of_owner, all, taken: Arc::default() }
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<K, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Clone + Eq + Hash> Places<K> {
    /// Takes a place of an owner; `None` while all of the owner's are taken, or all there are.
    pub fn take(&self, owner: K) -> Option<Place<K>> {
        let mut taken = self.taken();
        let all: usize = taken.values().sum();
        let own = taken.get(&owner).copied().unwrap_or_default();
        if all >= self.all || own >= self.of_owner {
            return None;
        }
        taken.insert(owner.clone(), own.saturating_add(1));
        Some(Place { places: self.clone(), owner })
    }
}

impl<K: Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        if let Some(own) = taken.get_mut(&self.owner) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                taken.remove(&self.owner);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_owner_has_places_of_its_own() {
        let places = Places::new(2, usize::MAX);
        let take = |owner| places.take(owner);
        let held = [take("a"), take("a")];
        assert!(held.iter().all(Option::is_some) && take("a").is_none());
        assert!(take("b").is_some());
        drop(held);
        assert!(take("a").is_some() && places.taken().is_empty());
    }

    #[test]
    fn an_owner_leaves_room_for_others() {
        let places = Places::new(4, 32);
        let own: Vec<_> = (0..4).map(|_| places.take(0).unwrap()).collect();
        assert!(places.take(0).is_none());
        let others: Vec<_> =
            (1..8).flat_map(|owner| [owner; 4]).map(|owner| places.take(owner).unwrap()).collect();
        assert!(places.take(8).is_none(), "32 are taken in all");
        drop(own);
        assert!(places.take(8).is_some());
        drop(others);
        assert!(places.taken().is_empty());
    }
}
