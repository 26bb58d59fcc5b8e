//! Heads as C2SP checkpoints: signed notes with the log's origin, its size and the root of its tree.

use base64::{Engine, engine::general_purpose::STANDARD};
use earshot_domain::TenantId;
use sha2::{Digest, Sha256};

use super::{keys::SigningKey, tree::Hash};
use crate::{Error, MasterKey};

/// Name of the key in signature lines, of every installation: the id beside it tells keys apart.
const KEY_NAME: &str = "earshot-audit";
/// The type of Ed25519 signatures of notes.
const ED25519_TYPE: u8 = 1;
/// What precedes a signature in its line.
const DASH: &str = "\u{2014} ";

/// A head of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checkpoint {
    /// The log: one tenant's.
    pub(super) origin: String,
    /// Number of its events.
    pub(super) size: u64,
    /// The root of its tree.
    pub(super) root: Hash,
}

/// Signs and opens notes.
pub(super) struct Notary {
    key: SigningKey,
    key_id: [u8; 4],
}

/// The origin of a tenant's log.
pub(super) fn origin(tenant_id: TenantId) -> String {
    format!("{KEY_NAME}/{tenant_id}")
}

impl Checkpoint {
    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let parsed: u64 = size.parse().ok()?;
        if parsed.to_string() != size || lines.any(str::is_empty) {
            return None;
        }
        let root = STANDARD.decode(root).ok()?.try_into().ok()?;
        Some(Self { origin: origin.to_owned(), size: parsed, root })
    }
}

impl Notary {
    /// The signer of an installation.
    pub(super) fn of(master: &MasterKey) -> Result<Self, Error> {
        let key = SigningKey::of(master)?;
        let digest = Sha256::new()
            .chain_update(KEY_NAME)
            .chain_update([b'\n', ED25519_TYPE])
            .chain_update(key.public_key())
            .finalize();
        let key_id = [digest[0], digest[1], digest[2], digest[3]];
        Ok(Self { key, key_id })
    }

    /// The key that verifies notes, as verifiers of signed notes read it.
    pub(super) fn verifier_key(&self) -> String {
        let key = [&[ED25519_TYPE], self.key.public_key()].concat();
        format!("{KEY_NAME}+{}+{}", hex::encode(self.key_id), STANDARD.encode(key))
    }

    /// Signs a head.
    pub(super) fn sign(&self, head: &Checkpoint) -> String {
        let text = head.text();
        let signature = [self.key_id.as_slice(), &self.key.sign(text.as_bytes())].concat();
        format!("{text}\n{DASH}{KEY_NAME} {}\n", STANDARD.encode(signature))
    }

    /// Reads a head; `None` unless this installation signed it.
    pub(super) fn open(&self, note: &str) -> Option<Checkpoint> {
        let end = note.rfind("\n\n")?.checked_add(1)?;
        let (text, signatures) = note.split_at_checked(end)?;
        let signed = signatures.lines().any(|line| self.has_signed(text, line));
        if signed { Checkpoint::parse(text) } else { None }
    }

    fn has_signed(&self, text: &str, line: &str) -> bool {
        let encoded = line.strip_prefix(DASH).and_then(|line| line.strip_prefix(KEY_NAME));
        let signature = encoded
            .and_then(|rest| rest.strip_prefix(' '))
            .and_then(|encoded| STANDARD.decode(encoded).ok());
        signature
            .as_deref()
            .and_then(|signature| signature.strip_prefix(self.key_id.as_slice()))
            .is_some_and(|signature| self.key.verifies(text.as_bytes(), signature))
    }
}
