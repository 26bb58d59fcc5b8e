//! The demo's public keys.

use earshot_domain::{ApiKeyForm, ApiKeyKind, ApiScope, REQUESTS_PER_MINUTE, Role, Slug};

use super::{DemoTenant, tenants::API_KEYS};
use crate::{Backend, Error, access::secret_hash};

impl Backend {
    /// Makes the public keys for the first tenant of the demo, where they are missing.
    pub(crate) async fn make_demo_keys(&self, tenant: &DemoTenant) -> Result<(), Error> {
        let Some(admin) = tenant.users.iter().find(|user| user.role == Role::ClientAdmin) else {
            return Ok(());
        };
        let viewer = self.account_viewer(admin.email).await?;
        for key in API_KEYS {
            if self.db.api_key_by_secret(&secret_hash(key)).await?.is_some() {
                continue;
            }
            let projects = tenant.projects.iter().map(|(slug, ..)| Slug::parse("project_id", slug));
            let form = ApiKeyForm {
                kind: ApiKeyKind::Key,
                name: format!("Demo {key}"),
                scopes: vec![ApiScope::ConversationsExport],
                projects: projects
                    .collect::<Result<_, _>>()
                    .map_err(|e| Error::Invalid(vec![e]))?,
                expires: None,
                addresses: Vec::new(),
                origins: Vec::new(),
                requests_per_minute: REQUESTS_PER_MINUTE,
                errors: Vec::new(),
            };
            let credentials = (key.to_owned(), key.to_owned());
            self.keep_api_key(&viewer, &form, credentials).await?;
        }
        Ok(())
    }
}
