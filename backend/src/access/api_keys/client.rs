//! Who comes in by a key: its maker as they are now, with what the key leaves of their rights.

use std::net::IpAddr;

use earshot_domain::{
    AddressRange, ApiKeyId, ApiKeyKind, ApiKeyState, ApiScope, Permission, ProjectId, TenantId,
};

use super::{manage::state, secret::secret_hash};
use crate::{
    Actor, Error, Viewer,
    access::{Keys, Rate, RateBucket},
    store::{ApiKeyRow, TenantRow},
};

/// What a program shows.
#[derive(Debug, Clone, Copy)]
pub enum Credential<'a> {
    /// A key.
    Key(&'a str),
    /// A token inside the house, and the organisation it acts for.
    InternalToken {
        /// The token.
        token: &'a str,
        /// The tenant's slug.
        organization_id: &'a str,
    },
}

/// A program that may come in. Only a key that works makes one.
#[derive(Clone)]
pub struct ApiClient {
    pub(crate) viewer: Viewer,
    scopes: Vec<ApiScope>,
    origins: Vec<String>,
}

/// How a key stands with its requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateStatus {
    /// Requests a minute.
    pub limit: u32,
    /// How many are left of them.
    pub remaining: u32,
    /// Seconds until one more is.
    pub resets_in: u32,
    /// Whether this request was one too many.
    pub exceeded: bool,
}

impl ApiClient {
    /// The key; none for the operator's own program.
    pub(crate) const fn api_key_id(&self) -> Option<ApiKeyId> {
        match self.viewer.actor {
            Actor::Key { id, .. } => Some(id),
            _ => None,
        }
    }

    /// Whether the key is good for something.
    pub fn may(&self, scope: ApiScope) -> bool {
        self.scopes.contains(&scope)
    }

    /// Whether pages of a site may use the key; `origin` as browsers send it.
    pub fn trusts(&self, origin: &str) -> bool {
        self.origins.iter().any(|known| known == origin)
    }

    /// Refuses what the key is not good for.
    pub(crate) fn demand(&self, scope: ApiScope) -> Result<(), Error> {
        if self.may(scope) { Ok(()) } else { Err(Error::ScopeMissing(scope)) }
    }
}

/// Milliseconds between two notes of a key's use.
const TOUCH_MS: i64 = 60_000;

impl Keys<'_> {
    /// Whoever holds a key that works from `address`, and how the key stands with its requests.
    ///
    /// # Errors
    /// [`Error::InvalidKey`], whatever is wrong with the key; [`Error::RateLimited`] for an address
    /// that tries one after another.
    pub async fn authenticate(
        self,
        credential: Credential<'_>,
        address: &str,
    ) -> Result<(ApiClient, RateStatus), Error> {
        let Some(holder) = self.find_client(credential, address).await? else {
            let bucket = RateBucket::BadKeyAddress(address);
            self.0.access().take_rates(&[(bucket, self.0.limits.bad_key_rate)]).await?;
            return Err(Error::InvalidKey);
        };
        Ok(holder)
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
            return self.operators_program(slug).await;
        }
        let Some(row) = self.0.db.api_key_by_secret(&hash).await? else { return Ok(None) };
        if row.kind != kind || !works_from(&row, address)? {
            return Ok(None);
        }
        let Some(holder) = self.client_of_key(&row).await? else { return Ok(None) };
        if organization.is_some_and(|slug| slug != holder.viewer.tenant.slug.as_str()) {
            return Ok(None);
        }
        let rate = self.take_request(RateBucket::ApiKey(row.id), row.requests_per_minute).await?;
        self.note_key_use(&row).await;
        Ok(Some((holder, rate)))
    }

    /// Whether pages of a site may use any key at all; `origin` as browsers send it.
    pub async fn trusts_origin(self, origin: &str) -> Result<bool, Error> {
        for origins in self.0.db.api_key_origins().await? {
            let origins: Vec<String> = serde_json::from_str(&origins)?;
            if origins.iter().any(|known| known == origin) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The holder of a key as it and its maker are now; `None` when it does not work any more.
    pub(crate) async fn client_of_key(self, row: &ApiKeyRow) -> Result<Option<ApiClient>, Error> {
        if state(row, self.0.now_ms()) != ApiKeyState::Active {
            return Ok(None);
        }
        let maker = match self.0.access().viewer_of(row.made_by).await {
            Err(Error::NotFound) => return Ok(None),
            maker => maker?,
        };
        if !maker.may(Permission::ManageApiKeys) {
            return Ok(None);
        }
        let keys = self.0.db.api_key_projects(row.tenant_id).await?;
        let reaches = |id: ProjectId| {
            keys.iter().any(|reached| reached.api_key_id == row.id && reached.project.id == id)
        };
        Ok(Some(ApiClient {
            viewer: maker.by_key(row.id, &row.name, reaches)?,
            scopes: serde_json::from_str(&row.scopes)?,
            origins: serde_json::from_str(&row.origins)?,
        }))
    }

    /// The operator's own program, which acts for any organisation it names
    /// (docs/compatibility.md#talkifai-internal-token). It exports conversations as a key without
    /// further rights does.
    async fn operators_program(self, slug: &str) -> Result<Option<(ApiClient, RateStatus)>, Error> {
        let Ok(slug) = slug.parse() else { return Ok(None) };
        let Some(tenant) = self.0.db.tenant_by_slug(&slug).await? else { return Ok(None) };
        let bucket = RateBucket::InternalToken(tenant.id);
        let rate = self.take_request(bucket, INTERNAL_REQUESTS.into()).await?;
        let holder = ApiClient {
            viewer: self.operator_in(tenant).await?,
            scopes: vec![ApiScope::ConversationsExport],
            origins: Vec::new(),
        };
        Ok(Some((holder, rate)))
    }

    /// The operator's own program in the tenant with this id.
    pub(crate) async fn operator_of(self, tenant_id: TenantId) -> Result<Viewer, Error> {
        let tenants = self.0.db.tenants().await?;
        let tenant = tenants.into_iter().find(|tenant| tenant.id == tenant_id);
        self.operator_in(tenant.filter(|_| self.0.internal_token.is_some()).ok_or(Error::NotFound)?)
            .await
    }

    async fn operator_in(self, tenant: TenantRow) -> Result<Viewer, Error> {
        let projects = self.0.db.projects(tenant.id).await?;
        Viewer::operator(tenant, projects, &self.0.master_key)
    }

    /// Counts one request, also where it is one too many.
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

    async fn note_key_use(self, row: &ApiKeyRow) {
        let now = self.0.now_ms();
        if row.last_used_at.is_some_and(|last| now - last < TOUCH_MS) {
            return;
        }
        // A busy database must not turn anybody away.
        if let Err(error) = self.0.db.touch_api_key(row.id, now).await {
            tracing::warn!(%error, "a key's last use was not noted");
        }
    }
}

/// Requests a minute of the operator's own program, for each organisation.
const INTERNAL_REQUESTS: u32 = 600;

/// Whether the key may be used from an address.
pub(crate) fn works_from(row: &ApiKeyRow, address: &str) -> Result<bool, Error> {
    let ranges: Vec<AddressRange> = serde_json::from_str(&row.addresses)?;
    let address: Option<IpAddr> = address.parse().ok();
    Ok(ranges.is_empty()
        || address.is_some_and(|address| ranges.iter().any(|range| range.contains(address))))
}
