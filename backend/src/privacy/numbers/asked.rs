//! A number that is searched for: whole, in any usual spelling, or by its end.

use earshot_domain::Country;

use super::{
    normal::{Normal, digits, national},
    written::{Dialled, Written},
};

/// Digits, or letters, that a search needs.
const MIN_LENGTH: usize = 4;
/// Digits at the end of a number that have a hash of their own, the most first.
const ENDS: [usize; 3] = [8, 6, 4];

/// A number that is searched for, as read in the country of a project.
pub(crate) struct Asked {
    number: Normal,
    country: Option<Country>,
}

/// The end of a number, by which it is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ending {
    /// 4, 6 or 8 digits.
    pub(crate) digits: String,
    /// Whether every number with this end is found.
    pub(crate) decides: bool,
}

impl Asked {
    /// Reads what is searched for; `None` if it is too short.
    pub(crate) fn read(text: &str, country: Option<Country>) -> Option<Self> {
        let number = Normal::read(text, country);
        let fits = match &number.written {
            Written::Withheld => true,
            Written::Sip(address) => !address.user.is_empty(),
            Written::Number(Dialled { digits, .. }) => digits.len() >= MIN_LENGTH,
            Written::Name(name) => name.chars().count() >= MIN_LENGTH,
        };
        fits.then_some(Self { number, country })
    }

    /// The form in which the whole number is stored.
    pub(crate) fn key(&self) -> String {
        self.number.key()
    }

    /// The end by which numbers are looked up that are written otherwise, or end like this.
    pub(crate) fn ending(&self) -> Option<Ending> {
        let Written::Number(dialled) = &self.number.written else { return None };
        let significant = match &self.number.phone {
            Some(phone) => national(phone).into_iter().next().unwrap_or_default(),
            None => dialled.digits.clone(),
        };
        // What stands before a trunk prefix is not known.
        let asked = significant.trim_start_matches('0');
        let asked = if asked.len() < MIN_LENGTH { significant.as_str() } else { asked };
        let length = ENDS.into_iter().find(|length| *length <= asked.len())?;
        let digits = asked.get(asked.len().saturating_sub(length)..)?.to_owned();
        let decides = !dialled.plus && dialled.digits == digits;
        Some(Ending { digits, decides })
    }

    /// Whether a stored number is this one, or ends like it.
    pub(crate) fn matches(&self, stored: &str) -> bool {
        let stored = Normal::read(stored, self.country);
        if self.number.key() == stored.key() {
            return true;
        }
        let Written::Number(asked) = &self.number.written else { return false };
        let Some(dialled) = &stored.dialled else { return false };
        let whole = stored.phone.as_ref().map(digits);
        let is_end = !asked.plus
            && (dialled.digits.ends_with(&asked.digits)
                || whole.is_some_and(|whole| whole.ends_with(&asked.digits)));
        is_end
            || is_spelling(&self.number, dialled)
            || is_spelling(&stored, asked)
            // The user of a SIP address, which is no number by itself.
            || matches!(&stored.written, Written::Sip(_)) && self.matches(&dialled.text())
    }

    /// The forms that were looked for, for people: as numbers are stored.
    pub(crate) fn forms(&self) -> Vec<String> {
        match (&self.number.written, &self.number.phone) {
            (Written::Withheld, _) => vec![super::WITHHELD.to_owned()],
            (Written::Sip(address), _) => vec![format!("sip:{}@{}", address.user, address.host)],
            (Written::Name(name), _) => vec![name.clone()],
            (Written::Number(dialled), None) => vec![dialled.text()],
            (Written::Number(_), Some(phone)) => {
                let [significant, national] = national(phone);
                let mut forms = vec![format!("+{}", digits(phone)), national, significant];
                forms.dedup();
                forms
            }
        }
    }

    /// Whether numbers that end like this are found.
    pub(crate) fn finds_ends(&self) -> bool {
        matches!(&self.number.written, Written::Number(Dialled { plus: false, .. }))
    }
}

