//! Guard of destination addresses: a webhook must not reach the operator's own network.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Timeout of a host lookup.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(5);

/// Policy for destination addresses. As the client's resolver it returns only checked addresses, so
/// that the address connected to is the one that was checked.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Guard {
    /// Whether private addresses are allowed.
    pub(crate) allow_private: bool,
}

/// Reason why a host is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    /// One of its addresses is not public.
    #[error("the address is not a public one")]
    Private,
    /// The host has no address.
    #[error("the host was not found")]
    NotFound,
}

impl Guard {
    /// Whether an address is allowed.
    pub(crate) fn admits(self, address: IpAddr) -> bool {
        self.allow_private || is_public(address)
    }

    /// Resolves the host of a URL. A host with any refused address is refused as a whole, because
    /// such a mixture indicates an attack.
    pub(crate) async fn addresses(self, host: &str) -> Result<Vec<SocketAddr>, Refused> {
        let found: Vec<SocketAddr> = match literal(host) {
            Some(address) => vec![SocketAddr::new(address, 0)],
            None => tokio::time::timeout(LOOKUP_TIMEOUT, tokio::net::lookup_host((host, 0)))
                .await
                .map_err(|_| Refused::NotFound)?
                .map_err(|_| Refused::NotFound)?
                .collect(),
        };
        if found.is_empty() {
            return Err(Refused::NotFound);
        }
        if found.iter().any(|address| !self.admits(address.ip())) {
            return Err(Refused::Private);
        }
        Ok(found)
    }

    /// Whether a host is allowed, if it is an IP address: the client does not call the resolver for
    /// those.
    pub(crate) fn admits_literal(self, host: &str) -> bool {
        literal(host).is_none_or(|address| self.admits(address))
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = *self;
        Box::pin(async move {
            let addresses = guard.addresses(name.as_str()).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Parses a URL's host as an IP address.
fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether an address belongs to the public internet.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// IANA's special-purpose registry for IPv4: everything in it is refused.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _) // this network, private, loopback, multicast, reserved
            | (100, 64..=127, _) // carriers' NAT
            | (169, 254, _) // link-local, where clouds keep their metadata
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2) // protocol assignments, documentation
            | (192, 88, 99) // 6to4 relays
            | (198, 18..=19, _) // benchmarks
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

/// Only global unicast is public, and addresses that embed a public IPv4 address.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let embedded = |at: usize| {
        let bits = (u32::from(parts[at]) << 16) | u32::from(parts[at.saturating_add(1)]);
        is_public_v4(Ipv4Addr::from(bits))
    };
    match parts {
        // IPv4-mapped, NAT64
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => embedded(6),
        // 6to4
        [0x2002, ..] => embedded(1),
        // Teredo and other protocols, documentation
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => (0x2000..=0x3fff).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: [&str; 14] = [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.0.1.1",
        "198.17.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450:4001::1",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
    ];

    const REFUSED: [&str; 52] = [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:a00:1::",
        "2002:a9fe:a9fe::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456:789a::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ];

    #[test]
    fn only_public_addresses_are_admitted() {
        let (strict, open) = (Guard::default(), Guard { allow_private: true });
        for text in PUBLIC {
            assert!(strict.admits(text.parse().unwrap()), "{text}");
        }
        for text in REFUSED {
            assert!(!strict.admits(text.parse().unwrap()), "{text}");
            assert!(open.admits(text.parse().unwrap()), "{text}");
        }
    }

    #[tokio::test]
    async fn a_host_is_refused_for_what_it_stands_for() {
        let strict = Guard::default();
        for host in ["localhost", "127.0.0.1", "[::1]", "[::ffff:7f00:1]"] {
            assert_eq!(strict.addresses(host).await, Err(Refused::Private), "{host}");
        }
        assert_eq!(strict.addresses("nowhere.invalid").await, Err(Refused::NotFound));
        assert!(strict.admits_literal("example.org") && !strict.admits_literal("[::1]"));
        let open = Guard { allow_private: true };
        assert!(!open.addresses("localhost").await.unwrap().is_empty());
    }
}
