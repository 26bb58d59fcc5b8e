//! The one generator of ids and secrets.

use uuid::Uuid;

use crate::Error;

/// A fresh id with 122 random bits, which nobody can guess or enumerate.
#[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
pub fn fresh() -> Uuid {
    Uuid::new_v4()
}

/// `N` random bytes for keys, nonces and tokens.
pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}
