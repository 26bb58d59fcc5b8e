//! Known devices: browsers in which an account has signed in, by a token that they keep.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::{Error, access::Access, ids, store::Account};

/// Milliseconds for which a device stays known.
const DEVICE_MS: i64 = 365 * 24 * 3_600_000;

/// The token of a device. It signs nobody in, and ends with the account's password.
pub struct DeviceToken(String);

impl DeviceToken {
    /// The token's text, for a cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Access<'_> {
    /// Makes the token of a new device of an account.
    pub(super) fn new_device(self, account: &Account) -> Result<DeviceToken, Error> {
        let name = URL_SAFE_NO_PAD.encode(ids::random::<16>()?);
        let named = format!("{}.{name}", self.0.now_ms());
        let signature = self.device_signature(account, &named);
        Ok(DeviceToken(format!("{named}.{signature}")))
    }

    /// The name of a device by its token, if the account knows it.
    pub(super) fn known_device<'a>(self, account: &Account, token: &'a str) -> Option<&'a str> {
        let (named, signature) = token.rsplit_once('.')?;
        let (since, name) = named.split_once('.')?;
        let age = self.0.now_ms().checked_sub(since.parse().ok()?)?;
        let signed = self.device_signature(account, named);
        // Hashes are compared, so that the time taken reveals nothing.
        let is_signed = Sha256::digest(signed) == Sha256::digest(signature);
        (is_signed && age < DEVICE_MS).then_some(name)
    }

    fn device_signature(self, account: &Account, named: &str) -> String {
        let signed = format!("{}\n{}\n{named}", account.user_id, account.password_hash);
        hex::encode(self.0.master_key.hash("device", &signed))
    }
}
