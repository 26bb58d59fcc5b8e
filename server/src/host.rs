//! The host that a request names.

use axum::http::{HeaderMap, header, uri::Authority};

/// Paths of probes, whose clients may speak HTTP/1.0 and name no host.
const PROBES: [&str; 2] = ["/healthz", "/readyz"];

/// Whether a request names exactly one host, and a valid one. Without `--public-url` links are built
/// from it, and proxies that disagree on it can be played against each other (RFC 9112, 3.2).
pub(crate) fn names_one_host(path: &str, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().is_ok_and(is_host),
        (None, None) => PROBES.contains(&path),
        _ => false,
    }
}

/// Whether a text is a host and perhaps a port.
fn is_host(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
    if !text.chars().all(allowed) {
        return false;
    }
    let authority: Result<Authority, _> = text.parse();
    authority.is_ok_and(|authority| {
        let port = &text[authority.host().len().min(text.len())..];
        !authority.host().is_empty() && (port.is_empty() || authority.port_u16().is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(path: &str, hosts: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(header::HOST, host.parse().unwrap());
        }
        names_one_host(path, &headers)
    }

    #[test]
    fn one_valid_host_is_demanded() {
        for host in ["calls.example", "calls.example:8080", "127.0.0.1:1", "[::1]:8080", "[::1]"] {
            assert!(accepts("/calls", &[host]), "{host}");
        }
        for hosts in [
            &[][..],
            &["calls.example", "evil.example"],
            &["calls.example", "calls.example"],
            &[""],
            &["user@calls.example"],
            &["calls.example/path"],
            &["calls.example:port"],
            &["calls.example:99999"],
            &["calls example"],
            &["a,b"],
        ] {
            assert!(!accepts("/calls", hosts), "{hosts:?}");
        }
        assert!(accepts("/healthz", &[]));
        assert!(!accepts("/healthz", &["a", "b"]));
    }
}
