//! The person whose data a bundle holds, and what of a text may be read by them.

use earshot_domain::{Customer, Direction, Speaker};

use crate::{
    calls::email_key,
    privacy::{
        numbers::Written,
        redaction::{PersonalKind, digits_of, redact_except, redact_prose_except},
    },
};

/// Fewest digits by which a number without its country or area code is recognised.
const MIN_LOCAL_DIGITS: usize = 7;

/// The person, and the request that the bundle answers.
#[derive(Debug, Clone)]
pub(in crate::exports) struct Subject {
    /// Name that a source verified.
    pub(in crate::exports) name: Option<String>,
    /// The person's numbers.
    pub(in crate::exports) numbers: Vec<String>,
    /// The person's verified e-mail addresses, in lower case.
    pub(in crate::exports) emails: Vec<String>,
    /// When the request was opened, in milliseconds.
    pub(in crate::exports) opened_at: i64,
    /// When it must be answered.
    pub(in crate::exports) due_at: i64,
    /// When the bundle was requested.
    pub(in crate::exports) made_at: i64,
    /// Calls that matched then.
    pub(in crate::exports) matched: u64,
    /// Whether calls had arrived then that were not searched yet.
    pub(in crate::exports) incomplete: bool,
    /// Names of the projects that were searched.
    pub(in crate::exports) projects: Vec<String>,
}

impl Subject {
    /// Name, number or address.
    pub(super) fn label(&self) -> &str {
        let first = self.numbers.iter().chain(&self.emails).next();
        self.name.as_deref().or(first.map(String::as_str)).unwrap_or("Unknown")
    }

    /// What the person said: other people's numbers and e-mail addresses are replaced.
    pub(super) fn own_words(&self, text: &str) -> String {
        let is_kept = |kind, found: &str| match kind {
            PersonalKind::Phone | PersonalKind::Email => self.is_own(kind, found),
            _ => true,
        };
        redact_except(text, is_kept).text
    }

    /// What others said or wrote: every personal detail is replaced but the person's own name, number
    /// and e-mail address.
    pub(super) fn others_words(&self, text: &str) -> String {
        redact_prose_except(text, None, |kind, found| self.is_own(kind, found)).text
    }

    /// Whether the person speaks these turns of a call.
    pub(super) const fn speaks(direction: Direction, speaker: Speaker) -> bool {
        // Both sides of an internal call are extensions of the organisation.
        matches!(speaker, Speaker::Caller) && !matches!(direction, Direction::Internal)
    }

    /// Whether a number is the person's, in any usual spelling.
    pub(super) fn has_number(&self, number: &str) -> bool {
        let digits = dialled(number);
        self.numbers.iter().any(|own| own == number || is_same(&dialled(own), &digits))
    }

    /// Whether an e-mail address is the person's.
    pub(super) fn has_email(&self, email: &str) -> bool {
        email_key(email).is_some_and(|email| self.emails.contains(&email))
    }

    /// Whether a verified name is the person's.
    pub(super) fn has_name(&self, name: &str) -> bool {
        let same = |own: &String| own.trim().to_lowercase() == name.trim().to_lowercase();
        self.name.as_ref().is_some_and(same)
    }

    /// Whether every word of a name in a text is one of the person's verified name.
    fn is_called(&self, found: &str) -> bool {
        let Some(own) = self.name.as_ref().map(|name| name.to_lowercase()) else { return false };
        let mut words = found.split_whitespace();
        words.all(|word| own.split_whitespace().any(|own| own == word.to_lowercase()))
    }

    /// Whether a verified customer is somebody else, to whom the same number belongs.
    pub(super) fn differs_from(&self, customer: &Customer) -> bool {
        let email = customer.email.as_deref().and_then(email_key);
        email.is_some_and(|email| !self.emails.contains(&email))
    }

    fn is_own(&self, kind: PersonalKind, found: &str) -> bool {
        match kind {
            PersonalKind::Phone => self.has_number(found),
            PersonalKind::Email => self.has_email(found),
            PersonalKind::Person => self.is_called(found),
            _ => false,
        }
    }
}

/// The digits of a number, also of a spoken one, without its extension; none of the host of an address.
fn dialled(number: &str) -> String {
    let written = Written::read(number);
    match &written {
        Written::Sip(_) | Written::Withheld => {
            written.dialled().map(|dialled| dialled.digits).unwrap_or_default()
        }
        Written::Number(dialled) if dialled.extension.is_some() => dialled.digits.clone(),
        Written::Number(_) | Written::Name(_) => digits_of(number),
    }
}

/// Whether digits stand for a number, with or without codes of country and area.
fn is_same(own: &str, found: &str) -> bool {
    if own == found {
        return !own.is_empty();
    }
    let ends = |whole: &str, end: &str| end.len() >= MIN_LOCAL_DIGITS && whole.ends_with(end);
    let (own_end, found_end) = (own.trim_start_matches('0'), found.trim_start_matches('0'));
    ends(own, found_end) || (own.starts_with('0') && ends(found, own_end))
}