impl Dialled {
    fn text(&self) -> String {
        format!("{}{}", if self.plus { "+" } else { "" }, self.digits)
    }
}

/// Whether digits without a country code are a national spelling of a number.
fn is_spelling(number: &Normal, dialled: &Dialled) -> bool {
    let Some(phone) = number.phone.as_ref().filter(|_| !dialled.plus) else { return false };
    national(phone).contains(&dialled.digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(country: &str, asked: &str, stored: &str) -> bool {
        let asked = Asked::read(asked, country.parse().ok()).unwrap();
        // What is not found by the whole number is only looked at where the end is the same.
        let whole = asked.key() == Normal::read(stored, country.parse().ok()).key();
        let end = asked.ending().is_some_and(|ending| {
            let stored = Normal::read(stored, country.parse().ok()).end(ending.digits.len());
            stored == Some(ending.digits)
        });
        whole || (end && asked.matches(stored))
    }

    #[test]
    fn national_spellings_of_other_countries_are_found() {
        for (asked, stored) in [
            ("2025550131", "+12025550131"),
            ("(202) 555-0131", "+12025550131"),
            ("+12025550132", "2025550132"),
            ("+12025550133", "(202) 555-0133"),
            ("0491 570 156", "+61491570156"),
            ("+61491570156", "0491570156"),
            ("7700 900123", "+447700900123"),
            ("+447700900123", "7700900123"),
            ("8 495 123-45-67", "+74951234567"),
        ] {
            for country in ["GB", "DE", ""] {
                assert!(finds(country, asked, stored), "{asked} for {stored} in {country}");
            }
        }
        for country in ["US", "AU", ""] {
            assert!(finds(country, "020 7946 0123", "+442079460123"), "{country}");
            assert!(finds(country, "+442079460123", "020 7946 0123"), "{country}");
        }
    }

    #[test]
    fn ends_of_four_digits_or_more_are_found() {
        for end in ["0123", "60123", "460123", "9460123", "79460123", "2079460123"] {
            assert!(finds("GB", end, "+44 20 7946 0123"), "{end}");
            assert!(finds("US", end, "+442079460123"), "{end}");
        }
        for other in ["0124", "70123", "360123", "+9460123", "3079460123", "20794"] {
            assert!(!finds("GB", other, "+442079460123"), "{other}");
        }
        assert!(finds("GB", "7000", "7000") && finds("GB", "47000", "1847000"));
        assert!(Asked::read("018", None).is_none() && Asked::read("+4", None).is_none());
    }

    #[test]
    fn addresses_are_found_by_user_and_host_or_by_the_number_of_the_user() {
        let stored = "sip:+12025550131@203.0.113.7";
        assert!(finds("GB", "SIP:+12025550131@203.0.113.7:5060", stored));
        assert!(!finds("GB", "sip:+12025550131@203.0.113.8", stored));
        assert!(finds("GB", "+12025550131", stored) && finds("US", "(202) 555-0131", stored));
        for host in ["2030", "203.0.113.7", "20301137", "1137"] {
            assert!(!finds("GB", host, "sip:nina@203.0.113.7"), "{host}");
        }
        assert!(finds("GB", "Anonymous", "sip:anonymous@203.0.113.7"));
        assert!(finds("GB", "withheld", "Restricted"));
    }

    #[test]
    fn people_are_told_which_forms_were_tried() {
        let forms =
            |country: &str, text: &str| Asked::read(text, country.parse().ok()).unwrap().forms();
        assert_eq!(forms("US", "2025550131"), ["+12025550131", "2025550131"]);
        assert_eq!(forms("GB", "00442079460123"), ["+442079460123", "02079460123", "2079460123"]);
        assert_eq!(forms("GB", "2025550131"), ["2025550131"]);
        assert_eq!(forms("GB", "restricted"), ["Withheld"]);
    }
}
