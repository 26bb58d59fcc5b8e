//! The TLS provider of every https client.

/// Installs ring as the TLS provider of this process; call it before creating a client.
pub fn use_ring() {
    // It fails only if a provider is installed already, which is sufficient.
    drop(rustls::crypto::ring::default_provider().install_default());
}
