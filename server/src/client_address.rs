//! The client's network address: that of the connection, or the one a trusted proxy forwards.

use std::{convert::Infallible, net::SocketAddr};

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::AppState;

/// Address of the connection's other end, added to every request by the accept loop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PeerAddress(pub(crate) SocketAddr);

/// Address of the client as text.
pub(crate) struct ClientAddress(pub(crate) String);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        // The last entry is the one the proxy itself wrote.
        let last = forwarded.and_then(|list| list.rsplit(',').next()).map(str::trim);
        let address = match last {
            Some(address) if state.settings.trusted_proxy => address.to_owned(),
            _ => parts
                .extensions
                .get::<PeerAddress>()
                .map_or_else(|| "local".to_owned(), |peer| peer.0.ip().to_string()),
        };
        Ok(Self(address))
    }
}
