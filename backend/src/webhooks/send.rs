//! One attempt to hand a message over: a signed POST to a checked address, and the receiver's answer.

use std::{error::Error as _, time::Duration};

use earshot_domain::DeliveryFault;
use reqwest::{Client, StatusCode, Url, header, redirect};

use super::guard::{Guard, Refused};
use crate::Error;

/// How long an attempt may take, from looking the host up to the answer's headers.
const WITHIN: Duration = Duration::from_secs(15);
/// The most of an answer's body that is read, so that its connection can be used again.
const READ_BYTES: u64 = 1024;
/// How long a connection is kept for the next message.
const IDLE: Duration = Duration::from_secs(20);

/// A message as it travels.
pub(super) struct Message<'a> {
    pub(super) id: &'a str,
    pub(super) timestamp: i64,
    pub(super) signature: String,
    pub(super) body: &'a str,
}

/// What an attempt came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) status: Option<u16>,
    pub(super) fault: Option<DeliveryFault>,
}

/// The way out. Cheap to clone.
#[derive(Clone)]
pub(super) struct Sender {
    client: Client,
    guard: Guard,
}

impl Outcome {
    /// A message that did not get as far as an answer.
    pub(super) const fn fault(fault: DeliveryFault) -> Self {
        Self { status: None, fault: Some(fault) }
    }

    fn answered(status: StatusCode) -> Self {
        let fault = match status.as_u16() {
            200..=299 => None,
            300..=399 => Some(DeliveryFault::Redirect),
            410 => Some(DeliveryFault::Gone),
            _ => Some(DeliveryFault::Answer),
        };
        Self { status: Some(status.as_u16()), fault }
    }
}

impl Sender {
    /// A client that follows nothing, asks no proxy, and connects to checked addresses only.
    pub(super) fn new(guard: Guard) -> Result<Self, Error> {
        // Fails only where a provider is installed already, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = Client::builder()
            .user_agent(concat!("Earshot/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .dns_resolver(guard)
            .pool_idle_timeout(IDLE)
            .build()
            .map_err(Error::internal)?;
        Ok(Self { client, guard })
    }

    /// Sends a message once.
    pub(super) async fn send(&self, url: &Url, message: &Message<'_>) -> Outcome {
        // Clients do not ask their resolver about a host that is an address.
        if !self.guard.admits_literal(url.host_str().unwrap_or_default()) {
            return Outcome::fault(DeliveryFault::AddressRefused);
        }
        let request = self
            .client
            .post(url.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", message.id)
            .header("webhook-timestamp", message.timestamp)
            .header("webhook-signature", &message.signature)
            .body(message.body.to_owned());
        match tokio::time::timeout(WITHIN, request.send()).await {
            Err(_) => Outcome::fault(DeliveryFault::TimedOut),
            Ok(Err(error)) => Outcome::fault(fault_of(&error)),
            Ok(Ok(response)) => {
                let status = response.status();
                if response.content_length().is_some_and(|bytes| bytes <= READ_BYTES) {
                    // Nobody needs it, and an answer whose body is slow is an answer.
                    drop(tokio::time::timeout(Duration::from_secs(1), response.bytes()).await);
                }
                Outcome::answered(status)
            }
        }
    }
}

fn fault_of(error: &reqwest::Error) -> DeliveryFault {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.downcast_ref::<Refused>() == Some(&Refused::Private) {
            return DeliveryFault::AddressRefused;
        }
        cause = inner.source();
    }
    DeliveryFault::Unreachable
}
