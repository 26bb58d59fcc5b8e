//! Pseudonyms of one export: the same person has the same one in all its files.

use earshot_domain::Country;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::privacy::numbers::{Normal, WITHHELD};

/// Characters of a pseudonym after its prefix; each stands for five bits.
const LENGTH: usize = 10;
/// The lower-case alphabet of base 32 (RFC 4648).
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Derives pseudonyms from the secret of an export.
pub(in crate::exports) struct Pseudonyms {
    salt: String,
}

impl Pseudonyms {
    /// Pseudonyms of the export with this secret.
    pub(in crate::exports) fn new(salt: &str) -> Self {
        Self { salt: salt.to_owned() }
    }

    /// The pseudonym of whoever has this number, as read in a country, e-mail address or name.
    pub(super) fn of(&self, identity: &str, country: Option<Country>) -> String {
        let number = Normal::read(identity, country);
        if number.is_withheld() {
            return WITHHELD.to_owned();
        }
        let identity =
            if identity.contains('@') { identity.trim().to_lowercase() } else { number.key() };
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: docs/compatibility.md#askvault-anonymise.
    #[test]
    fn a_person_has_one_pseudonym_in_an_export_and_another_in_the_next() {
        let export = Pseudonyms::new("secret of one export");
        let of = |number| export.of(number, "GB".parse().ok());
        let number = of("+44 20 7946 0018");
        assert_eq!([of("+442079460018"), of("020 7946 0018")], [number.clone(), number.clone()]);
        assert_eq!(of("Ann@Example.com "), of("ann@example.com"));
        assert_ne!(number, of("+442079460019"));
        let other = Pseudonyms::new("secret of another");
        assert_ne!(number, other.of("+442079460018", None));
    }

    /// The expected value is from Python's `hmac` and `base64`.
    #[test]
    fn a_pseudonym_is_the_start_of_the_mac_in_base_32() {
        assert_eq!(Pseudonyms::new("salt").of("+44 20 7946 0018", None), "person-lgutpyjubs");
    }

    #[test]
    fn withheld_numbers_are_not_one_person() {
        for number in ["Anonymous", "sip:anonymous@anonymous.invalid"] {
            assert_eq!(Pseudonyms::new("salt").of(number, None), "Withheld");
        }
    }
}
