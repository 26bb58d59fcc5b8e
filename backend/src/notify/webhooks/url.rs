//! Validation of webhook URLs.

use earshot_domain::FieldError;
use reqwest::Url;

use super::guard::{Guard, Refused};

/// Validates a URL from a form; the host is looked up, so that a wrong one is reported immediately.
pub(super) async fn checked(text: &str, guard: Guard) -> Result<Url, FieldError> {
    let refuse = |message: &str| FieldError::new("url", message);
    let url = read(text).map_err(refuse)?;
    match guard.addresses(url.host_str().unwrap_or_default()).await {
        Ok(_) => Ok(url),
        Err(Refused::Private) => Err(refuse(
            "must not lead to a private network address; the operator can allow that with \
             --webhook-allow-private",
        )),
        Err(Refused::NotFound) => Err(refuse("must name a host that can be found")),
    }
}

fn read(text: &str) -> Result<Url, &'static str> {
    let url: Url =
        text.parse().map_err(|_| "must be an address such as https://example.org/hook")?;
    if !matches!(url.scheme(), "https" | "http") || url.host_str().is_none_or(str::is_empty) {
        return Err("must begin with https:// or http:// and a host");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not have a user name or a password in it");
    }
    if url.fragment().is_some() {
        return Err("must not have a part after #");
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_webhook_urls_are_refused() {
        for bad in [
            "",
            "example.org/hook",
            "/hook",
            "ftp://example.org",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://",
            "https://user@example.org",
            "https://:secret@example.org",
            "https://example.org/#part",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert_eq!(
            read("HTTPS://Example.org:443/a?b=c").unwrap().as_str(),
            "https://example.org/a?b=c"
        );
    }

    #[tokio::test]
    async fn disguised_private_addresses_are_refused() {
        for bad in [
            "http://localhost:8080/",
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:169.254.169.254]/latest",
            "http://169.254.169.254/latest",
            "http://0/",
            "http://127.0.0.1./",
            "http://①②⑦.0.0.1/",
        ] {
            let refused = checked(bad, Guard::default()).await.unwrap_err();
            assert!(refused.message.contains("private"), "{bad}: {}", refused.message);
        }
        assert!(checked("https://8.8.8.8/hook", Guard::default()).await.is_ok());
        assert!(checked("http://127.0.0.1:9/", Guard { allow_private: true }).await.is_ok());
    }
}
