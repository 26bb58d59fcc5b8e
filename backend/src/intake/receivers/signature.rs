//! Verification of reports' signatures, in constant time.

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::{Delivery, ReceiverSpec, SignatureEncoding, SignatureSpec, Vendor};

/// Milliseconds by which the time of a signature may differ from ours.
const TOLERANCE_MS: u64 = 5 * 60 * 1000;
/// Times below this are in seconds.
const FIRST_MILLISECOND: i64 = 100_000_000_000;

/// Whether a report can be genuine, by its headers alone: it is signed, or shows the secret.
pub(super) fn may_be_genuine(spec: &ReceiverSpec, delivery: &Delivery<'_>, now_ms: i64) -> bool {
    let signature = match spec.vendor {
        Vendor::Vapi if delivery.header("x-vapi-secret").is_some() => None,
        Vendor::Vapi => Some("x-signature"),
        Vendor::Retell => Some("x-retell-signature"),
        Vendor::Twilio => Some("x-twilio-signature"),
        Vendor::Json => match &spec.signature {
            Some(signature) if signature.encoding != SignatureEncoding::Secret => {
                Some(signature.header.as_str())
            }
            _ => None,
        },
    };
    match signature {
        Some(name) if delivery.header(&name.to_ascii_lowercase()).is_some() => true,
        _ => is_genuine(spec, delivery, now_ms),
    }
}

/// Whether a report is signed by the receiver's secret.
pub(super) fn is_genuine(spec: &ReceiverSpec, delivery: &Delivery<'_>, now_ms: i64) -> bool {
    let signed = match spec.vendor {
        Vendor::Vapi => vapi(&spec.secret, delivery, now_ms),
        Vendor::Retell => retell(&spec.secret, delivery, now_ms),
        Vendor::Twilio => twilio(&spec.secret, delivery),
        Vendor::Json => match &spec.signature {
            Some(signature) => custom(&spec.secret, signature, delivery),
            None => bearer(&spec.secret, delivery),
        },
    };
    signed == Some(true)
}

/// The secret in `x-vapi-secret` or as a bearer token, or Vapi's default HMAC: in hexadecimal, of the
/// time, a full stop and the body.
fn vapi(secret: &str, delivery: &Delivery<'_>, now_ms: i64) -> Option<bool> {
    if let Some(shown) = delivery.header("x-vapi-secret") {
        return Some(same(secret, shown));
    }
    if let Some(signature) = delivery.header("x-signature") {
        let digest = hex::decode(signature.strip_prefix("sha256=").unwrap_or(signature)).ok()?;
        let time = delivery.header("x-timestamp")?;
        let given: i64 = time.parse().ok()?;
        let milliseconds = if given < FIRST_MILLISECOND { given.checked_mul(1000)? } else { given };
        let is_fresh = milliseconds.abs_diff(now_ms) <= TOLERANCE_MS;
        return Some(
            is_fresh && sha256_fits(secret, &[time.as_bytes(), b".", delivery.body], &digest),
        );
    }
    bearer(secret, delivery)
}

/// `v=<milliseconds>,d=<hexadecimal>` over the body and the milliseconds.
fn retell(secret: &str, delivery: &Delivery<'_>, now_ms: i64) -> Option<bool> {
    let (time, digest) = delivery.header("x-retell-signature")?.split_once(',')?;
    let time = time.trim().strip_prefix("v=")?;
    let digest = digest.trim().strip_prefix("d=")?;
    let is_fresh = time.parse::<i64>().ok()?.abs_diff(now_ms) <= TOLERANCE_MS;
    Some(
        is_fresh
            && sha256_fits(secret, &[delivery.body, time.as_bytes()], &hex::decode(digest).ok()?),
    )
}

/// HMAC-SHA1 of the URL, in base64; the URL carries the SHA-256 of a JSON body, and the fields of a
/// form are appended to it.
fn twilio(secret: &str, delivery: &Delivery<'_>) -> Option<bool> {
    let signature = BASE64_STANDARD.decode(delivery.header("x-twilio-signature")?).ok()?;
    let kind = delivery.header("content-type").unwrap_or_default();
    let is_form = kind.starts_with("application/x-www-form-urlencoded");
    let mut tail = String::new();
    if is_form {
        let mut pairs: Vec<_> = form_urlencoded::parse(delivery.body).into_owned().collect();
        pairs.sort();
        pairs.dedup();
        tail = pairs.into_iter().map(|(name, value)| name + &value).collect();
    }
    let fits = |url: &str| {
        let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).ok()?;
        mac.update(url.as_bytes());
        mac.update(tail.as_bytes());
        mac.verify_slice(&signature).ok()
    };
    let is_signed = fits(delivery.url).or_else(|| fits(&with_port(delivery.url)?)).is_some();
    Some(is_signed && (is_form || has_hash_of(delivery.url, delivery.body)))
}

/// The same URL with the default port of its scheme, which some of Twilio's signers include.
fn with_port(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let port = if scheme == "https" { 443 } else { 80 };
    (!host.contains(':')).then(|| format!("{scheme}://{host}:{port}{path}"))
}

