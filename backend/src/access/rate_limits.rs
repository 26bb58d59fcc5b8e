//! Rate limits, counted in the database so that all processes share them.

use earshot_domain::{ApiKeyId, TenantId, client_network};

use crate::{
    Error, Viewer,
    access::Access,
    ids,
    privacy::encryption::MasterKey,
    store::{BucketStatus, RateTake},
};

/// Maximum events in a sliding window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Maximum number of events.
    pub events: u32,
    /// Length of the window in seconds.
    pub seconds: u32,
}

/// Bucket of events that are counted together. Its key contains unauthenticated input and network
/// addresses only as hashes.
#[derive(Clone, Copy)]
pub(crate) enum RateBucket<'a> {
    /// Failed sign-ins of an account from a network address.
    SignInPair { email: &'a str, address: &'a str },
    /// Failed sign-ins of an account, by the submitted e-mail address.
    SignInAccount(&'a str),
    /// Failed sign-ins from a known device, by its name.
    SignInDevice(&'a str),
    /// Failed sign-ins from a network address.
    SignInAddress(&'a str),
    /// Invalid keys and tokens, by network address.
    BadKeyAddress(&'a str),
    /// Failed sign-ins of a PBX client from a network address.
    PbxPair { client_id: &'a str, address: &'a str },
    /// Failed sign-ins of PBX clients, by network address.
    PbxAddress(&'a str),
    /// Requests with an API key, by its id.
    ApiKey(ApiKeyId),
    /// Requests with an API key in a day, by its id.
    ApiKeyDay(ApiKeyId),
    /// Requests with the internal token, by tenant id.
    InternalToken(TenantId),
    /// Reports to a receiver, by its name in the configuration.
    Receiver(&'a str),
    /// A person's streamed exports.
    Export(&'a Viewer),
    /// A person's transcript and conversation files.
    Transcript(&'a Viewer),
    /// A person's grants to recordings.
    Recording(&'a Viewer),
    /// A person's changes to reviews.
    Review(&'a Viewer),
    /// Manual webhook deliveries of a tenant.
    WebhookSend(&'a Viewer),
    /// A viewer's requests for records that are not theirs, as they are recorded.
    Refusals(&'a Viewer),
}

impl RateBucket<'_> {
    /// The bucket's name in the database.
    pub(crate) fn key(&self, master: &MasterKey) -> String {
        let hashed = |purpose: &str, value: &str| {
            format!("{purpose} {}", hex::encode(master.hash(purpose, value)))
        };
        let person = |purpose: &str, viewer: &Viewer| {
            format!(
                "{purpose} {} {}",
                viewer.tenant.id,
                viewer.actor.user_id().map(|id| id.to_string()).unwrap_or_default()
            )
        };
        match self {
            Self::SignInPair { email, address } => {
                hashed("sign-in-pair", &format!("{}\n{email}", network(address)))
            }
            Self::SignInAccount(email) => hashed("sign-in-account", email),
            Self::SignInDevice(name) => hashed("sign-in-device", name),
            Self::SignInAddress(address) => hashed("sign-in-address", &network(address)),
            Self::BadKeyAddress(address) => hashed("bad-key-address", &network(address)),
            Self::PbxPair { client_id, address } => {
                hashed("pbx-pair", &format!("{}\n{client_id}", network(address)))
            }
            Self::PbxAddress(address) => hashed("pbx-address", &network(address)),
            Self::ApiKey(id) => format!("api-key {id}"),
            Self::ApiKeyDay(id) => format!("api-key-day {id}"),
            Self::InternalToken(tenant) => format!("internal-token {tenant}"),
            Self::Receiver(name) => format!("receiver {name}"),
            Self::Export(viewer) => person("export", viewer),
            Self::Transcript(viewer) => person("transcript", viewer),
            Self::Recording(viewer) => person("recording", viewer),
            Self::Review(viewer) => person("review", viewer),
            Self::WebhookSend(viewer) => format!("webhook-send {}", viewer.tenant.id),
            Self::Refusals(viewer) => person("refusals", viewer),
        }
    }
}

/// The network that counts as one client.
fn network(address: &str) -> String {
    let address = address.parse().map(client_network);
    address.map_or_else(|_| "no address".to_owned(), |network| network.to_string())
}

/// Events that were taken, and how far the first of their buckets is used.
pub(crate) struct Taken {
    pub(crate) events: Vec<String>,
    pub(crate) used: i64,
}

impl Access<'_> {
    /// Counts one event in each bucket, or none if any limit is reached.
    pub(crate) async fn take_rates(
        self,
        buckets: &[(RateBucket<'_>, Rate)],
    ) -> Result<Vec<String>, Error> {
        Ok(self.take_counted(buckets).await?.events)
    }

    /// Does the same, and tells how many events the first bucket holds.
    pub(crate) async fn take_counted(
        self,
        buckets: &[(RateBucket<'_>, Rate)],
    ) -> Result<Taken, Error> {
        let takes: Vec<RateTake> =
            buckets.iter().map(|(bucket, rate)| self.rate_take(bucket, *rate)).collect();
        let statuses = self.0.db.take_rates(&takes, self.0.now_ms()).await?;
        match statuses.iter().find(|status| !status.taken) {
            Some(status) => Err(Error::RateLimited { retry_after: status.frees_in_seconds() }),
            None => Ok(Taken {
                used: statuses.first().map_or(0, |status| status.used),
                events: takes.into_iter().map(|take| take.event_id).collect(),
            }),
        }
    }

    /// Whether a bucket has no event left.
    pub(crate) async fn is_used_up(
        self,
        bucket: RateBucket<'_>,
        rate: Rate,
    ) -> Result<bool, Error> {
        let take = self.rate_take(&bucket, rate);
        self.0.db.is_rate_used_up(&take, self.0.now_ms()).await
    }

    /// Takes one event from a bucket if one is left, and returns the bucket's status.
    pub(crate) async fn take_rate(
        self,
        bucket: RateBucket<'_>,
        rate: Rate,
    ) -> Result<BucketStatus, Error> {
        let take = self.rate_take(&bucket, rate);
        let statuses = self.0.db.take_rates(&[take], self.0.now_ms()).await?;
        statuses.into_iter().next().ok_or_else(|| Error::internal("a bucket has no status"))
    }

    fn rate_take(self, bucket: &RateBucket<'_>, rate: Rate) -> RateTake {
        RateTake {
            bucket: bucket.key(&self.0.master_key),
            event_id: ids::fresh().to_string(),
            limit: rate.events.into(),
            window_ms: i64::from(rate.seconds).saturating_mul(1000),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unauthenticated_input_enters_a_key_hashed_and_bounded() {
        let master = MasterKey::new([7; 32]);
        let long = "x@example.com".repeat(10_000);
        for typed in ["canary@example.com", "198.51.100.7", long.as_str()] {
            for bucket in [
                RateBucket::SignInPair { email: typed, address: typed },
                RateBucket::SignInAccount(typed),
                RateBucket::SignInDevice(typed),
                RateBucket::PbxPair { client_id: typed, address: typed },
                RateBucket::SignInAddress(typed),
                RateBucket::BadKeyAddress(typed),
                RateBucket::PbxAddress(typed),
            ] {
                let key = bucket.key(&master);
                assert!(!key.contains(typed) && key.len() <= 80, "{key}");
                assert_eq!(key, bucket.key(&master));
                assert_ne!(
                    key,
                    bucket.key(&MasterKey::new([8; 32])),
                    "the hash must depend on the master key"
                );
            }
        }
    }

    #[test]
    fn addresses_of_one_ipv6_client_share_a_bucket() {
        let master = MasterKey::new([7; 32]);
        let key = |address| RateBucket::SignInAddress(address).key(&master);
        assert_eq!(key("2001:db8::1"), key("2001:db8::ffff:2"));
        assert_ne!(key("2001:db8::1"), key("2001:db8:0:1::1"));
        assert_ne!(key("203.0.113.7"), key("203.0.113.8"));
        assert_eq!(key("a"), key("b"), "what is no address is not told apart");
    }
}
