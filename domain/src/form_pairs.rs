//! The pairs of a urlencoded form as they stand: repeated and unknown names and all.

use crate::{Problem, ProblemCode};

/// Most bytes of a form.
pub const MAX_FORM_BYTES: usize = 64 * 1024;

/// The name–value pairs of a form, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormPairs(pub Vec<(String, String)>);

/// Why a form cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnreadableForm {
    /// Longer than [`MAX_FORM_BYTES`].
    TooLarge,
    /// Of another type, or not UTF-8.
    Malformed,
}

impl FormPairs {
    /// The media type of a form.
    pub const CONTENT_TYPE: &'static str = "application/x-www-form-urlencoded";

    /// Reads the body of a form; refused when it is not UTF-8.
    pub fn decode(body: &[u8]) -> Result<Self, UnreadableForm> {
        let replaced = |text: &str| text.contains('\u{fffd}');
        let pairs: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        // The decoder writes a replacement character where the bytes were not UTF-8.
        let honest = body.windows(9).any(|part| part.eq_ignore_ascii_case(b"%EF%BF%BD"));
        if !honest && pairs.iter().any(|(name, value)| replaced(name) || replaced(value)) {
            return Err(UnreadableForm::Malformed);
        }
        Ok(Self(pairs))
    }

    /// Writes the body of a form.
    pub fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

impl From<UnreadableForm> for Problem {
    fn from(fault: UnreadableForm) -> Self {
        match fault {
            UnreadableForm::TooLarge => {
                Self::new(ProblemCode::TooLarge, "The form is longer than 64 KB.")
            }
            UnreadableForm::Malformed => Self::new(
                ProblemCode::Malformed,
                "The form could not be read: it must be application/x-www-form-urlencoded, in \
                 UTF-8, and at most 64 KB long.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn repeated_and_unknown_names_and_their_order_are_kept() {
        let FormPairs(pairs) =
            FormPairs::decode(b"status=missed&colour=red&status=failed&a").unwrap();
        let read: Vec<_> =
            pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(
            read,
            [("status", "missed"), ("colour", "red"), ("status", "failed"), ("a", "")]
        );
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused_and_a_replacement_character_is_not() {
        for body in [b"agent=\xff\xfe".as_slice(), b"agent=%FF%FE", b"%ff=x"] {
            assert_eq!(FormPairs::decode(body), Err(UnreadableForm::Malformed));
        }
        assert!(FormPairs::decode(b"agent=%ef%bf%bd").is_ok());
    }

    proptest! {
        #[test]
        fn what_is_encoded_reads_back(pairs: Vec<(String, String)>) {
            let form = FormPairs(pairs);
            prop_assert_eq!(FormPairs::decode(form.encode().as_bytes()), Ok(form));
        }
    }
}
