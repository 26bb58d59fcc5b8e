//! The demo's public API keys.

use earshot_backend::{Backend, Error};
use earshot_domain::{
    ApiKeyForm, ApiKeyKind, ApiScope, DEFAULT_REQUESTS_PER_MINUTE, Permission, Slug,
};

use super::{DemoTenant, tenants::API_KEYS};

/// Adds the public keys to a tenant of the demo unless they exist.
pub(crate) async fn add_api_keys(backend: &Backend, tenant: &DemoTenant) -> Result<(), Error> {
    let Some(admin) = tenant.users.iter().find(|user| user.role.may(Permission::ManageApiKeys))
    else {
        return Ok(());
    };
    let viewer = backend.access().account_viewer(admin.email).await?;
    for key in API_KEYS {
        let projects = tenant.projects.iter().map(|(slug, ..)| Slug::parse("project_id", slug));
        let form = ApiKeyForm {
            kind: ApiKeyKind::Key,
            name: format!("Demo {key}"),
            scopes: vec![ApiScope::ConversationsExport],
            projects: projects.collect::<Result<_, _>>().map_err(|e| Error::Invalid(vec![e]))?,
            expires: None,
            addresses: Vec::new(),
            origins: Vec::new(),
            requests_per_minute: DEFAULT_REQUESTS_PER_MINUTE,
            errors: Vec::new(),
        };
        backend.keys().add_known(&viewer, &form, key).await?;
    }
    Ok(())
}
