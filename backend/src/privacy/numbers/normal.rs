//! The one form of a number in which it is stored, searched and joined: E.164 where it can be.

use earshot_domain::Country;
use rlibphonenumber::{NumberLengthType, PhoneNumber, PhoneNumberFormat, enums::Region};

use super::{
    country::region,
    written::{Dialled, SipAddress, Written},
};

/// Digits below which a number is an extension or a short code, which no numbering plan changes.
const MIN_DIGITS: usize = 7;
/// Digits of the shortest number that can begin with a country code and no plus.
const MIN_WITH_COUNTRY_CODE: usize = 11;
/// Prefixes by which other countries are dialled, from most of the world, from North America, and from
/// Australia.
const INTERNATIONAL_PREFIXES: [&str; 3] = ["00", "011", "0011"];

/// A number as read in a country.
#[derive(Debug, Clone)]
pub(crate) struct Normal {
    pub(super) written: Written,
    /// Its digits as written, where it is dialled.
    pub(super) dialled: Option<Dialled>,
    /// The number in its numbering plan, where that is known. SIP addresses have none.
    pub(super) phone: Option<PhoneNumber>,
}

impl Normal {
    /// Reads a number as somebody in `country` writes it.
    pub(crate) fn read(text: &str, country: Option<Country>) -> Self {
        let written = Written::read(text);
        let dialled = written.dialled();
        let phone = match &written {
            Written::Number(number) => phone(number, country.and_then(region)),
            _ => None,
        };
        Self { written, dialled, phone }
    }

    /// The text by which it is found whole: E.164 without its plus, or the digits; user and host of a
    /// SIP address; one word for all who withheld their number.
    pub(crate) fn key(&self) -> String {
        match &self.written {
            Written::Withheld => "withheld".to_owned(),
            Written::Sip(SipAddress { user, host }) => format!("sip:{user}@{host}"),
            Written::Name(name) => name.clone(),
            Written::Number(number) => {
                self.phone.as_ref().map_or_else(|| number.digits.clone(), digits)
            }
        }
    }

    /// The last digits of the number, or of a SIP address's user; `None` when there are fewer.
    pub(crate) fn end(&self, length: usize) -> Option<String> {
        let all = match &self.phone {
            Some(phone) => digits(phone),
            None => self.dialled.as_ref()?.digits.clone(),
        };
        all.get(all.len().checked_sub(length)?..).map(str::to_owned)
    }

    /// Whether the caller withheld the number.
    pub(crate) fn is_withheld(&self) -> bool {
        self.written == Written::Withheld
    }

    /// Whether it stands for one party, who can be known by it.
    pub(crate) fn identifies(&self) -> bool {
        match &self.written {
            Written::Withheld | Written::Name(_) => false,
            Written::Sip(address) => !address.user.is_empty(),
            Written::Number(_) => true,
        }
    }
}

/// The digits of E.164.
pub(super) fn digits(phone: &PhoneNumber) -> String {
    let e164 = phone.format_as(PhoneNumberFormat::E164);
    e164.trim_start_matches('+').to_owned()
}

/// The digits of a number as dialled in its own country, without and with the trunk prefix.
pub(super) fn national(phone: &PhoneNumber) -> [String; 2] {
    let national = phone.format_as(PhoneNumberFormat::National);
    let dialled = national.chars().filter(char::is_ascii_digit).collect();
    [phone.get_national_significant_number(), dialled]
}

fn phone(number: &Dialled, region: Option<Region>) -> Option<PhoneNumber> {
    if number.plus && !number.digits.starts_with('0') {
        return international(&number.digits).filter(is_possible);
    }
    if number.digits.len() < MIN_DIGITS {
        return None;
    }
    region
        .and_then(|region| own(&number.digits, region))
        .or_else(|| with_prefix(&number.digits))
        .or_else(|| with_country_code(&number.digits))
}

/// The digits as a number of the country itself, or dialled from there: valid, or written with a
/// prefix. Other digits may lack more than a prefix, such as an area code.
fn own(digits: &str, region: Region) -> Option<PhoneNumber> {
    let phone = PhoneNumber::parse(digits, Some(region)).ok().filter(is_possible)?;
    let has_prefix = phone.get_national_significant_number() != digits;
    (has_prefix || phone.is_valid()).then_some(phone)
}

/// The digits behind another country's prefix for calls abroad.
fn with_prefix(digits: &str) -> Option<PhoneNumber> {
    INTERNATIONAL_PREFIXES.into_iter().find_map(|prefix| {
        let phone = international(digits.strip_prefix(prefix)?)?;
        // Only two zeros begin no national number.
        if prefix == "00" { is_possible(&phone) } else { phone.is_valid() }.then_some(phone)
    })
}

