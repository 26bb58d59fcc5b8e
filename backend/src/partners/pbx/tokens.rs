//! Tokens of PBX clients: given for id and secret, good for half an hour, renewed for a day.

use earshot_domain::{ApiKeyId, ApiKeyKind, ApiScope, PbxCode};

use super::PbxError;
use crate::{
    ApiClient, Error, RateStatus,
    access::{Rate, RateBucket, alphanumeric, secret_hash, works_from},
    partners::Pbx,
    store::{ApiKeyRow, NewPbxTokens, PbxTokensRow},
};

/// Seconds an access token is good for.
pub(super) const ACCESS_SECONDS: u32 = 1_800;
/// Seconds a refresh token is good for.
const REFRESH_SECONDS: u32 = 86_400;
/// Access tokens of one client that can be valid at once.
const MAX_TOKENS: i64 = 8;

/// A pair of tokens of 32 letters and digits each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PbxTokens {
    /// Opens the interface.
    pub access_token: String,
    /// Seconds it is good for.
    pub access_token_expire_time: u32,
    /// Gives a new pair.
    pub refresh_token: String,
    /// Seconds it is good for.
    pub refresh_token_expire_time: u32,
}

impl Pbx<'_> {
    /// Tokens for a client's id and secret.
    ///
    /// # Errors
    /// `AccessDenied` when they do not fit, `AccountIpBlocked` for an address after five of those in
    /// ten minutes, `IpForbidden`, `MaxLimitationExceeded` at the ninth valid token.
    pub async fn get_token(
        self,
        client_id: &str,
        secret: &str,
        address: &str,
    ) -> Result<PbxTokens, PbxError> {
        let taken = self.attempt(address).await?;
        let row = self.0.db.api_key_by_secret(&secret_hash(secret)).await?;
        let fits =
            |row: &ApiKeyRow| row.kind == ApiKeyKind::PbxClient && row.identifier == client_id;
        let row = row.filter(fits).ok_or(PbxCode::AccessDenied)?;
        self.client_of(&row, address).await?;
        let tokens = self.issue(row.id, None).await?;
        self.0.db.return_rate(&taken).await?;
        Ok(tokens)
    }

    /// A new pair for a refresh token, which is used up by it.
    pub async fn refresh_token(
        self,
        refresh_token: &str,
        address: &str,
    ) -> Result<PbxTokens, PbxError> {
        let taken = self.attempt(address).await?;
        let known = self.0.db.pbx_refreshable(&secret_hash(refresh_token)).await?;
        let known = known
            .filter(|known| self.0.now_ms() < known.refresh_expires_at)
            .ok_or(PbxCode::TokenExpired)?;
        let row = self.0.db.api_key(known.api_key_id).await?.ok_or(PbxCode::TokenExpired)?;
        self.client_of(&row, address).await?;
        let tokens = self.issue(row.id, Some(&known.access_hash)).await?;
        self.0.db.return_rate(&taken).await?;
        Ok(tokens)
    }

    /// Takes a pair of tokens back.
    pub async fn del_token(self, access_token: &str, address: &str) -> Result<(), PbxError> {
        let known = self.known(access_token, address).await?;
        let mut tx = self.0.db.begin().await?;
        if !tx.end_pbx_tokens(&known.access_hash).await? {
            return Err(PbxCode::TokenExpired.into());
        }
        Ok(tx.commit().await?)
    }

    /// The client of an access token, and how it stands with its requests.
    ///
    /// # Errors
    /// `TokenExpired`, and `AccountIpBlocked` for an address that tries one token after another.
    pub async fn client(
        self,
        access_token: &str,
        address: &str,
    ) -> Result<(ApiClient, RateStatus), PbxError> {
        let known = self.known(access_token, address).await?;
        if known.expires_at <= self.0.now_ms() {
            return Err(PbxCode::TokenExpired.into());
        }
        let row = self.0.db.api_key(known.api_key_id).await?.ok_or(PbxCode::TokenExpired)?;
        let holder = self.client_of(&row, address).await?;
        let rate =
            self.0.keys().take_request(RateBucket::ApiKey(row.id), row.requests_per_minute).await?;
        Ok((holder, rate))
    }

    /// The tokens of an access token. One that is none of ours counts against its address as a key
    /// that does not work does; one that is over does not.
    async fn known(self, access_token: &str, address: &str) -> Result<PbxTokensRow, PbxError> {
        let known = self.0.db.pbx_tokens(&secret_hash(access_token)).await?;
        let Some(known) = known else {
            let bucket = RateBucket::BadKeyAddress(address);
            self.limited(bucket, self.0.limits.bad_key_rate).await?;
            return Err(PbxCode::TokenExpired.into());
        };
        Ok(known)
    }

    async fn attempt(self, address: &str) -> Result<Vec<String>, PbxError> {
        self.limited(RateBucket::PbxAddress(address), self.0.limits.pbx_failure_rate).await
    }

    async fn limited(self, bucket: RateBucket<'_>, rate: Rate) -> Result<Vec<String>, PbxError> {
        match self.0.access().take_rates(&[(bucket, rate)]).await {
            Err(Error::RateLimited { .. }) => Err(PbxCode::AccountIpBlocked.into()),
            taken => Ok(taken?),
        }
    }

    async fn client_of(self, row: &ApiKeyRow, address: &str) -> Result<ApiClient, PbxError> {
        if !works_from(row, address)? {
            return Err(PbxCode::IpForbidden.into());
        }
        let holder = self.0.keys().client_of_key(row).await?.ok_or(PbxCode::AccessDenied)?;
        holder.demand(ApiScope::CallsRead)?;
        Ok(holder)
    }

    /// Gives a new pair, in place of the one with this access token.
    async fn issue(
        self,
        api_key_id: ApiKeyId,
        replaced: Option<&[u8]>,
    ) -> Result<PbxTokens, PbxError> {
        let (access_token, refresh_token) = (alphanumeric::<32>()?, alphanumeric::<32>()?);
        let now = self.0.now_ms();
        let later = |seconds: u32| now + i64::from(seconds) * 1000;
        let mut tx = self.0.db.begin().await?;
        if let Some(replaced) = replaced
            && !tx.end_pbx_tokens(replaced).await?
        {
            return Err(PbxCode::TokenExpired.into());
        }
        let tokens = NewPbxTokens {
            access_hash: &secret_hash(&access_token),
            refresh_hash: &secret_hash(&refresh_token),
            api_key_id,
            expires_at: later(ACCESS_SECONDS),
            refresh_expires_at: later(REFRESH_SECONDS),
        };
        if !tx.add_pbx_tokens(&tokens, now, MAX_TOKENS).await? {
            return Err(PbxCode::MaxLimitationExceeded.into());
        }
        tx.commit().await?;
        Ok(PbxTokens {
            access_token,
            access_token_expire_time: ACCESS_SECONDS,
            refresh_token,
            refresh_token_expire_time: REFRESH_SECONDS,
        })
    }
}
