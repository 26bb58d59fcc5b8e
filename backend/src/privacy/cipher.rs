//! AES-256-GCM over values, each with its own random nonce in front and its tag behind.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, AeadInOut, Payload},
};

use crate::{Error, ids};

/// Length of the random nonce at the start of every sealed value.
const NONCE_BYTES: usize = 12;
/// Length of the authentication tag at its end.
const TAG_BYTES: usize = 16;

/// Encrypts a copy of a value; `context` must be told again to decrypt it.
pub(super) fn seal(key: &[u8; 32], context: &[u8], clear: &[u8]) -> Result<Vec<u8>, Error> {
    let mut own = Vec::with_capacity(clear.len().saturating_add(NONCE_BYTES + TAG_BYTES));
    own.extend_from_slice(clear);
    seal_owned(key, context, own)
}

/// Encrypts a value in its own memory.
pub(super) fn seal_owned(
    key: &[u8; 32],
    context: &[u8],
    mut clear: Vec<u8>,
) -> Result<Vec<u8>, Error> {
    let nonce = ids::random::<NONCE_BYTES>()?;
    // At most once moved, so that a large value is not in memory twice for long.
    clear.reserve_exact(NONCE_BYTES + TAG_BYTES);
    Aes256Gcm::new(&(*key).into())
        .encrypt_in_place(&nonce.into(), context, &mut clear)
        .map_err(|_| Error::internal("encryption failed"))?;
    clear.splice(..0, nonce);
    Ok(clear)
}

/// Decrypts a copy of a value.
pub(super) fn open(key: &[u8; 32], context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Error> {
    let (nonce, body) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or_else(too_short)?;
    Aes256Gcm::new(&(*key).into())
        .decrypt(&(*nonce).into(), Payload { msg: body, aad: context })
        .map_err(|_| cannot_be_decrypted())
}

/// Decrypts a value in its own memory.
pub(super) fn open_owned(
    key: &[u8; 32],
    context: &[u8],
    mut sealed: Vec<u8>,
) -> Result<Vec<u8>, Error> {
    let nonce = *sealed.first_chunk::<NONCE_BYTES>().ok_or_else(too_short)?;
    sealed.drain(..NONCE_BYTES);
    Aes256Gcm::new(&(*key).into())
        .decrypt_in_place(&nonce.into(), context, &mut sealed)
        .map_err(|_| cannot_be_decrypted())?;
    Ok(sealed)
}

fn too_short() -> Error {
    Error::internal("sealed value too short")
}

fn cannot_be_decrypted() -> Error {
    Error::internal("a sealed value cannot be decrypted: wrong key or modified data")
}
