//! Pseudonyms of one export: the same person has the same one in all its files.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::calls::caller_key;

/// Characters of a pseudonym after its prefix; each stands for five bits.
const LENGTH: usize = 10;
/// The lower-case alphabet of base 32 (RFC 4648).
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// What sources write in place of a number that the caller withheld: nobody's identity.
const WITHHELD: [&str; 6] =
    ["anonymous", "blocked", "private", "restricted", "unavailable", "withheld"];

/// Derives pseudonyms from the secret of an export.
pub(in crate::exports) struct Pseudonyms {
    salt: String,
}

impl Pseudonyms {
    /// Pseudonyms of the export with this secret.
    pub(in crate::exports) fn new(salt: &str) -> Self {
        Self { salt: salt.to_owned() }
    }

    /// The pseudonym of whoever has this number, e-mail address or name.
    pub(super) fn of(&self, identity: &str) -> String {
        let identity = normalised(identity);
        if WITHHELD.contains(&identity.as_str()) {
            return "withheld".to_owned();
        }
        // HMAC takes keys of any length, so this cannot fail.
        let bytes = Hmac::<Sha256>::new_from_slice(self.salt.as_bytes())
            .map(|mac| mac.chain_update(identity.as_bytes()).finalize().into_bytes())
            .unwrap_or_default();
        let bits = bytes.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let letter = |place: usize| {
            let index = (bits >> (59 - 5 * place)) & 31;
            ALPHABET
                .get(usize::try_from(index).unwrap_or_default())
                .copied()
                .map_or('a', char::from)
        };
        format!("person-{}", (0..LENGTH).map(letter).collect::<String>())
    }
}

/// One spelling for every way to write the same number or address.
fn normalised(identity: &str) -> String {
    if identity.contains('@') { identity.trim().to_lowercase() } else { caller_key(identity) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_one_pseudonym_in_an_export_and_another_in_the_next() {
        let export = Pseudonyms::new("secret of one export");
        let number = export.of("+44 20 7946 0018");
        assert_eq!(number, export.of("+442079460018"));
        assert_eq!(export.of("Ann@Example.com "), export.of("ann@example.com"));
        assert_ne!(number, export.of("+442079460019"));
        assert_ne!(number, Pseudonyms::new("secret of another").of("+442079460018"));
    }

    /// The expected value is from Python's `hmac` and `base64`.
    #[test]
    fn a_pseudonym_is_the_start_of_the_mac_in_base_32() {
        assert_eq!(Pseudonyms::new("salt").of("+44 20 7946 0018"), "person-lgutpyjubs");
    }

    #[test]
    fn withheld_numbers_are_not_one_person() {
        assert_eq!(Pseudonyms::new("salt").of("Anonymous"), "withheld");
    }
}
