//! Keys of the audit log, which follow from the master key: nobody can lose or replace them alone.

use hmac::{Hmac, KeyInit, Mac};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use sha2::Sha256;

use crate::{Error, MasterKey};

/// Key that authenticates events, so that nobody without the master key can write one.
#[derive(Clone)]
pub(super) struct EventKey(Hmac<Sha256>);

impl EventKey {
    /// The key of an installation.
    pub(super) fn of(master: &MasterKey) -> Self {
        let key = master.hash("audit events", "1");
        // HMAC takes keys of any length, so this cannot fail.
        let hmac = Hmac::<Sha256>::new_from_slice(&key).unwrap_or_else(|_| unreachable!());
        Self(hmac)
    }

    /// The authentication code of an event's hash.
    pub(super) fn mac(&self, hash: &[u8]) -> Vec<u8> {
        self.0.clone().chain_update(hash).finalize().into_bytes().to_vec()
    }

    /// Whether a code is that of an event's hash.
    pub(super) fn verifies(&self, hash: &[u8], mac: &[u8]) -> bool {
        self.0.clone().chain_update(hash).verify_slice(mac).is_ok()
    }
}

/// Key that signs heads.
pub(super) struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// The key of an installation.
    pub(super) fn of(master: &MasterKey) -> Result<Self, Error> {
        let seed = master.hash("audit heads", "1");
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed);
        pair.map(Self).map_err(|_| Error::internal("the audit log's signing key is not usable"))
    }

    pub(super) fn public_key(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).as_ref().to_vec()
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.public_key()).verify(message, signature).is_ok()
    }
}
