//! The network of a client's address, by which clients are told apart in limits.

use std::net::{IpAddr, Ipv6Addr};

/// The upper half of an IPv6 address, which is what one client has to itself.
const IPV6_NETWORK: u128 = !0 << 64;

/// Returns the address of the network that counts as one client: an IPv4 address itself, and the /64
/// of an IPv6 address. An IPv4-mapped IPv6 address counts as IPv4.
pub fn client_network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & IPV6_NETWORK).into(),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_client_has_its_upper_half_and_an_ipv4_client_its_address() {
        for (address, network) in [
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:2::1", "2001:db8:1:2::"),
            ("::1", "::"),
        ] {
            let found = client_network(address.parse().expect("an address"));
            assert_eq!(found.to_string(), network, "{address}");
        }
    }
}
