//! Tokens of grants and links: sent once, and stored as hashes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::{Error, ids};

/// A new token.
pub(super) struct Token {
    /// The token itself; 43 letters, digits, `-` and `_`.
    pub(super) text: String,
    /// What is stored of it.
    pub(super) hash: Vec<u8>,
}

impl Token {
    pub(super) fn fresh() -> Result<Self, Error> {
        let text = URL_SAFE_NO_PAD.encode(ids::random::<32>()?);
        Ok(Self { hash: token_hash(&text), text })
    }
}

/// Hashes a token for storage, so that read access to the database does not allow its use.
pub(super) fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
