//! State shared by all request handlers.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::FromRef,
    http::{HeaderMap, header},
};
use earshot_backend::{Backend, Places};
use earshot_domain::AddressRange;
use leptos::config::LeptosOptions;

use crate::{executor, site};

/// Reports of one client's network that are read at the same time.
const MAX_REPORTS_OF_CLIENT: usize = 16;

/// Settings of the web server.
#[derive(Debug, Clone, Default)]
pub struct WebSettings {
    /// URL that people open; with `https://`, cookies are secure.
    pub public_url: Option<String>,
    /// Proxies whose forwarded headers are trusted.
    pub trusted_proxies: Vec<AddressRange>,
    /// Whether the sign-in page lists the demo's users.
    pub demo: bool,
}

/// Shared state, cheap to clone.
#[derive(Clone)]
pub struct AppState {
    pub(crate) backend: Backend,
    pub(crate) settings: Arc<WebSettings>,
    pub(crate) leptos: LeptosOptions,
    /// Reports that are being read.
    pub(crate) reports: Places<IpAddr>,
}

impl AppState {
    /// Creates the state over an open backend.
    pub fn new(backend: Backend, settings: WebSettings) -> Self {
        executor::install();
        let leptos = LeptosOptions::builder()
            .output_name("earshot")
            .site_pkg_dir(site::PKG_DIR)
            .hash_files(false)
            .build();
        let reports = Places::new(MAX_REPORTS_OF_CLIENT, usize::MAX);
        Self { backend, settings: Arc::new(settings), leptos, reports }
    }

    /// Base URL of the server, without a slash at its end: the public URL, or the host of the request.
    pub(crate) fn base_url(&self, headers: &HeaderMap) -> String {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        match &self.settings.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", host.unwrap_or("localhost")),
        }
    }

    /// Whether browsers reach the portal over https.
    pub(crate) fn https(&self) -> bool {
        self.settings.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
