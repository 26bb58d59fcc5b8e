//! What every client speaks https with.

/// Makes ring the provider of this process, before a client is made.
pub fn use_ring() {
    // Fails only where a provider is installed already, which is as good.
    drop(rustls::crypto::ring::default_provider().install_default());
}
