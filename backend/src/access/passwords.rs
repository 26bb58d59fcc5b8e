//! Passwords: argon2id, off the async threads and a few at a time.

use std::sync::Arc;

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use tokio::sync::Semaphore;

use crate::Error;

/// Hashes and checks passwords with bounded memory: each check takes 19 MiB.
#[derive(Clone)]
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
    /// What an unknown account's password is checked against, so that it takes as long.
    decoy: Arc<str>,
}

impl Passwords {
    pub(crate) fn new() -> Result<Self, Error> {
        let decoy = hash_now("the password of nobody")?;
        Ok(Self { turns: Arc::new(Semaphore::new(2)), decoy: decoy.into() })
    }

    /// The stored form of a password.
    pub(crate) async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = password.to_owned();
        self.in_turn(move || hash_now(&password)).await
    }

    /// Whether the password is the stored one; without a stored one the answer is no, as slowly.
    pub(crate) async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, Error> {
        let password = password.to_owned();
        let known = stored.is_some();
        let stored = stored.map_or_else(|| self.decoy.to_string(), str::to_owned);
        self.in_turn(move || {
            let stored = PasswordHash::new(&stored).map_err(|e| Error::internal(e.to_string()))?;
            let fits = Argon2::default().verify_password(password.as_bytes(), &stored).is_ok();
            Ok(fits && known)
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _turn = self.turns.acquire().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
    }
}

fn hash_now(password: &str) -> Result<String, Error> {
    let salt = crate::ids::random::<16>()?;
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| Error::internal(error.to_string()))
}
