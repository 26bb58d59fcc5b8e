//! Tokens of PBX clients: access tokens valid for 30 minutes, refresh tokens for a day.

use earshot_domain::{ApiKeyId, ApiKeyKind, ApiScope, PbxCode};

use super::PbxError;
use crate::{
    ApiClient, Error, RateStatus,
    access::{Rate, RateBucket, alphanumeric, secret_hash, works_from},
    partners::Pbx,
    store::{ApiKeyRow, NewPbxTokens, PbxTokensRow},
};

/// Lifetime of an access token in seconds.
pub(super) const ACCESS_SECONDS: u32 = 1_800;
/// Lifetime of a refresh token in seconds.
const REFRESH_SECONDS: u32 = 86_400;
/// Maximum valid access tokens per client.
const MAX_TOKENS: i64 = 8;

/// A pair of tokens of 32 letters and digits each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PbxTokens {
    /// Access token.
    pub access_token: String,
    /// Lifetime of the access token in seconds.
    pub access_token_expire_time: u32,
    /// Token that is exchanged for a new pair.
    pub refresh_token: String,
    /// Lifetime of the refresh token in seconds.
    pub refresh_token_expire_time: u32,
}

impl Pbx<'_> {
    /// Issues tokens for a client's id and secret.
    ///
    /// # Errors
    /// `AccessDenied` for wrong credentials, `AccountIpBlocked` for a client at an address after five
    /// failures in ten minutes, `IpForbidden`, `MaxLimitationExceeded` at the ninth valid token.
    pub async fn get_token(
        self,
        client_id: &str,
        secret: &str,
        address: &str,
    ) -> Result<PbxTokens, PbxError> {
        let pair = RateBucket::PbxPair { client_id, address };
        if self.0.access().is_used_up(pair, self.0.limits.pbx_failure_rate).await? {
            return Err(PbxCode::AccountIpBlocked.into());
        }
        let row = self.0.db.api_key_by_secret(&secret_hash(secret)).await?;
        let fits =
            |row: &ApiKeyRow| row.kind == ApiKeyKind::PbxClient && row.identifier == client_id;
        let Some(row) = row.filter(fits) else {
            self.count_failure(&[
                (pair, self.0.limits.pbx_failure_rate),
                (RateBucket::PbxAddress(address), self.0.limits.pbx_address_rate),
            ])
            .await?;
            return Err(PbxCode::AccessDenied.into());
        };
        self.client_of(&row, address).await?;
        self.issue(row.id, None).await
    }

    /// Exchanges a refresh token, which becomes invalid, for a new pair.
    pub async fn refresh_token(
        self,
        refresh_token: &str,
        address: &str,
    ) -> Result<PbxTokens, PbxError> {
        let known = self.0.db.pbx_refreshable(&secret_hash(refresh_token)).await?;
        let Some(known) = known else {
            let bucket = RateBucket::BadKeyAddress(address);
            self.count_failure(&[(bucket, self.0.limits.bad_key_rate)]).await?;
            return Err(PbxCode::TokenExpired.into());
        };
        if known.refresh_expires_at <= self.0.now_ms() {
            return Err(PbxCode::TokenExpired.into());
        }
        let row = self.0.db.api_key(known.api_key_id).await?.ok_or(PbxCode::TokenExpired)?;
        self.client_of(&row, address).await?;
        self.issue(row.id, Some(&known.access_hash)).await
    }

    /// Revokes a token pair.
    pub async fn del_token(self, access_token: &str, address: &str) -> Result<(), PbxError> {
        let known = self.known(access_token, address).await?;
        let mut tx = self.0.db.begin().await?;
        if !tx.end_pbx_tokens(&known.access_hash).await? {
            return Err(PbxCode::TokenExpired.into());
        }
        Ok(tx.commit().await?)
    }

    /// Authenticates an access token; returns its client and rate limit status.
    ///
    /// # Errors
    /// `TokenExpired`, and `AccountIpBlocked` for an address with too many unknown tokens.
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
        let client = self.client_of(&row, address).await?;
        let rate =
            self.0.keys().take_request(RateBucket::ApiKey(row.id), row.requests_per_minute).await?;
        Ok((client, rate))
    }

    /// Finds the pair of an access token. An unknown token counts against its address like an
    /// invalid key; an expired one does not.
    async fn known(self, access_token: &str, address: &str) -> Result<PbxTokensRow, PbxError> {
        let known = self.0.db.pbx_tokens(&secret_hash(access_token)).await?;
        let Some(known) = known else {
            let bucket = RateBucket::BadKeyAddress(address);
            self.count_failure(&[(bucket, self.0.limits.bad_key_rate)]).await?;
            return Err(PbxCode::TokenExpired.into());
        };
        Ok(known)
    }

    /// Counts a failure, which is only known afterwards: requests on their way are none.
    async fn count_failure(self, buckets: &[(RateBucket<'_>, Rate)]) -> Result<(), PbxError> {
        match self.0.access().take_rates(buckets).await {
            Err(Error::RateLimited { .. }) => Err(PbxCode::AccountIpBlocked.into()),
            taken => Ok(taken.map(drop)?),
        }
    }

    async fn client_of(self, row: &ApiKeyRow, address: &str) -> Result<ApiClient, PbxError> {
        if !works_from(row, address)? {
            return Err(PbxCode::IpForbidden.into());
        }
        let client = self.0.keys().client_of_key(row).await?.ok_or(PbxCode::AccessDenied)?;
        client.demand(ApiScope::CallsRead)?;
        Ok(client)
    }

    /// Issues a new pair; `replaced` is the hash of the access token that it replaces.
    async fn issue(
        self,
        api_key_id: ApiKeyId,
        replaced: Option<&[u8]>,
    ) -> Result<PbxTokens, PbxError> {
        let (access_token, refresh_token) = (alphanumeric::<32>()?, alphanumeric::<32>()?);
        let now = self.0.now_ms();
        let later = |seconds: u32| now.saturating_add(i64::from(seconds).saturating_mul(1000));
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
