//! Verification of reports' signatures, in constant time.

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::{Delivery, ReceiverSpec, SignatureEncoding, SignatureSpec, SignedTimeSpec, Vendor};

/// Milliseconds by which the time of a signature may differ from ours.
const TOLERANCE_MS: u64 = 5 * 60 * 1000;
/// Longest tolerance that an operator may allow, in seconds.
const MAX_TOLERANCE_SECONDS: u32 = 24 * 60 * 60;
/// Signatures of one report that are tried.
const MAX_SIGNATURES: usize = 8;
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
            Some(signature) => custom(&spec.secret, signature, delivery, now_ms),
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
            is_fresh && sha256_fits(secret, &[time.as_bytes(), b".", &delivery.body], &digest),
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
            && sha256_fits(secret, &[&delivery.body, time.as_bytes()], &hex::decode(digest).ok()?),
    )
}

/// HMAC-SHA1 of the URL, in base64; the URL carries the SHA-256 of a JSON body, and the fields of a
/// form are appended to it.
fn twilio(secret: &str, delivery: &Delivery<'_>) -> Option<bool> {
    let signature = BASE64_STANDARD.decode(delivery.header("x-twilio-signature")?).ok()?;
    let is_form = delivery.is_form();
    let mut tail = String::new();
    if is_form {
        let mut pairs: Vec<_> = form_urlencoded::parse(&delivery.body).into_owned().collect();
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
    Some(is_signed && (is_form || has_hash_of(delivery.url, &delivery.body)))
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

fn custom(
    secret: &str,
    spec: &SignatureSpec,
    delivery: &Delivery<'_>,
    now_ms: i64,
) -> Option<bool> {
    let shown = delivery.header(&spec.header.to_ascii_lowercase())?.strip_prefix(&spec.prefix)?;
    if let Some(timed) = &spec.timestamp {
        return with_time(secret, spec.encoding, timed, shown, &delivery.body, now_ms);
    }
    if spec.encoding == SignatureEncoding::Secret {
        return Some(same(secret, shown));
    }
    Some(sha256_fits(secret, &[&delivery.body], &digest(spec.encoding, shown)?))
}

/// `t=<time>,v0=<signature>` in any order, of the time, the separator and the body. While a sender
/// changes its secret, it may send more than one signature.
fn with_time(
    secret: &str,
    encoding: SignatureEncoding,
    spec: &SignedTimeSpec,
    shown: &str,
    body: &[u8],
    now_ms: i64,
) -> Option<bool> {
    let parts: Vec<(&str, &str)> =
        shown.split(',').filter_map(|part| part.trim().split_once('=')).collect();
    let labelled = |label: &str| -> Vec<&str> {
        let of_label = parts.iter().filter(|(name, _)| *name == label);
        of_label.take(MAX_SIGNATURES).map(|(_, value)| *value).collect()
    };
    let time = *labelled(&spec.label).first()?;
    let number: i64 = time.parse().ok()?;
    let milliseconds = number.checked_mul(spec.unit.milliseconds().into())?;
    let tolerance = u64::from(spec.tolerance_seconds).saturating_mul(1000);
    let is_fresh = milliseconds.abs_diff(now_ms) <= tolerance;
    let signed = [time.as_bytes(), spec.separator.as_bytes(), body];
    let fits = |shown: &str| {
        digest(encoding, shown).is_some_and(|digest| sha256_fits(secret, &signed, &digest))
    };
    Some(is_fresh && labelled(&spec.version).into_iter().any(fits))
}

fn digest(encoding: SignatureEncoding, shown: &str) -> Option<Vec<u8>> {
    match encoding {
        SignatureEncoding::Hex => hex::decode(shown).ok(),
        SignatureEncoding::Base64 => BASE64_STANDARD.decode(shown).ok(),
        SignatureEncoding::Secret => None,
    }
}

/// What is wrong with the description of a signature.
pub(super) fn signature_fault(spec: &SignatureSpec) -> Option<&'static str> {
    let timed = spec.timestamp.as_ref()?;
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    if spec.encoding == SignatureEncoding::Secret {
        return Some("must have the encoding hex or base64 for a signature with a timestamp");
    }
    if !is_label(&timed.label) || !is_label(&timed.version) || timed.label == timed.version {
        return Some("must have two different words as label and version of its timestamp");
    }
    let is_allowed = (1..=MAX_TOLERANCE_SECONDS).contains(&timed.tolerance_seconds);
    (!is_allowed).then_some("must have tolerance_seconds of 1 to 86400")
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
