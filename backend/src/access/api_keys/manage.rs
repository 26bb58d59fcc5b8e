//! Management of API keys: created and revoked by Client Admin, listed for Client Manager too.

use earshot_domain::{
    ApiKey, ApiKeyForm, ApiKeyId, ApiKeyKind, ApiKeyState, ApiKeys, AuditAction, CreatedApiKey,
    Permission,
};
use serde_json::json;

use super::secret::{alphanumeric, secret_hash};
use crate::{
    Error, Viewer,
    access::{Keys, day_start, local_time},
    ids,
    store::{ApiKeyRow, KeyProjectRow, NewApiKey},
};

/// Characters of a key that are stored to identify it in lists.
const IDENTIFIER_LENGTH: usize = 8;

impl Keys<'_> {
    /// The API keys whose projects are all the viewer's; not found for Client Staff.
    pub async fn list(self, viewer: &Viewer) -> Result<ApiKeys, Error> {
        viewer.require(Permission::ViewSettings)?;
        let projects = self.0.db.api_key_projects(viewer.tenant.id).await?;
        let rows = self.0.db.api_keys(viewer.tenant.id).await?;
        Ok(ApiKeys {
            profile: viewer.profile(),
            organization_id: viewer.tenant.slug.to_string(),
            keys: rows
                .into_iter()
                .filter(|row| is_within(viewer, row.id, &projects))
                .map(|row| self.listed(viewer, row, &projects))
                .collect::<Result<_, _>>()?,
            may_edit: viewer.may(Permission::ManageApiKeys),
        })
    }

    /// Creates an API key. Its secret is returned only here.
    ///
    /// # Errors
    /// [`Error::OptionForbidden`] for Client Manager, [`Error::NotFound`] for Client Staff.
    pub async fn create(self, viewer: &Viewer, form: &ApiKeyForm) -> Result<CreatedApiKey, Error> {
        let credentials = credentials(form.kind)?;
        self.store(viewer, form, credentials).await
    }

    /// Adds an API key with a publicly known secret, unless one with this secret exists.
    pub async fn add_known(
        self,
        viewer: &Viewer,
        form: &ApiKeyForm,
        secret: &str,
    ) -> Result<(), Error> {
        if self.0.db.api_key_by_secret(&secret_hash(secret)).await?.is_none() {
            self.store(viewer, form, (secret.to_owned(), secret.to_owned())).await?;
        }
        Ok(())
    }

    async fn store(
        self,
        viewer: &Viewer,
        form: &ApiKeyForm,
        (identifier, secret): (String, String),
    ) -> Result<CreatedApiKey, Error> {
        check_may_manage(viewer)?;
        if !form.errors.is_empty() {
            return Err(Error::Invalid(form.errors.clone()));
        }
        let project_ids = form
            .projects
            .iter()
            .map(|slug| viewer.project(Some(slug)).map(|scope| scope.project_id))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| Error::field("project_id", "must be one of your projects"))?;
        let zone = &viewer.tenant.zone;
        let end = form.expires.map(|day| day_start("expires", day, 1, zone)).transpose();
        let expires_at = end.map_err(|error| Error::Invalid(vec![error]))?;
        let now = self.0.now_ms();
        if expires_at.is_some_and(|end| end <= now) {
            return Err(Error::field("expires", "must not be in the past"));
        }
        let id = ApiKeyId::new(ids::fresh());
        let mut tx = self.0.db.begin().await?;
        let key = NewApiKey {
            id,
            tenant_id: viewer.tenant.id,
            kind: form.kind,
            name: &form.name,
            identifier: &identifier,
            secret_hash: &secret_hash(&secret),
            scopes: &serde_json::to_string(&form.scopes)?,
            addresses: &serde_json::to_string(&form.addresses)?,
            origins: &serde_json::to_string(&form.origins)?,
            requests_per_minute: form.requests_per_minute.into(),
            created_by: viewer.user_id()?,
            created_at: now,
            expires_at,
        };
        tx.add_api_key(&key, &project_ids).await?;
        let detail = json!({
            "kind": form.kind,
            "name": form.name,
            "scopes": form.scopes,
            "projects": form.projects,
            "expires_at": expires_at,
        });
        self.0
            .audit()
            .record(&mut tx, viewer, AuditAction::ApiKeyCreated, id, &detail, None)
            .await?;
        tx.commit().await?;
        let client_id = (form.kind == ApiKeyKind::PbxClient).then_some(identifier);
        Ok(CreatedApiKey { id, name: form.name.clone(), client_id, secret })
    }

    /// Revokes an API key immediately. One that reaches beyond the viewer's projects is not found.
    pub async fn revoke(self, viewer: &Viewer, id: ApiKeyId) -> Result<(), Error> {
        check_may_manage(viewer)?;
        let projects = self.0.db.api_key_projects(viewer.tenant.id).await?;
        if !is_within(viewer, id, &projects) {
            return Err(Error::NotFound);
        }
        let mut tx = self.0.db.begin().await?;
        if !tx.revoke_api_key(viewer.tenant.id, id, self.0.now_ms()).await? {
            return Err(Error::NotFound);
        }
        self.0
            .audit()
            .record(&mut tx, viewer, AuditAction::ApiKeyRevoked, id, &json!({}), None)
            .await?;
        tx.commit().await
    }

    fn listed(
        self,
        viewer: &Viewer,
        row: ApiKeyRow,
        projects: &[KeyProjectRow],
    ) -> Result<ApiKey, Error> {
        let zone = &viewer.tenant.zone;
        let optional = |at: Option<i64>| at.map(|at| local_time(at, zone)).transpose();
        let reached = projects.iter().filter(|reached| reached.api_key_id == row.id);
        Ok(ApiKey {
            state: state(&row, self.0.now_ms()),
            id: row.id,
            kind: row.kind,
            name: row.name,
            identifier: row.identifier,
            scopes: serde_json::from_str(&row.scopes)?,
            projects: reached.map(|reached| reached.project.clone().into()).collect(),
            addresses: serde_json::from_str(&row.addresses)?,
            origins: serde_json::from_str(&row.origins)?,
            requests_per_minute: u32::try_from(row.requests_per_minute).map_err(Error::internal)?,
            created_by: row.created_by_email,
            created: local_time(row.created_at, zone)?,
            expires: optional(row.expires_at)?,
            last_used: optional(row.last_used_at)?,
        })
    }
}

