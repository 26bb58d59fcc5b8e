//! Signing secrets and signatures of messages (Standard Webhooks, `v1`).

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{Error, ids};

/// Prefix of every secret.
const PREFIX: &str = "whsec_";

/// Generates a secret of 32 random bytes.
pub(super) fn fresh() -> Result<String, Error> {
    Ok(format!("{PREFIX}{}", STANDARD.encode(ids::random::<32>()?)))
}

/// Computes the value of a message's signature header.
pub(super) fn signature(
    secret: &str,
    id: &str,
    timestamp: i64,
    body: &str,
) -> Result<String, Error> {
    let key = STANDARD.decode(secret.trim_start_matches(PREFIX)).map_err(Error::internal)?;
    let mac = Hmac::<Sha256>::new_from_slice(&key).map_err(Error::internal)?;
    let mac = mac.chain_update(format!("{id}.{timestamp}.{body}")).finalize().into_bytes();
    Ok(format!("v1,{}", STANDARD.encode(mac)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_32_bytes_behind_its_prefix() {
        let secret = fresh().unwrap();
        let bytes = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        assert_eq!(bytes.len(), 32);
        assert_ne!(secret, fresh().unwrap());
    }

    /// Expected values from Python: `base64.b64encode(hmac.new(base64.b64decode(secret[6:]),
    /// f"{id}.{timestamp}.{body}".encode(), "sha256").digest())`. The first case is the one that the
    /// Standard Webhooks libraries publish.
    #[test]
    fn signatures_are_those_of_other_implementations() {
        for (secret, id, timestamp, body, expected) in [
            (
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                r#"{"test": 2432232314}"#,
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ),
            (
                "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "0b6e3c1c-6a8e-4b5e-9d5c-000000000001",
                1_781_524_800,
                r#"{"type":"call.ingested","timestamp":"2026-06-15T12:00:00Z","data":{"agent":"Zoë"}}"#,
                "v1,epEJ4kEEUozxDHYtYmFeOwGTt1SR0b+36Lfmdd+yrdY=",
            ),
        ] {
            assert_eq!(signature(secret, id, timestamp, body).unwrap(), expected);
        }
    }
}