/// Digits that begin with a country code.
fn with_country_code(digits: &str) -> Option<PhoneNumber> {
    if digits.len() < MIN_WITH_COUNTRY_CODE || digits.starts_with('0') {
        return None;
    }
    international(digits).filter(PhoneNumber::is_valid)
}

fn international(digits: &str) -> Option<PhoneNumber> {
    PhoneNumber::parse(format!("+{digits}"), None).ok()
}

fn is_possible(phone: &PhoneNumber) -> bool {
    phone.is_possible_with_reason().is_ok_and(|length| length == NumberLengthType::IsPossible)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(country: &str, texts: &[&str]) -> Vec<String> {
        let country = country.parse().ok();
        texts.iter().map(|text| Normal::read(text, country).key()).collect()
    }

    #[track_caller]
    fn all_are(country: &str, key: &str, texts: &[&str]) {
        for text in texts {
            assert_eq!(keys(country, &[text]), [key], "{text} in {country}");
        }
    }

    #[test]
    fn every_usual_spelling_of_a_british_number_is_one() {
        let spellings = [
            "+442079460123",
            "+44 20 7946 0123",
            "+44 (0)20 7946 0123",
            "+44(0)2079460123",
            "00442079460123",
            "0044 (0) 20 7946 0123",
            "02079460123",
            "020 7946 0123",
            "(020) 7946-0123",
            "2079460123",
            "442079460123",
            "０２０ ７９４６ ０１２３",
            "020.7946.0123",
            "tel:+44-20-7946-0123",
            "+44 20 7946 0123 x12",
            "020 7946 0123 ext. 7",
        ];
        all_are("GB", "442079460123", &spellings);
        all_are("GB", "447700900123", &["07700900123", "07700 900 123", "+44 7700 900123"]);
    }

    #[test]
    fn every_usual_spelling_of_an_american_number_is_one() {
        let spellings = [
            "+12025550131",
            "+1 202 555 0131",
            "2025550131",
            "(202) 555-0131",
            "202-555-0131",
            "202.555.0131",
            "1-202-555-0131",
            "12025550131",
            "011 1 202 555 0131",
            "001 202 555 0131",
            "tel:+1-202-555-0131",
            "(202) 555-0131 x12",
            "２０２５５５０１３１",
        ];
        all_are("US", "12025550131", &spellings);
        all_are("CA", "12025550131", &spellings);
    }

    #[test]
    fn numbers_of_other_countries_are_read_with_their_prefix_or_country_code() {
        all_are(
            "US",
            "442079460123",
            &["+44 20 7946 0123", "011442079460123", "00442079460123", "442079460123"],
        );
        all_are(
            "GB",
            "12025550131",
            &["+12025550131", "0012025550131", "12025550131", "1-202-555-0131"],
        );
        all_are(
            "AU",
            "61491570156",
            &["0491 570 156", "+61 491 570 156", "491570156", "+61 (0)491 570 156"],
        );
        all_are("AU", "442079460123", &["0011 44 20 7946 0123"]);
        all_are("FR", "33199001234", &["01 99 00 12 34", "+33 1 99 00 12 34", "0033199001234"]);
        all_are("IT", "390612345678", &["06 1234 5678", "+39 06 12345678", "0039 06 12345678"]);
        // Without a country, only what says it by itself.
        let none = |text| Normal::read(text, None).key();
        assert_eq!(none("+442079460123"), "442079460123");
        assert_eq!(none("0044 20 7946 0123"), "442079460123");
        assert_eq!(none("020 7946 0123"), "02079460123");
    }

    #[test]
    fn other_numbers_are_their_digits() {
        all_are("GB", "7000", &["7000", "+7000", "70-00"]);
        all_are("GB", "2025550131", &["2025550131", "(202) 555-0131"]);
        all_are("US", "5550131", &["555-0131"]);
        all_are("DE", "0100", &["0100"]);
        all_are("GB", "999", &["999"]);
    }

    #[test]
    fn addresses_and_withheld_numbers_are_never_numbers() {
        all_are(
            "GB",
            "sip:1001@203.0.113.7",
            &["sip:1001@203.0.113.7", "<SIP:1001@203.0.113.7:5060>"],
        );
        all_are("GB", "sip:nina@203.0.113.7", &["sip:nina@203.0.113.7"]);
        all_are("GB", "withheld", &["anonymous", "sip:anonymous@203.0.113.7", "RESTRICTED"]);
        let end = |text| Normal::read(text, None).end(4);
        assert_eq!(end("sip:nina@203.0.113.7"), None, "no digits of the host");
        assert_eq!(end("sip:+12025550131@203.0.113.7").as_deref(), Some("0131"));
        assert_eq!(
            end("+1 202 555 0131 x1234").as_deref(),
            Some("0131"),
            "no digits of the extension"
        );
    }
}
