//! SMTP server: where mail is handed in, how the connection is secured, and as whom.

use std::{fmt, net::IpAddr};

use reqwest::Url;
use rustls::pki_types::{CertificateDer, pem::PemObject};

/// Port of submission over TLS (RFC 8314).
const SUBMISSIONS_PORT: u16 = 465;
/// Port of submission, where TLS is negotiated by STARTTLS.
const SUBMISSION_PORT: u16 = 587;

/// Security of the connection to an SMTP server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS by STARTTLS, without which nothing is sent.
    StartTls,
    /// None.
    Plain,
}

/// An SMTP server.
#[derive(Clone, PartialEq, Eq)]
pub struct MailServer {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    /// User name and password.
    pub(super) credentials: Option<(String, String)>,
    /// Certificates, in DER, that are trusted in addition to the public ones.
    pub(super) certificates: Vec<Vec<u8>>,
}

/// The URL does not describe an SMTP server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidMailServer(&'static str);

/// The password must not reach a log by way of a debug output.
impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, security, .. } = self;
        write!(f, "MailServer({host}:{port}, {security:?})")
    }
}

impl MailServer {
    /// Parses `smtps://user:password@host:port` or `smtp://…`; `password` is one that was set apart
    /// from the URL.
    ///
    /// # Errors
    /// [`InvalidMailServer`] for anything else, and for a password that would be sent unencrypted.
    pub fn parse(url: &str, password: Option<String>) -> Result<Self, InvalidMailServer> {
        const WANTED: &str = "must be smtp:// or smtps://, perhaps with a user name and a password, \
                              a host and a port, such as smtps://user:password@mail.example.com";
        let invalid = || InvalidMailServer(WANTED);
        let url = Url::parse(url).map_err(|_| invalid())?;
        let host = url.host_str().map(|host| host.trim_matches(['[', ']']).to_owned());
        let host = host.filter(|host| !host.is_empty()).ok_or_else(invalid)?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() || url.port() == Some(0) {
            return Err(invalid());
        }
        let is_local = is_loopback(&host);
        let (security, port) = match (url.scheme(), url.query()) {
            ("smtps", None) => (Security::Tls, SUBMISSIONS_PORT),
            ("smtp", Some("tls=none")) => (Security::Plain, SUBMISSION_PORT),
            // The server of this machine often has a certificate that it signed itself.
            ("smtp", None) if is_local => (Security::Plain, SUBMISSION_PORT),
            ("smtp", None | Some("tls=starttls")) => (Security::StartTls, SUBMISSION_PORT),
            ("smtp" | "smtps", Some(_)) => {
                let message = "may only end in ?tls=starttls or ?tls=none, and smtps:// in neither";
                return Err(InvalidMailServer(message));
            }
            _ => return Err(invalid()),
        };
        let credentials = credentials(&url, password)?;
        if credentials.is_some() && security == Security::Plain && !is_local {
            let message = "would send the password unencrypted: remove tls=none or the user name";
            return Err(InvalidMailServer(message));
        }
        let port = url.port().unwrap_or(port);
        Ok(Self { host, port, security, credentials, certificates: Vec::new() })
    }

    /// Trusts the authorities whose certificates are in `pem`, in addition to the public ones.
    ///
    /// # Errors
    /// [`InvalidMailServer`] when there is none.
    pub fn with_certificates(self, pem: &[u8]) -> Result<Self, InvalidMailServer> {
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let found = found.unwrap_or_default();
        if found.is_empty() {
            return Err(InvalidMailServer("must hold certificates in PEM"));
        }
        let certificates = found.iter().map(|certificate| certificate.to_vec()).collect();
        Ok(Self { certificates, ..self })
    }
}

fn credentials(
    url: &Url,
    password: Option<String>,
) -> Result<Option<(String, String)>, InvalidMailServer> {
    let user = decoded(url.username());
    match (user.is_empty(), url.password().map(decoded), password) {
        (true, None, None) => Ok(None),
        (true, ..) => Err(InvalidMailServer("must have a user name, because a password is set")),
        (false, Some(_), Some(_)) => {
            Err(InvalidMailServer("must have no password, because one is set elsewhere too"))
        }
        (false, None, None) => {
            Err(InvalidMailServer("must have a password, because it has a user name"))
        }
        (false, Some(password), None) | (false, None, Some(password)) => Ok(Some((user, password))),
    }
}

