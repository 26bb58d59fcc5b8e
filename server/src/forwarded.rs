//! The client of a request that proxies forwarded, by `X-Forwarded-For` or `Forwarded` (RFC 7239).

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, header};
use earshot_domain::AddressRange;

/// Returns the client's address: the last one on the way to `peer` that is no trusted proxy's.
///
/// Proxies that write one header may pass the other on as it came. If both are there and disagree, one
/// of them is the client's own invention, and the address is that of the proxy.
pub(crate) fn forwarded_client(
    headers: &HeaderMap,
    peer: IpAddr,
    proxies: &[AddressRange],
) -> IpAddr {
    let client = |entries: Option<Vec<Option<IpAddr>>>| {
        entries.map(|entries| last_untrusted(&entries, peer, proxies))
    };
    match (client(x_forwarded_for(headers)), client(forwarded(headers))) {
        (Some(client), None) | (None, Some(client)) => client,
        (Some(client), Some(same)) if client == same => client,
        _ => peer,
    }
}

/// Goes back from the peer for as long as it is among trusted proxies. An entry that is no address ends
/// the way.
fn last_untrusted(entries: &[Option<IpAddr>], peer: IpAddr, proxies: &[AddressRange]) -> IpAddr {
    let mut client = peer;
    for entry in entries.iter().rev() {
        if !proxies.iter().any(|proxy| proxy.contains(client)) {
            break;
        }
        let Some(address) = entry else { break };
        client = *address;
    }
    client
}

/// The entries of all lines of `X-Forwarded-For`; `None` without one.
fn x_forwarded_for(headers: &HeaderMap) -> Option<Vec<Option<IpAddr>>> {
    let lines = lines(headers, "x-forwarded-for")?;
    Some(lines.split(',').map(address).collect())
}

/// The `for` of each element of all lines of `Forwarded`; `None` without one.
fn forwarded(headers: &HeaderMap) -> Option<Vec<Option<IpAddr>>> {
    let lines = lines(headers, header::FORWARDED.as_str())?;
    let node = |element: &str| {
        let value = element.split(';').find_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            name.trim().eq_ignore_ascii_case("for").then_some(value)
        });
        address(value?.trim().trim_matches('"'))
    };
    // An address has neither comma nor semicolon, so that quotes need not be followed.
    Some(lines.split(',').map(node).collect())
}

fn lines(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines: Vec<_> = headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    (!lines.is_empty()).then(|| lines.join(","))
}

/// Parses an address, perhaps with a port or in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().or_else(|_| text.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "127.0.0.1";

    fn client(lines: &[(&'static str, &str)], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        let proxies: Vec<_> = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        forwarded_client(&headers, PROXY.parse().unwrap(), &proxies).to_string()
    }

    #[test]
    fn only_what_trusted_proxies_wrote_counts() {
        let line = |value| ("x-forwarded-for", value);
        for (lines, proxies, expected) in [
            (vec![line("203.0.113.7")], &[][..], PROXY),
            (vec![line("203.0.113.7")], &["10.0.0.0/8"], PROXY),
            (vec![line("203.0.113.7")], &["127.0.0.0/8"], "203.0.113.7"),
            (vec![line("203.0.113.7, 198.51.100.9")], &[PROXY], "198.51.100.9"),
            (vec![line("203.0.113.7"), line("198.51.100.9")], &[PROXY], "198.51.100.9"),
            (vec![line("203.0.113.7, 10.0.0.2")], &[PROXY], "10.0.0.2"),
            (
                vec![line("198.51.100.9, 203.0.113.7, 10.0.0.2")],
                &[PROXY, "10.0.0.0/8"],
                "203.0.113.7",
            ),
            (vec![line("10.0.0.1, 10.0.0.2")], &[PROXY, "10.0.0.0/8"], "10.0.0.1"),
            (vec![line("203.0.113.7:4711")], &[PROXY], "203.0.113.7"),
            (vec![line("[2001:db8::7]:4711")], &[PROXY], "2001:db8::7"),
            (vec![line("::ffff:203.0.113.7")], &[PROXY], "203.0.113.7"),
            (vec![line("203.0.113.7, unknown")], &[PROXY], PROXY),
            (vec![line("203.0.113.7,")], &[PROXY], PROXY),
            (vec![line("<script>")], &[PROXY], PROXY),
            (vec![line(""), line("203.0.113.7")], &[PROXY], "203.0.113.7"),
        ] {
            assert_eq!(client(&lines, proxies), expected, "{lines:?} {proxies:?}");
        }
    }

    #[test]
    fn forwarded_is_read_like_the_other_header() {
        let line = |value| ("forwarded", value);
        for (lines, expected) in [
            (vec![line("for=203.0.113.7;proto=https;by=10.0.0.1")], "203.0.113.7"),
            (vec![line("For=\"[2001:db8::7]:4711\"")], "2001:db8::7"),
            (vec![line("proto=https; for=\"203.0.113.7:80\"")], "203.0.113.7"),
            (vec![line("for=198.51.100.9"), line("for=203.0.113.7")], "203.0.113.7"),
            (vec![line("for=198.51.100.9, for=_hidden")], PROXY),
            (vec![line("proto=https")], PROXY),
        ] {
            assert_eq!(client(&lines, &[PROXY]), expected, "{lines:?}");
        }
    }

    #[test]
    fn headers_that_disagree_name_nobody() {
        let both = |other| [("x-forwarded-for", "203.0.113.7"), ("forwarded", other)];
        assert_eq!(client(&both("for=203.0.113.7"), &[PROXY]), "203.0.113.7");
        assert_eq!(client(&both("for=198.51.100.9"), &[PROXY]), PROXY);
    }
}
