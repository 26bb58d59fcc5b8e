//! Generators of ids and random bytes.

use uuid::Uuid;

use crate::Error;

/// Generates an id with 122 random bits, which cannot be guessed or enumerated.
#[expect(clippy::disallowed_methods, reason = "the only generator of ids")]
pub fn fresh() -> Uuid {
    Uuid::new_v4()
}

/// Generates `N` random bytes for keys, nonces and tokens.
pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}
