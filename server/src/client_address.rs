//! The client's network address: that of the connection, or the one that trusted proxies forward.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::{AppState, forwarded::forwarded_client};

/// Address of the connection's other end, added to every request by the accept loop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PeerAddress(pub(crate) SocketAddr);

/// Address of the client as text. It is always an address, whatever the headers say.
pub(crate) struct ClientAddress(pub(crate) String);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<PeerAddress>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
        let proxies = &state.settings.trusted_proxies;
        Ok(Self(forwarded_client(&parts.headers, peer.to_canonical(), proxies).to_string()))
    }
}
