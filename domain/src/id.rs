//! Typed ids and slugs, so that one kind of id cannot be passed for another.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::FieldError;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps an id from the id generator or the store.
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// Id of an API key.
    ApiKeyId,
    /// Id of a call.
    CallId,
    /// Id of a contact.
    ContactId,
    /// Id of a message to a webhook.
    DeliveryId,
    /// Id of an export.
    ExportId,
    /// Id of a number or e-mail address of a contact.
    IdentityId,
    /// Id of an import.
    ImportId,
    /// Id of a background job.
    JobId,
    /// Id of a project, which outside the store is identified by its [`Slug`].
    ProjectId,
    /// Id of a mark of a missed or wrong redaction.
    RedactionMarkId,
    /// Id of a session: one signed-in browser.
    SessionId,
    /// Id of a person's request for their own data.
    SubjectRequestId,
    /// Id of a tenant.
    TenantId,
    /// Id of a request to unlock a call.
    UnlockId,
    /// Id of a user.
    UserId,
    /// Id of a webhook.
    WebhookId,
}

/// Name of a tenant or project in URLs, files and commands: 1–63 of `a-z`, `0-9` and inner `-`.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct Slug(String);

/// The text is no [`Slug`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to 63 lower-case letters, digits or inner hyphens")]
pub struct NotASlug;

impl Slug {
    /// Parses `text`; the error names `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        text.parse().map_err(|error: NotASlug| FieldError::new(field, error.to_string()))
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = NotASlug;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let fits = (1..=63).contains(&text.len())
            && text.bytes().all(inner)
            && !text.starts_with('-')
            && !text.ends_with('-');
        if fits { Ok(Self(text.to_owned())) } else { Err(NotASlug) }
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_lower_case_words_with_inner_hyphens() {
        for good in ["a", "front-desk", "x9"] {
            assert_eq!(Slug::parse("project_id", good).unwrap().as_str(), good);
        }
        for bad in ["", "-a", "a-", "Front", "a b", "é", &"a".repeat(64)] {
            assert_eq!(Slug::parse("project_id", bad).unwrap_err().field, "project_id");
        }
    }
}