/// Whether all projects of a key are the viewer's.
fn is_within(viewer: &Viewer, id: ApiKeyId, projects: &[KeyProjectRow]) -> bool {
    let own = projects.iter().filter(|reached| reached.api_key_id == id);
    viewer.has_all(own.map(|reached| reached.project.id))
}

/// The state of an API key at `now`.
pub(super) fn state(row: &ApiKeyRow, now: i64) -> ApiKeyState {
    match row.expires_at {
        _ if row.revoked_at.is_some() => ApiKeyState::Revoked,
        Some(end) if now >= end => ApiKeyState::Expired,
        _ => ApiKeyState::Active,
    }
}

fn check_may_manage(viewer: &Viewer) -> Result<(), Error> {
    match (viewer.may(Permission::ManageApiKeys), viewer.may(Permission::ViewSettings)) {
        (true, _) => Ok(()),
        (false, true) => {
            Err(Error::OptionForbidden { field: "api_keys", permission: Permission::ManageApiKeys })
        }
        (false, false) => Err(Error::NotFound),
    }
}

/// Generates a PBX client's id and secret, of 32 letters and digits each
/// (docs/compatibility.md#yeastar-tokens), or the identifying prefix and the secret of another key.
fn credentials(kind: ApiKeyKind) -> Result<(String, String), Error> {
    let prefix = match kind {
        ApiKeyKind::PbxClient => return Ok((alphanumeric::<32>()?, alphanumeric::<32>()?)),
        ApiKeyKind::Key => "ear_",
        ApiKeyKind::InternalToken => "eit_",
    };
    let secret = format!("{prefix}{}", alphanumeric::<40>()?);
    let identifier = format!("{}…", &secret[..prefix.len().saturating_add(IDENTIFIER_LENGTH)]);
    Ok((identifier, secret))
}
