//! Traits of a text: cheap signs of what can be in it, so that dear detectors run where they may find something.

use std::sync::LazyLock;

use super::{number_words, spelled};

/// A word that a number is said with.
const NUMBER: u16 = 1;
/// A word of the radio alphabet.
const RADIO: u16 = 1 << 1;
/// A word that names a topic.
const TOPIC: u16 = 1 << 2;
/// A word that streets end with.
const STREET: u16 = 1 << 3;
/// A word before the domain of an e-mail address.
const AT: u16 = 1 << 4;
/// A word of an age.
const AGE: u16 = 1 << 5;
/// A word of a birth.
const BIRTH: u16 = 1 << 6;
/// The sign of an e-mail address.
const AT_SIGN: u16 = 1 << 7;
/// A slash.
const SLASH: u16 = 1 << 8;
/// An opening bracket.
const BRACKET: u16 = 1 << 9;
/// Four capitals together, which may be a code of letters.
const CAPITALS: u16 = 1 << 10;
/// A word long enough for a German name of a street.
const LONG: u16 = 1 << 11;
/// A month, the number of a day, or a word of large numbers.
const DATE: u16 = 1 << 12;

/// Places of the table. Words that share a place share their signs, which costs time and hides nothing.
const PLACES: usize = 1 << 14;

static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    const TOPICS: &str = "birth birthdate birthday birthdays born dob d phone phones telephone cellphone mobile cell \
        landline whatsapp fax msisdn caller callee number numbers reach call ring text mail email emails emailed \
        emailing card cards visa mastercard amex credit debit long pan cardpan cvc cvv cvv2 cvc2 security expiry \
        expires expire expiration three four pin csc social ssn itin nhs tax tfn medicare medicaid national nino bank \
        account accounts acct accts vin sort sortcode iban routing bsb aba swift passport licence license licenses document plate \
        plates numberplate numberplates rego reg registration vehicle car policy medical mrn patient member \
        membership insurance booking reservation confirmation claim customer client loyalty case reference file \
        record frequent address addresses street live line post postcode postal zip code how age aged";
    const STREETS: &str = "street road avenue lane boulevard crescent terrace highway parkway esplanade rd ave blvd \
        ln cres tce hwy pkwy st drive dr close court ct way place pl square sq gardens gdns grove row park hill mews \
        green rise parade pde circle cir loop trail walk quay plaza cottage house farm lodge villa barn hall rue \
        chemin impasse quai calle avenida paseo via viale piazza";
    const DATES: &str = "january february march april may june july august september october november december \
        first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth \
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth of hundred thousand";
    const ADDRESSES: &str = "at arroba arobase a";
    const BIRTHS: &str = "birth birthdate birthday birthdays born dob d";
    let mut table = vec![0; PLACES];
    let mut add = |word: &str, sign: u16| table[place(word.bytes().fold(0, step))] |= sign;
    for (word, _) in number_words::WORDS.iter().filter(|(_, word)| word.is_digits()) {
        add(word, NUMBER);
    }
    for word in spelled::RADIO {
        add(word, RADIO);
    }
    for (words, sign) in [
        (TOPICS, TOPIC),
        (STREETS, STREET),
        (ADDRESSES, AT),
        (BIRTHS, BIRTH),
        (DATES, DATE),
        ("old", AGE),
    ] {
        words.split_ascii_whitespace().for_each(|word| add(word, sign));
    }
    table
});

fn signs(word: &[u8]) -> u16 {
    TABLE[place(word.iter().copied().fold(0, step))]
}

/// Whether a word may be one of the radio alphabet.
pub(super) fn may_be_radio(word: &[u8]) -> bool {
    signs(word) & RADIO != 0
}

/// Whether a word is, as far as its hash tells, of a date or of a large number.
pub(super) fn is_of_date(word: &[u8]) -> bool {
    signs(word) & DATE != 0
}

/// The next state of the hash of a word, for a byte of it in any case.
const fn step(hash: u32, byte: u8) -> u32 {
    hash.wrapping_mul(0x0100_0193) ^ (byte | 0x20) as u32
}

const fn place(hash: u32) -> usize {
    ((hash ^ (hash >> 14)) as usize) & (PLACES - 1)
}

/// What a text has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Traits {
    signs: u16,
    /// Digits, at most 255, as the others.
    digits: u8,
    /// Words that numbers are said with.
    numbers: u8,
    /// Single letters and words of the radio alphabet.
    letters: u8,
}

/// A word that is being read.
#[derive(Default)]
struct Word {
    hash: u32,
    length: u32,
    capitals: u32,
}

