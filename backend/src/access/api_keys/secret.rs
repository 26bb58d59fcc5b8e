//! Secrets of keys and tokens, and their hashes.

use sha2::{Digest, Sha256};

use crate::{Error, ids};

/// Characters that need no escaping in shells, forms and headers.
const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Generates a secret of `N` letters and digits; 40 have 238 random bits.
pub(crate) fn alphanumeric<const N: usize>() -> Result<String, Error> {
    let mut text = String::with_capacity(N);
    while text.len() < N {
        // Bytes from 248 on would make some characters more likely than others.
        let fair = ids::random::<64>()?.into_iter().filter(|byte| *byte < 248);
        text.extend(
            fair.take(N.saturating_sub(text.len()))
                .map(|byte| char::from(LETTERS[usize::from(byte % 62)])),
        );
    }
    Ok(text)
}

/// Hashes a secret for storage. A slow hash is not needed: a random secret cannot be guessed.
pub(crate) fn secret_hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_have_their_length_and_nothing_but_letters_and_digits() {
        let secret = alphanumeric::<32>().unwrap();
        assert!(secret.len() == 32 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_ne!(secret, alphanumeric::<32>().unwrap());
        assert_eq!(alphanumeric::<100>().unwrap().len(), 100);
    }
}
