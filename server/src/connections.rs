//! Open connections, of which each client has a limited number. One more closes the connection that
//! has waited longest for its client.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use earshot_domain::{AddressRange, client_network};
use tokio::sync::Notify;

/// The open connections of a server.
#[derive(Default)]
pub(crate) struct Connections {
    /// Most connections of one client.
    of_client: usize,
    /// Proxies, which have the connections of all their clients.
    proxies: Vec<AddressRange>,
    turn: AtomicU64,
    clients: Mutex<HashMap<IpAddr, Vec<Arc<Connection>>>>,
}

/// One connection, as long as it is open.
#[derive(Default)]
pub(crate) struct Connection {
    /// Whether the server waits for its client.
    waits: AtomicBool,
    /// Turn in which it began to wait for the current request.
    since: AtomicU64,
    close: Notify,
}

/// Entry of an open connection; leaves the list when dropped.
pub(crate) struct Entry {
    connections: Arc<Connections>,
    client: IpAddr,
    connection: Arc<Connection>,
}

/// A request that is being answered, until this is dropped.
pub(crate) struct Answering {
    connections: Arc<Connections>,
    connection: Arc<Connection>,
}

impl Connections {
    /// Creates an empty list; connections from these proxies are not limited by client.
    pub(crate) fn new(of_client: usize, proxies: Vec<AddressRange>) -> Arc<Self> {
        Arc::new(Self { of_client, proxies, ..Self::default() })
    }

    /// Enters a connection. A client with too many loses the one that has waited longest; `None` if
    /// all of them are being answered.
    pub(crate) fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Entry> {
        let client = client_network(address);
        let is_limited = !self.proxies.iter().any(|proxy| proxy.contains(address));
        let mut clients = self.clients();
        let own = clients.entry(client).or_default();
        if is_limited && own.len() >= self.of_client {
            let longest = longest_waiting(own.iter())?;
            own.retain(|connection| !Arc::ptr_eq(connection, &longest));
            longest.close.notify_one();
        }
        let connection = Arc::new(Connection::default());
        connection.wait(self.next_turn());
        own.push(Arc::clone(&connection));
        Some(Entry { connections: Arc::clone(self), client, connection })
    }

    /// Closes the connection that has waited longest, of any client, to make room for others.
    pub(crate) fn close_one(&self) {
        let clients = self.clients();
        if let Some(longest) = longest_waiting(clients.values().flatten()) {
            longest.waits.store(false, Ordering::Relaxed);
            longest.close.notify_one();
        }
    }

    fn next_turn(&self) -> u64 {
        self.turn.fetch_add(1, Ordering::Relaxed)
    }

    fn clients(&self) -> MutexGuard<'_, HashMap<IpAddr, Vec<Arc<Connection>>>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn longest_waiting<'a>(
    connections: impl Iterator<Item = &'a Arc<Connection>>,
) -> Option<Arc<Connection>> {
    connections
        .filter(|connection| connection.waits.load(Ordering::Relaxed))
        .min_by_key(|connection| connection.since.load(Ordering::Relaxed))
        .cloned()
}

impl Connection {
    fn wait(&self, turn: u64) {
        self.since.store(turn, Ordering::Relaxed);
        self.waits.store(true, Ordering::Relaxed);
    }

    /// Notes whether the server waits for more of the current request.
    pub(crate) fn set_waits(&self, waits: bool) {
        self.waits.store(waits, Ordering::Relaxed);
    }
}

impl Entry {
    /// The connection.
    pub(crate) const fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }

    /// Resolves when the connection must make room for another.
    pub(crate) async fn closed(&self) {
        self.connection.close.notified().await;
    }

    /// Begins to answer a request.
    pub(crate) fn answer(&self) -> Answering {
        self.connection.set_waits(false);
        Answering {
            connections: Arc::clone(&self.connections),
            connection: Arc::clone(&self.connection),
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        let mut clients = self.connections.clients();
        if let Some(own) = clients.get_mut(&self.client) {
            own.retain(|connection| !Arc::ptr_eq(connection, &self.connection));
            if own.is_empty() {
                clients.remove(&self.client);
            }
        }
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.connection.wait(self.connections.next_turn());
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    fn is_closed(entry: &Entry) -> bool {
        entry.closed().now_or_never().is_some()
    }

    #[test]
    fn one_more_connection_of_a_client_closes_the_one_that_waited_longest() {
        let connections = Connections::new(4, Vec::new());
        let client = "203.0.113.7".parse().unwrap();
        let first = connections.enter(client).unwrap();
        let answering = first.answer();
        let others: Vec<_> = (1..4).map(|_| connections.enter(client).unwrap()).collect();
        let other = connections.enter("203.0.113.8".parse().unwrap()).unwrap();
        assert!(!others.iter().any(is_closed));
        let more = connections.enter(client).unwrap();
        assert!(is_closed(&others[0]) && !is_closed(&others[1]) && !is_closed(&first));
        drop(answering);
        let last = connections.enter(client).unwrap();
        assert!(is_closed(&others[1]) && !is_closed(&first), "it waits since just now");
        assert!(![other, more, last].iter().any(is_closed));
    }

    #[test]
    fn a_client_whose_connections_are_all_being_answered_gets_no_more() {
        let connections = Connections::new(4, Vec::new());
        let client = "2001:db8::1".parse().unwrap();
        let held: Vec<_> = (0..4)
            .map(|_| {
                let entry = connections.enter(client).unwrap();
                (entry.answer(), entry)
            })
            .collect();
        assert!(connections.enter("2001:db8::ffff:2".parse().unwrap()).is_none(), "the same /64");
        assert!(connections.enter("2001:db8:0:1::1".parse().unwrap()).is_some());
        drop(held);
        assert!(connections.enter(client).is_some());
        assert!(connections.clients().len() <= 1, "clients that left are forgotten");
    }

    #[test]
    fn a_proxy_has_the_connections_of_all_its_clients() {
        let connections = Connections::new(4, vec!["10.0.0.0/8".parse().unwrap()]);
        let proxy = "10.0.0.7".parse().unwrap();
        let entries: Vec<_> = (0..=4).map(|_| connections.enter(proxy).unwrap()).collect();
        assert!(!entries.iter().any(is_closed));
        connections.close_one();
        connections.close_one();
        assert!(is_closed(&entries[0]) && is_closed(&entries[1]) && !is_closed(&entries[2]));
    }
}