impl Traits {
    /// Looks through a folded text once.
    pub(super) fn of(text: &str) -> Self {
        let (table, mut traits, mut word) = (&*TABLE, Self::default(), Word::default());
        for byte in text.bytes() {
            if byte.is_ascii_alphabetic() {
                word.hash = step(word.hash, byte);
                word.length = word.length.saturating_add(1);
                word.capitals = word.capitals.saturating_add(u32::from(byte.is_ascii_uppercase()));
                continue;
            }
            traits.add(&word, table);
            word = Word::default();
            match byte {
                b'0'..=b'9' => traits.digits = traits.digits.saturating_add(1),
                b'@' => traits.signs |= AT_SIGN,
                b'/' => traits.signs |= SLASH,
                b'[' | b'(' | b'{' | b'<' => traits.signs |= BRACKET,
                _ => {}
            }
        }
        traits.add(&word, table);
        traits
    }

    fn add(&mut self, word: &Word, table: &[u16]) {
        if word.length == 0 {
            return;
        }
        let signs = table[place(word.hash)];
        self.signs |= signs;
        self.numbers = self.numbers.saturating_add(u8::from(signs & NUMBER != 0));
        self.letters =
            self.letters.saturating_add(u8::from(word.length == 1 || signs & RADIO != 0));
        if word.length > 4 {
            self.signs |= LONG;
        }
        if word.capitals >= 4 {
            self.signs |= CAPITALS;
        }
    }

    /// Those of a text that may have anything.
    #[cfg(test)]
    pub(super) const fn all() -> Self {
        Self { signs: u16::MAX, digits: u8::MAX, numbers: u8::MAX, letters: u8::MAX }
    }

    const fn has(self, sign: u16) -> bool {
        self.signs & sign != 0
    }

    /// Whether it can have no detail by itself, as most turns of a call.
    pub(super) const fn has_nothing(self) -> bool {
        !(self.has_email()
            || self.has_path()
            || self.has_birth()
            || self.has_street()
            || self.has_foreign_street()
            || self.has_spelled()
            || self.has_digit()
            || self.has_age()
            || self.has_topic()
            || self.has_number()
            || self.has(BRACKET))
    }

    /// Whether it has a digit.
    pub(super) const fn has_digit(self) -> bool {
        self.digits > 0
    }

    /// Whether it can have a number of six digits, written or said. Letters may stand for some of them.
    pub(super) const fn has_number(self) -> bool {
        self.digits >= 3 || self.numbers >= 2 || (self.numbers == 1 && self.digits >= 1)
    }

    /// Whether it can have a number at all.
    pub(super) const fn has_any_number(self) -> bool {
        self.digits > 0 || self.numbers > 0
    }

    /// Whether it can answer a question.
    pub(super) const fn has_answer(self) -> bool {
        self.has_any_number()
            || self.letters >= 2
            || self.has_email()
            || self.has(STREET)
            || self.has(CAPITALS)
    }

    /// Whether it can have a code that is spelled out.
    pub(super) const fn has_spelled(self) -> bool {
        self.letters >= 2
            && self.letters.saturating_add(self.numbers).saturating_add(self.digits) >= 5
    }

    /// Whether it can have an e-mail address.
    pub(super) const fn has_email(self) -> bool {
        self.has(AT_SIGN) || self.has(BRACKET) || self.has(AT)
    }

    /// Whether it has the sign of an e-mail address.
    pub(super) const fn has_at_sign(self) -> bool {
        self.has(AT_SIGN)
    }

    /// Whether it can have a web address with a path.
    pub(super) const fn has_path(self) -> bool {
        self.has(SLASH)
    }

    /// Whether it can have a street with a number.
    pub(super) const fn has_street(self) -> bool {
        self.has(STREET) && self.has_any_number()
    }

    /// Whether it can have a street as other languages write it, or a house with a name.
    pub(super) const fn has_foreign_street(self) -> bool {
        self.has(STREET) || (self.digits > 0 && self.has(LONG))
    }

    /// Whether it can name a topic.
    pub(super) const fn has_topic(self) -> bool {
        self.has(TOPIC)
    }

    /// Whether it can say how old somebody is.
    pub(super) const fn has_age(self) -> bool {
        self.has(AGE)
    }

    /// Whether it can speak of a birth.
    pub(super) const fn has_birth(self) -> bool {
        self.has(BIRTH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_any_case_and_at_any_place() {
        assert!(Traits::of("my Date of BIRTH").has_birth() && Traits::of("PHONE").has_topic());
        assert!(Traits::of("d.o.b.").has_birth() && Traits::of("e-mail").has_topic());
        assert!(
            Traits::of("nine nine").has_number()
                && !Traits::of("nothing to say here").has_any_number()
        );
        assert!(Traits::of("12 Main st").has_street() && !Traits::of("12 lattes").has_street());
        assert!(
            Traits::of("q x seven four m").has_spelled()
                && !Traits::of("i have a dog").has_spelled()
        );
        assert!(Traits::of("ann AT home").has_email() && !Traits::of("hello").has_email());
    }
}