fn has_hash_of(url: &str, body: &[u8]) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let hash =
        pairs.find(|(name, _)| name == "bodySHA256").and_then(|(_, hash)| hex::decode(&*hash).ok());
    hash.is_some_and(|hash| hash == Sha256::digest(body).as_slice())
}

fn custom(secret: &str, spec: &SignatureSpec, delivery: &Delivery<'_>) -> Option<bool> {
    let shown = delivery.header(&spec.header.to_ascii_lowercase())?.strip_prefix(&spec.prefix)?;
    let digest = match spec.encoding {
        SignatureEncoding::Secret => return Some(same(secret, shown)),
        SignatureEncoding::Hex => hex::decode(shown).ok()?,
        SignatureEncoding::Base64 => BASE64_STANDARD.decode(shown).ok()?,
    };
    Some(sha256_fits(secret, &[delivery.body], &digest))
}

fn bearer(secret: &str, delivery: &Delivery<'_>) -> Option<bool> {
    let (scheme, token) = delivery.header("authorization")?.split_once(' ')?;
    Some(scheme.eq_ignore_ascii_case("bearer") && same(secret, token.trim()))
}

/// Compares hashes, so that the time taken reveals nothing.
fn same(secret: &str, shown: &str) -> bool {
    Sha256::digest(secret) == Sha256::digest(shown)
}

fn sha256_fits(secret: &str, parts: &[&[u8]], digest: &[u8]) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return false };
    for part in parts {
        mac.update(part);
    }
    mac.verify_slice(digest).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn genuine(
        vendor: &str,
        secret: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> bool {
        let more = if vendor == "twilio" { "twilio = { account_sid = \"AC0\" }" } else { "" };
        let spec = format!(
            "name = \"a\"\nvendor = \"{vendor}\"\ntenant = \"t\"\nproject = \"p\"\n\
             secret = \"{secret}\"\n{more}"
        );
        let spec: ReceiverSpec = toml::from_str(&spec).unwrap();
        let headers: Vec<_> =
            headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let delivery = Delivery { url, headers: &headers, body: body.as_bytes() };
        is_genuine(&spec, &delivery, 1_700_000_000_000)
    }

    /// Made with the vendor's own library.
    #[test]
    fn retells_signatures_hold_for_five_minutes_and_one_body() {
        let digest = "ca2e21d07e47b6a91e4e7f4bffe28baf368898927e3143cc77e773d4957adc00";
        let signed = |time: &str, body| {
            let header = format!("v={time},d={digest}");
            genuine("retell", "key_0123456789abcdef", "", &[("x-retell-signature", &header)], body)
        };
        assert!(signed("1700000000000", "{\"event\":\"call_ended\"}"));
        assert!(!signed("1700000000000", "{\"event\":\"call_ended\"} "));
        assert!(!signed("1700000400000", "{\"event\":\"call_ended\"}"));
        assert!(!genuine("retell", "key_0123456789abcdef", "", &[], "{}"));
    }

    /// Made with the vendor's own library.
    #[test]
    fn twilios_signatures_cover_the_address_and_the_body() {
        let url = "https://calls.example.com/hooks/twilio?bodySHA256=\
                   277d93c4344d574a42af220bd010c6ba59b56a8e503a5c894a25c68be9571d33";
        let json = [
            ("x-twilio-signature", "H7OBPVw3SseW/dTCBme06jr6gZo="),
            ("content-type", "application/json"),
        ];
        let body = "{\"event_type\":\"voice_intelligence_transcript_available\"}";
        assert!(genuine("twilio", "12345", url, &json, body));
        assert!(!genuine("twilio", "12345", url, &json, "{}"));
        assert!(!genuine("twilio", "12346", url, &json, body));
        let url = "https://calls.example.com/hooks/twilio";
        assert!(!genuine("twilio", "12345", url, &json, body), "no hash of the body");
        let form = [
            ("x-twilio-signature", "tHUx6L3Bdvq7UJWNc+UriJkQ3jk="),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        assert!(genuine("twilio", "12345", url, &form, "transcript_sid=GT00&event_type=x"));
        assert!(!genuine("twilio", "12345", url, &form, "transcript_sid=GT01&event_type=x"));
    }

    #[test]
    fn vapi_shows_its_secret_or_signs() {
        let secret = "vapi-secret-0123456789";
        assert!(genuine("vapi", secret, "", &[("x-vapi-secret", secret)], "{}"));
        assert!(genuine(
            "vapi",
            secret,
            "",
            &[("authorization", "Bearer vapi-secret-0123456789")],
            ""
        ));
        assert!(!genuine("vapi", secret, "", &[("x-vapi-secret", "vapi-secret-012345678")], "{}"));
        assert!(!genuine("vapi", secret, "", &[], "{}"));
        // hmac.new(secret, b"1700000000.{}", sha256) in Python.
        let digest = "db971fb36baf9fc91cb007b20a87a0af89c57258a6de072f9b1ce0ca3bad3f8f";
        let signed = [("x-signature", digest), ("x-timestamp", "1700000000")];
        assert!(genuine("vapi", secret, "", &signed, "{}"));
        let late = [("x-signature", digest), ("x-timestamp", "1700000400")];
        assert!(!genuine("vapi", secret, "", &late, "{}"));
    }
}
