//! Identifiers as types, so that one kind can never stand in for another.

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
            /// Wraps an id made by the id generator or read from the store.
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
    /// One key of a program.
    ApiKeyId,
    /// One call, of whatever channel.
    CallId,
    /// One message to one webhook.
    DeliveryId,
    /// One export, streamed or in the background.
    ExportId,
    /// One run of an import.
    ImportId,
    /// One background job.
    JobId,
    /// One project; outside the store it goes by its [`Slug`].
    ProjectId,
    /// One signed-in browser.
    SessionId,
    /// One client organisation.
    TenantId,
    /// One person who can sign in.
    UserId,
    /// One webhook.
    WebhookId,
}

/// A tenant's or project's name in URLs, files and commands: 1–63 of `a-z`, `0-9` and inner `-`.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    /// Checks `text`; the error names `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let fits = (1..=63).contains(&text.len())
            && text.bytes().all(inner)
            && !text.starts_with('-')
            && !text.ends_with('-');
        if fits {
            return Ok(Self(text.to_owned()));
        }
        Err(FieldError::new(field, "must be 1 to 63 lower-case letters, digits or inner hyphens"))
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
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
