//! API clients: authentication by API key, with the current rights of its owner limited by the key.

use std::net::IpAddr;

use earshot_domain::{
    AddressRange, ApiKeyId, ApiKeyKind, ApiKeyState, ApiScope, Permission, ProjectId, TenantId,
};

use super::{manage::state, secret::secret_hash};
use crate::{
    Actor, Error, OperatorAccess, Viewer,
    access::{Keys, Rate, RateBucket},
    store::{ApiKeyRow, TenantRow},
};

/// The credential that a program presents.
#[derive(Debug, Clone, Copy)]
pub enum Credential<'a> {
    /// An API key.
    Key(&'a str),
    /// An internal token, and the organisation it acts for.
    InternalToken {
        /// The token.
        token: &'a str,
        /// The tenant's slug.
        organization_id: &'a str,
    },
}

/// An authenticated API client. Only a valid key creates one.
#[derive(Clone)]
pub struct ApiClient {
    pub(crate) viewer: Viewer,
    scopes: Vec<ApiScope>,
    origins: Vec<String>,
}

/// The state of a key's rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateStatus {
    /// Maximum number of requests per minute.
    pub limit: u32,
    /// Number of requests left.
    pub remaining: u32,
    /// Seconds until another request is available.
    pub resets_in: u32,
    /// Whether this request exceeded the limit.
    pub exceeded: bool,
}

