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
    within: Duration,
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
            _ => Some(DeliveryFault::ErrorStatus),
        };
        Self { status: Some(status.as_u16()), fault }
    }
}

impl Sender {
    /// A client that follows nothing, asks no proxy, and connects to checked addresses only.
    pub(super) fn new(guard: Guard) -> Result<Self, Error> {
        crate::use_ring();
        let client = Client::builder()
            .user_agent(concat!("Earshot/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .dns_resolver(guard)
            .pool_idle_timeout(IDLE)
            .build()
            .map_err(Error::internal)?;
        Ok(Self { client, guard, within: WITHIN })
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
        match tokio::time::timeout(self.within, request.send()).await {
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
        let within = Duration::from_millis(500);
        Sender { within, ..Sender::new(Guard { allow_private: true }).unwrap() }
    }

    /// What comes of a receiver that answers with these bytes and keeps the connection open.
    async fn outcome(answer: &'static str) -> Outcome {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url: Url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
        let receiver = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            // An answer that comes before it was asked for is none.
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
    async fn a_receiver_that_says_nothing_is_given_up() {
        let given_up = Outcome::fault(DeliveryFault::TimedOut);
        assert_eq!(outcome("").await, given_up);
        assert_eq!(outcome("HTTP/1.1 200 OK\r\nx-half: ").await, given_up);
    }

    #[tokio::test]
    async fn an_answer_counts_however_long_its_body_takes() {
        let slow = "HTTP/1.1 202 Yes\r\ncontent-length: 9\r\n\r\nx";
        assert_eq!(outcome(slow).await, outcome_of(Some(202), None));
        let long = "HTTP/1.1 500 No\r\ncontent-length: 99999999999\r\n\r\nx";
        assert_eq!(outcome(long).await, outcome_of(Some(500), Some(DeliveryFault::ErrorStatus)));
        let endless = "HTTP/1.1 410 Gone\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n";
        assert_eq!(outcome(endless).await, outcome_of(Some(410), Some(DeliveryFault::Gone)));
    }

    #[tokio::test]
    async fn what_does_not_speak_http_is_not_reachable() {
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
