//! API keys: credentials of other programs.

use std::{fmt, net::IpAddr, str::FromStr};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};

use crate::{ApiKeyId, LocalTime, Profile, Project, code::codes};

codes! {
    /// How a program presents a key.
    ApiKeyKind {
        /// A key in `x-api-key` or `Authorization: Bearer`.
        Key = "key", "API key";
        /// A client id and secret, which a program exchanges for access tokens.
        PbxClient = "pbx_client", "PBX client";
        /// A token in `x-internal-token`, together with `x-organization-id`.
        InternalToken = "internal_token", "Internal token";
    }
    /// Scope of a key; no scope implies another.
    ApiScope {
        /// Read calls, and download call legs with full numbers over the PBX interface.
        CallsRead = "calls:read", "Read calls and call legs (PBX)";
        /// Push calls and recordings.
        CallsWrite = "calls:write", "Submit calls";
        /// Export conversations.
        ConversationsExport = "conversations:export", "Export conversations";
        /// List conversations and read their messages.
        ConversationsRead = "conversations:read", "Read conversations";
        /// Start background exports, read and cancel them.
        ExportsWrite = "exports:write", "Start and read background exports";
        /// Text before redaction.
        TranscriptsRaw = "transcripts:raw", "Text before redaction";
        /// Full numbers and details of the callers.
        CallersFull = "callers:full", "Full numbers and user details";
    }
    /// State of a key.
    ApiKeyState {
        /// Valid.
        Active = "active", "Active";
        /// Past its expiry date.
        Expired = "expired", "Expired";
        /// Revoked by a person.
        Revoked = "revoked", "Revoked";
    }
}

impl ApiKeyKind {
    /// The scope without which a credential of this kind cannot be used at all.
    pub const fn required_scope(self) -> Option<ApiScope> {
        match self {
            Self::PbxClient => Some(ApiScope::CallsRead),
            Self::Key | Self::InternalToken => None,
        }
    }
}

/// Default rate limit of a key, in requests per minute.
pub const DEFAULT_REQUESTS_PER_MINUTE: u32 = 60;
/// Highest rate limit of a key, in requests per minute.
pub const MAX_REQUESTS_PER_MINUTE: u32 = 10_000;

/// An IP address or a CIDR range: `10.0.0.7`, `10.0.0.0/8`, `2001:db8::/32`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AddressRange(IpNet);

impl utoipa::PartialSchema for AddressRange {
    fn schema() -> RefOr<Schema> {
        let range = ObjectBuilder::new().schema_type(Type::String);
        range.description(Some("`10.0.0.7`, `10.0.0.0/8` or `2001:db8::/32`.")).into()
    }
}

impl utoipa::ToSchema for AddressRange {}

impl AddressRange {
    /// Whether the range contains `address`; an IPv4-mapped IPv6 address counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

/// The text is neither an IP address nor a CIDR range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be IP addresses or ranges such as 203.0.113.7 or 10.0.0.0/8")]
pub struct InvalidAddressRange;

impl FromStr for AddressRange {
    type Err = InvalidAddressRange;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| InvalidAddressRange)?;
        let Some(bits) = bits else { return Ok(Self(address.into())) };
        let bits = bits.parse().map_err(|_| InvalidAddressRange)?;
        IpNet::new(address, bits).map(Self).map_err(|_| InvalidAddressRange)
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.prefix_len() == self.0.max_prefix_len() {
            return self.0.addr().fmt(f);
        }
        self.0.fmt(f)
    }
}

impl TryFrom<String> for AddressRange {
    type Error = InvalidAddressRange;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<AddressRange> for String {
    fn from(range: AddressRange) -> Self {
        range.to_string()
    }
}

/// An API key as listed; its secret was shown once and is not stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// Kind of credential.
    pub kind: ApiKeyKind,
    /// Display name.
    pub name: String,
    /// The id of a PBX client, or the beginning of another key.
    pub identifier: String,
    /// Its scopes.
    pub scopes: Vec<ApiScope>,
    /// The projects it may access.
    pub projects: Vec<Project>,
    /// Network addresses that may use it; empty for any.
    pub addresses: Vec<AddressRange>,
    /// Web origins that may use it in a browser, such as `https://app.example`.
    pub origins: Vec<String>,
    /// Requests permitted per minute.
    pub requests_per_minute: u32,
    /// Who created it; it never has more rights than this person.
    pub created_by: String,
    /// When it was created.
    pub created: LocalTime,
    /// When it expires, if ever.
    pub expires: Option<LocalTime>,
    /// When it was last used, to the minute.
    pub last_used: Option<LocalTime>,
    /// State.
    pub state: ApiKeyState,
}

/// The API keys page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ApiKeys {
    /// The viewer.
    pub profile: Profile,
    /// The tenant's slug, for `x-organization-id`.
    pub organization_id: String,
    /// The tenant's keys, newest first.
    pub keys: Vec<ApiKey>,
    /// Whether the viewer may create and revoke keys.
    pub may_edit: bool,
}

/// A new API key, with the secret that is shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CreatedApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// Display name.
    pub name: String,
    /// A PBX client's id.
    pub client_id: Option<String>,
    /// The key or token, or a PBX client's secret.
    pub secret: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_contains_the_addresses_with_its_prefix() {
        let contains = |range: &str, address: &str| {
            range.parse::<AddressRange>().unwrap().contains(address.parse().unwrap())
        };
        assert!(contains("203.0.113.7", "203.0.113.7") && !contains("203.0.113.7", "203.0.113.8"));
        assert!(contains("10.0.0.0/8", "10.255.0.1") && !contains("10.0.0.0/8", "11.0.0.1"));
        assert!(contains("0.0.0.0/0", "198.51.100.1") && !contains("0.0.0.0/0", "::1"));
        assert!(contains("2001:db8::/32", "2001:db8:1::2") && contains("::/0", "2001:db8::1"));
        assert!(contains("10.0.0.0/8", "::ffff:10.1.2.3"));
        for text in ["203.0.113.7", "10.1.2.3/8", "2001:db8::/32", "::1"] {
            assert_eq!(text.parse::<AddressRange>().unwrap().to_string(), text);
        }
        assert_eq!("::1/128".parse::<AddressRange>().unwrap().to_string(), "::1");
        for bad in ["", "10.0.0", "10.0.0.0/33", "10.0.0.0/x", "example.org", "::/129"] {
            assert_eq!(bad.parse::<AddressRange>(), Err(InvalidAddressRange), "{bad}");
        }
    }
}
