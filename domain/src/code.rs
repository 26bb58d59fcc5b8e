//! Codes of a call: closed sets of values with a code for URLs and files and a label for pages.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $label:literal;)+ })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of a form.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code in URLs, columns and files.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The codes as a sentence lists them: `a, b or c`.
            pub fn choices() -> String {
                $crate::code::choices(&[$($code),+])
            }

            /// The label on pages.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }

        // A derived schema would list the names of the variants, because it does not see the codes.
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

/// Lists codes: `a, b or c`.
pub(crate) fn choices(codes: &[&str]) -> String {
    match codes.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => codes.join(""),
    }
}

/// The text is not a code of the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown value")]
pub struct UnknownCode;

codes! {
    /// How a call ended.
    Status {
        /// Answered and finished.
        Completed = "completed", "Completed";
        /// Not answered, or abandoned by the caller.
        Missed = "missed", "Missed";
        /// A technical failure.
        Failed = "failed", "Failed";
        /// Not given by the source.
        Unknown = "unknown", "Unknown";
    }
    /// Channel of a conversation.
    Channel {
        /// A telephone call.
        Voice = "voice", "Voice";
        /// A call from a web page.
        Web = "web", "Web call";
        /// A text chat.
        Chat = "chat", "Chat";
        /// Text messages.
        Sms = "sms", "SMS";
        /// Not given by the source.
        Unknown = "unknown", "Unknown";
    }
    /// The direction of a call.
    Direction {
        /// Received by the receptionist.
        Inbound = "inbound", "Inbound";
        /// Made by the receptionist.
        Outbound = "outbound", "Outbound";
        /// Between two extensions.
        Internal = "internal", "Internal";
        /// Not given by the source.
        Unknown = "unknown", "Unknown";
    }
    /// Sentiment of the caller or the agent.
    Sentiment {
        /// Satisfied.
        Positive = "positive", "Positive";
        /// Neither positive nor negative.
        Neutral = "neutral", "Neutral";
        /// Dissatisfied.
        Negative = "negative", "Negative";
    }
}

/// Outcome of a call in the taxonomy of its source: a lower-case code such as `fully_resolved`.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct OutcomeCode(String);

impl OutcomeCode {
    /// The filter value that finds calls without an outcome.
    pub const UNCLASSIFIED: &'static str = "unclassified";

    /// Converts a label of the source into a code; `None` if it has no letter or digit.
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

    /// Returns the code, as in URLs and columns.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the label: "Fully resolved" for `fully_resolved`.
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
    fn codes_parse_to_their_values() {
        for status in Status::ALL {
            assert_eq!(status.as_str().parse(), Ok(*status));
        }
        assert_eq!("Completed".parse::<Status>(), Err(UnknownCode));
    }

    #[test]
    fn outcomes_are_derived_from_labels() {
        let outcome = OutcomeCode::from_label(" Fully  Resolved! ").unwrap();
        assert_eq!(
            (outcome.as_str(), outcome.label().as_str()),
            ("fully_resolved", "Fully resolved")
        );
        assert_eq!(OutcomeCode::from_label(&outcome.label()), Some(outcome));
        assert_eq!(OutcomeCode::from_label("--"), None);
    }
}