/// Decodes the percent escapes of a user name or password. The decoder is that of forms, for which
/// the characters with a meaning in forms are escaped first.
fn decoded(text: &str) -> String {
    let text = text.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(text.as_bytes()).map(|(name, _)| name.into_owned()).collect()
}

fn is_loopback(host: &str) -> bool {
    let address: Option<IpAddr> = host.parse().ok();
    host.eq_ignore_ascii_case("localhost") || address.is_some_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(url: &str) -> Result<(String, u16, Security), String> {
        let server = MailServer::parse(url, None).map_err(|error| error.to_string())?;
        Ok((server.host, server.port, server.security))
    }

    #[test]
    fn connections_beyond_this_machine_are_encrypted_unless_told_otherwise() {
        use Security::{Plain, StartTls, Tls};
        for (url, host, port, security) in [
            ("smtps://mail.example", "mail.example", 465, Tls),
            ("smtps://mail.example:8465/", "mail.example", 8465, Tls),
            ("smtp://mail.example", "mail.example", 587, StartTls),
            ("smtp://mail.example:25", "mail.example", 25, StartTls),
            ("smtp://mail.example:25?tls=none", "mail.example", 25, Plain),
            ("smtp://10.0.0.7:25", "10.0.0.7", 25, StartTls),
            ("smtp://localhost:25", "localhost", 25, Plain),
            ("smtp://127.0.0.1:25", "127.0.0.1", 25, Plain),
            ("smtp://[::1]:25", "::1", 25, Plain),
            ("smtp://localhost:25?tls=starttls", "localhost", 25, StartTls),
            ("smtps://localhost", "localhost", 465, Tls),
        ] {
            assert_eq!(parsed(url), Ok((host.to_owned(), port, security)), "{url}");
        }
    }

    #[test]
    fn a_user_name_and_its_password_are_decoded() {
        let credentials = |url, password: Option<&str>| {
            MailServer::parse(url, password.map(str::to_owned)).unwrap().credentials.unwrap()
        };
        let pair = |user: &str, password: &str| (user.to_owned(), password.to_owned());
        let url = "smtps://a%40b.example:p%3A+%26&=%25@mail.example";
        assert_eq!(credentials(url, None), pair("a@b.example", "p:+&&=%"));
        assert_eq!(credentials("smtps://a@mail.example", Some("s+%41")), pair("a", "s+%41"));
        assert_eq!(credentials("smtp://a:b@localhost", None), pair("a", "b"));
    }

    #[test]
    fn what_is_no_server_or_would_reveal_the_password_is_refused() {
        for (url, password, part) in [
            ("", None, "must be smtp://"),
            ("mail.example:25", None, "must be smtp://"),
            ("http://mail.example", None, "must be smtp://"),
            ("smtp://", None, "must be smtp://"),
            ("smtp://mail.example:0", None, "must be smtp://"),
            ("smtp://mail.example/inbox", None, "must be smtp://"),
            ("smtp://mail.example#a", None, "must be smtp://"),
            ("smtp://mail.example?tls=maybe", None, "?tls=starttls"),
            ("smtps://mail.example?tls=none", None, "?tls=starttls"),
            ("smtp://a:b@mail.example?tls=none", None, "unencrypted"),
            ("smtps://a@mail.example", None, "must have a password"),
            ("smtps://:b@mail.example", None, "must have a user name"),
            ("smtps://mail.example", Some("b"), "must have a user name"),
            ("smtps://a:b@mail.example", Some("c"), "must have no password"),
        ] {
            let refused = MailServer::parse(url, password.map(str::to_owned)).unwrap_err();
            assert!(refused.to_string().contains(part), "{url}: {refused}");
        }
    }

    #[test]
    fn debug_output_has_no_password() {
        let server = MailServer::parse("smtps://a:canary@mail.example", None).unwrap();
        assert_eq!(format!("{server:?}"), "MailServer(mail.example:465, Tls)");
    }
}
