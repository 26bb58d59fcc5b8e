//! The base URL of a server: http or https, a host and perhaps a port, and nothing else.

use std::net::IpAddr;

use anyhow::{Context, ensure};
use reqwest::Url;

/// A validated base URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl(Url);

impl BaseUrl {
    /// Parses a URL; refuses user names, paths, queries and fragments.
    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        const WANTED: &str = "must be http:// or https:// and a host, without a user name, a path \
                              or a query, such as https://calls.example.com";
        let url = Url::parse(text).ok().context(WANTED)?;
        let is_bare = matches!(url.scheme(), "http" | "https")
            && url.username().is_empty()
            && url.password().is_none()
            // The parser drops an empty user name.
            && !text.contains('@')
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none();
        ensure!(is_bare, WANTED);
        Ok(Self(url))
    }

    /// The URL without a slash at its end, as browsers write it in `Origin`.
    pub(crate) fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Whether the server is reached over https.
    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether the server is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        let host = self.0.host_str().unwrap_or_default();
        let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        host == "localhost" || address.is_some_and(|address| address.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_and_a_port_are_all_there_may_be() {
        for (text, origin) in [
            ("https://calls.example", "https://calls.example"),
            ("https://Calls.Example:443/", "https://calls.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
        ] {
            assert_eq!(BaseUrl::parse(text).unwrap().origin(), origin, "{text}");
        }
        for wrong in [
            "",
            "calls.example",
            "ftp://calls.example",
            "https://",
            "https://user@calls.example",
            "https://user:secret@calls.example",
            "https://@calls.example",
            "https://:@calls.example",
            "https://calls.example/portal",
            "https://calls.example?",
            "https://calls.example#top",
            "https://calls example",
        ] {
            assert!(BaseUrl::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn this_machine_is_known_however_it_is_written() {
        let is_loopback = |text: &str| BaseUrl::parse(text).unwrap().is_loopback();
        for own in ["http://localhost:1", "http://127.0.0.9", "http://[::1]", "http://2130706433"] {
            assert!(is_loopback(own), "{own}");
        }
        for other in ["http://localhost.example", "http://10.0.0.1", "https://[2001:db8::1]"] {
            assert!(!is_loopback(other), "{other}");
        }
    }
}
