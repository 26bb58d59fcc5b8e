//! Password hashing: argon2id, on blocking threads with bounded concurrency.

use std::sync::Arc;

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use tokio::sync::Semaphore;

use crate::Error;

/// Hashes and checks passwords with bounded memory: each check takes 19 MiB.
#[derive(Clone)]
pub(crate) struct Passwords {
    permits: Arc<Semaphore>,
    /// The hash that an unknown account's password is verified against, so that both cases take
    /// equally long.
    decoy: Arc<str>,
}

impl Passwords {
    pub(crate) fn new() -> Result<Self, Error> {
        let decoy = hash_now("the password of nobody")?;
        Ok(Self { permits: Arc::new(Semaphore::new(2)), decoy: decoy.into() })
    }

    /// Hashes a password for storage.
    pub(crate) async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = password.to_owned();
        self.run_limited(move || hash_now(&password)).await
    }

    /// Verifies a password against its stored hash; without one the result is `false`, after the
    /// same time.
    pub(crate) async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, Error> {
        let password = password.to_owned();
        let known = stored.is_some();
        let stored = stored.map_or_else(|| self.decoy.to_string(), str::to_owned);
        self.run_limited(move || {
            let stored = PasswordHash::new(&stored).map_err(|e| Error::internal(e.to_string()))?;
            let valid = Argon2::default().verify_password(password.as_bytes(), &stored).is_ok();
            Ok(valid && known)
        })
        .await
    }

    async fn run_limited<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _permit = self.permits.acquire().await.map_err(Error::internal)?;
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
