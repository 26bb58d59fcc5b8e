//! People, their sessions and their API keys.

use earshot_backend::{Backend, Credentials, NewUserSpec, Viewer};
use earshot_domain::{ApiKeyForm, CreatedApiKey, Role};

/// Everybody's password.
pub const PASSWORD: &str = "correct horse";

/// The e-mail address of a Client Admin of `harbour`.
pub const ADMIN: &str = "admin@harbour.example";

/// Creates a person of a tenant.
pub async fn create_person(
    backend: &Backend,
    tenant: &str,
    email: &str,
    role: Role,
    projects: &[&str],
) {
    let projects: Vec<String> = projects.iter().map(ToString::to_string).collect();
    let (name, password) = ("Person", PASSWORD);
    let spec = NewUserSpec { tenant, email, name, role, password, projects: &projects };
    backend.tenants().add_user(&spec).await.unwrap();
}

/// Signs a person in with everybody's password and returns the session's token.
pub async fn sign_in(backend: &Backend, email: &str) -> String {
    let credentials =
        Credentials { email, password: PASSWORD, address: "192.0.2.1", device: None, former: None };
    backend.access().sign_in(&credentials).await.unwrap().unwrap().session.as_str().to_owned()
}

/// Creates an API key from the fields of its form.
pub async fn create_api_key(
    backend: &Backend,
    viewer: &Viewer,
    fields: &[(&str, &str)],
) -> CreatedApiKey {
    backend.keys().create(viewer, &ApiKeyForm::parse(fields)).await.unwrap()
}