impl ApiClient {
    /// The id of the API key; `None` for the internal token.
    pub(crate) const fn api_key_id(&self) -> Option<ApiKeyId> {
        match self.viewer.actor {
            Actor::Key { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The viewer that the key acts as.
    pub const fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// Whether the key has the scope.
    pub fn may(&self, scope: ApiScope) -> bool {
        self.scopes.contains(&scope)
    }

    /// Whether web pages of `origin`, as browsers send it, may use the key.
    pub fn trusts(&self, origin: &str) -> bool {
        self.origins.iter().any(|known| known == origin)
    }

    /// Returns an error unless the key has the scope.
    pub(crate) fn demand(&self, scope: ApiScope) -> Result<(), Error> {
        if self.may(scope) { Ok(()) } else { Err(Error::ScopeMissing(scope)) }
    }
}

/// Minimum time between updates of a key's last use.
const TOUCH_MS: i64 = 60_000;

impl Keys<'_> {
    /// Authenticates a client at `address`, and returns it with the state of its rate limit.
    ///
    /// # Errors
    /// [`Error::InvalidKey`] for every invalid key, whatever the cause; [`Error::RateLimited`] for
    /// an address with too many invalid keys.
    pub async fn authenticate(
        self,
        credential: Credential<'_>,
        address: &str,
    ) -> Result<(ApiClient, RateStatus), Error> {
        let Some(client) = self.find_client(credential, address).await? else {
            let bucket = RateBucket::BadKeyAddress(address);
            self.0.access().take_rates(&[(bucket, self.0.limits.bad_key_rate)]).await?;
            return Err(Error::InvalidKey);
        };
        Ok(client)
    }

    async fn find_client(
        self,
        credential: Credential<'_>,
        address: &str,
    ) -> Result<Option<(ApiClient, RateStatus)>, Error> {
        let (secret, kind, organization) = match credential {
            Credential::Key(key) => (key, ApiKeyKind::Key, None),
            Credential::InternalToken { token, organization_id } => {
                (token, ApiKeyKind::InternalToken, Some(organization_id))
            }
        };
        let hash = secret_hash(secret);
        if self.0.refused_secrets.contains(&hash) {
            return Ok(None);
        }
        if let (Some(configured), Some(slug)) = (&self.0.internal_token, organization)
            && *configured == hash
        {
            return self.internal_client(slug).await;
        }
        let Some(row) = self.0.db.api_key_by_secret(&hash).await? else { return Ok(None) };
        if row.kind != kind || !works_from(&row, address)? {
            return Ok(None);
        }
        let Some(client) = self.client_of_key(&row).await? else { return Ok(None) };
        if organization.is_some_and(|slug| slug != client.viewer.tenant.slug.as_str()) {
            return Ok(None);
        }
        let rate = self.take_request(RateBucket::ApiKey(row.id), row.requests_per_minute).await?;
        self.record_key_use(&row).await;
        Ok(Some((client, rate)))
    }

    /// Whether web pages of `origin`, as browsers send it, may use any key.
    pub async fn trusts_origin(self, origin: &str) -> Result<bool, Error> {
        for origins in self.0.db.api_key_origins().await? {
            let origins: Vec<String> = serde_json::from_str(&origins)?;
            if origins.iter().any(|known| known == origin) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The client of a key with the current rights of the key and its owner; `None` when it is no
    /// longer valid.
    pub(crate) async fn client_of_key(self, row: &ApiKeyRow) -> Result<Option<ApiClient>, Error> {
        if state(row, self.0.now_ms()) != ApiKeyState::Active {
            return Ok(None);
        }
        let owner = match self.0.access().viewer_of(row.created_by).await {
            Err(Error::NotFound) => return Ok(None),
            owner => owner?,
        };
        if !owner.may(Permission::ManageApiKeys) {
            return Ok(None);
        }
        let keys = self.0.db.api_key_projects(row.tenant_id).await?;
        let reaches = |id: ProjectId| {
            keys.iter().any(|reached| reached.api_key_id == row.id && reached.project.id == id)
        };
        Ok(Some(ApiClient {
            viewer: owner.by_key(row.id, &row.name, reaches)?,
            scopes: serde_json::from_str(&row.scopes)?,
            origins: serde_json::from_str(&row.origins)?,
        }))
    }

    /// The client of the configured internal token, which acts for the organisation it names
    /// (docs/compatibility.md#talkifai-internal-token). It may only export conversations.
    async fn internal_client(self, slug: &str) -> Result<Option<(ApiClient, RateStatus)>, Error> {
        let Ok(slug) = slug.parse() else { return Ok(None) };
        let Some(tenant) = self.0.db.tenant_by_slug(&slug).await? else { return Ok(None) };
        let bucket = RateBucket::InternalToken(tenant.id);
        let rate = self.take_request(bucket, INTERNAL_REQUESTS.into()).await?;
        let client = ApiClient {
            viewer: self.operator_in(tenant).await?,
            scopes: vec![ApiScope::ConversationsExport],
            origins: Vec::new(),
        };
        Ok(Some((client, rate)))
    }

    /// The viewer of the internal token in the tenant with this id.
    pub(crate) async fn operator_of(self, tenant_id: TenantId) -> Result<Viewer, Error> {
        let tenants = self.0.db.tenants().await?;
        let tenant = tenants.into_iter().find(|tenant| tenant.id == tenant_id);
        self.operator_in(tenant.filter(|_| self.0.internal_token.is_some()).ok_or(Error::NotFound)?)
            .await
    }

    async fn operator_in(self, tenant: TenantRow) -> Result<Viewer, Error> {
        let projects = self.0.db.projects(tenant.id).await?;
        let access = OperatorAccess::InternalToken;
        Viewer::operator(access, tenant, projects, &self.0.master_key)
    }

    /// Counts one request and returns the state of the limit, whether or not it is exceeded.
    pub(crate) async fn take_request(
        self,
        bucket: RateBucket<'_>,
        per_minute: i64,
    ) -> Result<RateStatus, Error> {
        let limit = u32::try_from(per_minute).map_err(Error::internal)?;
        let status = self.0.access().take_rate(bucket, Rate { events: limit, seconds: 60 }).await?;
        let used = u32::try_from(status.used).unwrap_or(limit);
        Ok(RateStatus {
            limit,
            remaining: limit.saturating_sub(used),
            resets_in: status.frees_in_seconds(),
            exceeded: !status.taken,
        })
    }

    async fn record_key_use(self, row: &ApiKeyRow) {
        let now = self.0.now_ms();
        if row.last_used_at.is_some_and(|last| now.saturating_sub(last) < TOUCH_MS) {
            return;
        }
        // A busy database must not refuse the request.
        if let Err(error) = self.0.db.touch_api_key(row.id, now).await {
            tracing::warn!(%error, "updating a key's last use failed");
        }
    }
}

/// Maximum number of requests per minute with the internal token, for each organisation.
const INTERNAL_REQUESTS: u32 = 600;

/// Whether the key may be used from `address`.
pub(crate) fn works_from(row: &ApiKeyRow, address: &str) -> Result<bool, Error> {
    let ranges: Vec<AddressRange> = serde_json::from_str(&row.addresses)?;
    let address: Option<IpAddr> = address.parse().ok();
    Ok(ranges.is_empty()
        || address.is_some_and(|address| ranges.iter().any(|range| range.contains(address))))
}
