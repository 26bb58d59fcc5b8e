//! The closed sets of words a call is described with, and their spelling in URLs, files and pages.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $label:literal;)+ })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every value, in the order a form shows them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The spelling in URLs, columns and files.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The word a page shows.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }

        // Derived, it would have the names of the variants: it cannot read codes out of a macro.
        impl ::utoipa::PartialSchema for $name {
            fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::Schema> {
                let code = ::utoipa::openapi::ObjectBuilder::new();
                let code = code.schema_type(::utoipa::openapi::Type::String);
                code.enum_values(Some([$($code),+])).into()
            }
        }

        impl ::utoipa::ToSchema for $name {}

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::code::UnknownCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text { $($code => Ok(Self::$variant),)+ _ => Err($crate::code::UnknownCode) }
            }
        }
    )*};
}
pub(crate) use codes;

/// The text is none of the set's spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown value")]
pub struct UnknownCode;

codes! {
    /// How a call ended.
    Status {
        /// Answered and finished.
        Completed = "completed", "Completed";
        /// Nobody answered, or the caller gave up.
        Missed = "missed", "Missed";
        /// A technical failure.
        Failed = "failed", "Failed";
        /// The source does not say.
        Unknown = "unknown", "Unknown";
    }
    /// How the conversation reached the receptionist.
    Channel {
        /// A telephone call.
        Voice = "voice", "Voice";
        /// A call from a web page.
        Web = "web", "Web call";
        /// A text chat.
        Chat = "chat", "Chat";
        /// Text messages.
        Sms = "sms", "SMS";
        /// The source does not say.
        Unknown = "unknown", "Unknown";
    }
    /// The direction of a call.
    Direction {
        /// From outside to the receptionist.
        Inbound = "inbound", "Inbound";
        /// From the receptionist to the outside.
        Outbound = "outbound", "Outbound";
        /// Between two extensions.
        Internal = "internal", "Internal";
        /// The source does not say.
        Unknown = "unknown", "Unknown";
    }
    /// The caller's or agent's mood in a call.
    Sentiment {
        /// Pleased.
        Positive = "positive", "Positive";
        /// Neither.
        Neutral = "neutral", "Neutral";
        /// Upset.
        Negative = "negative", "Negative";
    }
}

/// What a call came to, in the source's own taxonomy: a lower-case code such as `fully_resolved`.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct OutcomeCode(String);

impl OutcomeCode {
    /// The filter value that finds calls without an outcome.
    pub const UNCLASSIFIED: &'static str = "unclassified";

    /// Turns a source's wording into a code; `None` when nothing is left of it.
    pub fn from_label(label: &str) -> Option<Self> {
        let mut code = String::with_capacity(label.len());
        for c in label.trim().chars().take(100) {
            if c.is_alphanumeric() {
                code.extend(c.to_lowercase());
            } else if !code.is_empty() && !code.ends_with('_') {
                code.push('_');
            }
        }
        let code = code.trim_end_matches('_');
        (!code.is_empty()).then(|| Self(code.to_owned()))
    }

    /// The code, as in URLs and columns.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code as words: `fully_resolved` reads "Fully resolved".
    pub fn label(&self) -> String {
        let words = self.0.replace('_', " ");
        let mut letters = words.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

impl std::fmt::Display for OutcomeCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for OutcomeCode {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::from_label(text).ok_or(UnknownCode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_what_they_write() {
        for status in Status::ALL {
            assert_eq!(status.as_str().parse(), Ok(*status));
        }
        assert_eq!("Completed".parse::<Status>(), Err(UnknownCode));
    }

    #[test]
    fn outcomes_keep_the_sources_words() {
        let outcome = OutcomeCode::from_label(" Fully  Resolved! ").unwrap();
        assert_eq!(
            (outcome.as_str(), outcome.label().as_str()),
            ("fully_resolved", "Fully resolved")
        );
        assert_eq!(OutcomeCode::from_label(&outcome.label()), Some(outcome));
        assert_eq!(OutcomeCode::from_label("--"), None);
    }
}
