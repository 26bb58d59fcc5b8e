//! One delivery attempt: a signed POST to a checked address, and the receiver's response.

use std::{error::Error as _, time::Duration};

use earshot_domain::DeliveryFault;
use reqwest::{Client, StatusCode, Url, header, redirect};

use super::guard::{Guard, Refused};
use crate::Error;

/// Timeout of an attempt, from the host lookup to the response headers.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(15);
/// Maximum bytes read of a response body, to allow reuse of the connection.
const MAX_READ_BYTES: u64 = 1024;
/// Idle timeout of pooled connections.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// A signed message.
pub(super) struct Message<'a> {
    pub(super) id: &'a str,
    pub(super) timestamp: i64,
    pub(super) signature: String,
    pub(super) body: &'a str,
}

/// Outcome of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) status: Option<u16>,
    pub(super) fault: Option<DeliveryFault>,
}

/// Sender of webhook messages. Cheap to clone.
#[derive(Clone)]
pub(super) struct Sender {
    client: Client,
    guard: Guard,
    timeout: Duration,
}

impl Outcome {
    /// Outcome of an attempt without a response.
    pub(super) const fn fault(fault: DeliveryFault) -> Self {
        Self { status: None, fault: Some(fault) }
    }

    fn response(status: StatusCode) -> Self {
        let fault = match status.as_u16() {
            200..=299 => None,
            300..=399 => Some(DeliveryFault::Redirect),
            410 => Some(DeliveryFault::Gone),
            _ => Some(DeliveryFault::ErrorStatus),
        };
        Self { status: Some(status.as_u16()), fault }
    }
}

impl Sender {
    /// Creates a client that follows no redirects, uses no proxy and connects to checked addresses
    /// only.
    pub(super) fn new(guard: Guard) -> Result<Self, Error> {
        crate::use_ring();
        let client = Client::builder()
            .user_agent(concat!("Earshot/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .dns_resolver(guard)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .build()
            .map_err(Error::internal)?;
        Ok(Self { client, guard, timeout: ATTEMPT_TIMEOUT })
    }

    /// Sends a message once.
    pub(super) async fn send(&self, url: &Url, message: &Message<'_>) -> Outcome {
        // reqwest does not call the resolver for a host that is an IP address.
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
        match tokio::time::timeout(self.timeout, request.send()).await {
            Err(_) => Outcome::fault(DeliveryFault::TimedOut),
            Ok(Err(error)) => Outcome::fault(fault_of(&error)),
            Ok(Ok(response)) => {
                let status = response.status();
                if response.content_length().is_some_and(|bytes| bytes <= MAX_READ_BYTES) {
                    // The body is not needed, and a slow body does not fail the attempt.
                    drop(tokio::time::timeout(Duration::from_secs(1), response.bytes()).await);
                }
                Outcome::response(status)
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

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    const MESSAGE: Message<'static> =
        Message { id: "1", timestamp: 1, signature: String::new(), body: "{}" };

    fn sender() -> Sender {
        let timeout = Duration::from_millis(500);
        Sender { timeout, ..Sender::new(Guard { allow_private: true }).unwrap() }
    }

    /// Outcome with a receiver that responds with these bytes and keeps the connection open.
    async fn outcome(answer: &'static str) -> Outcome {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url: Url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
        let receiver = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            // A response that is sent before its request is invalid.
            stream.read_u8().await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
            let mut sink = Vec::new();
            drop(stream.read_to_end(&mut sink).await);
        });
        let outcome = sender().send(&url, &MESSAGE).await;
        receiver.abort();
        outcome
    }

    fn outcome_of(status: Option<u16>, fault: Option<DeliveryFault>) -> Outcome {
        Outcome { status, fault }
    }

    #[tokio::test]
    async fn an_attempt_without_a_response_times_out() {
        let given_up = Outcome::fault(DeliveryFault::TimedOut);
        assert_eq!(outcome("").await, given_up);
        assert_eq!(outcome("HTTP/1.1 200 OK\r\nx-half: ").await, given_up);
    }

    #[tokio::test]
    async fn a_response_counts_however_long_its_body_takes() {
        let slow = "HTTP/1.1 202 Yes\r\ncontent-length: 9\r\n\r\nx";
        assert_eq!(outcome(slow).await, outcome_of(Some(202), None));
        let long = "HTTP/1.1 500 No\r\ncontent-length: 99999999999\r\n\r\nx";
        assert_eq!(outcome(long).await, outcome_of(Some(500), Some(DeliveryFault::ErrorStatus)));
        let endless = "HTTP/1.1 410 Gone\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n";
        assert_eq!(outcome(endless).await, outcome_of(Some(410), Some(DeliveryFault::Gone)));
    }

    #[tokio::test]
    async fn a_receiver_without_http_is_not_reachable() {
        let unreachable = Outcome::fault(DeliveryFault::Unreachable);
        assert_eq!(outcome("SSH-2.0-OpenSSH\r\n").await, unreachable);
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        for scheme in ["http", "https"] {
            let url: Url = format!("{scheme}://{closed}/").parse().unwrap();
            assert_eq!(sender().send(&url, &MESSAGE).await, unreachable);
        }
    }

    #[tokio::test]
    async fn the_connection_itself_is_guarded() {
        let strict = Sender::new(Guard::default()).unwrap();
        let refused = Outcome::fault(DeliveryFault::AddressRefused);
        for host in ["localhost", "127.0.0.1", "[::1]", "[::ffff:10.0.0.1]"] {
            let url: Url = format!("http://{host}:9/").parse().unwrap();
            assert_eq!(strict.send(&url, &MESSAGE).await, refused, "{host}");
        }
    }
}
