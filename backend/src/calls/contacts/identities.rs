//! Identities of a call: the number on the other side, and the customer that the source verified.

use earshot_domain::{ContactId, Country, Customer, Direction, IdentityId, IdentityKind};

use crate::{
    Error,
    calls::{indexed_words, number_hash},
    ids,
    privacy::{
        encryption::{Sealed, TenantKey},
        numbers::Normal,
    },
    store::{CallerDigits, ContactSource, NewIdentity},
};

/// Beginnings of words that a name is found by, in bytes.
const PREFIX_LENGTHS: std::ops::RangeInclusive<usize> = 3..=24;
/// Bytes of a word's hash, which need only make chance matches rare.
const WORD_HASH_BYTES: usize = 12;

/// What a call tells about a contact (docs/compatibility.md#decision-contacts).
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// The number on the other side.
    pub(super) number: Option<String>,
    /// The country in which the number is read.
    pub(super) country: Option<Country>,
    /// The verified e-mail address, in lower case.
    pub(super) email: Option<String>,
    /// The verified name.
    pub(super) name: Option<String>,
}

impl Facts {
    /// Decrypts what a call tells. What a source did not verify is no more than a claim, and left
    /// out.
    pub(super) fn of(
        key: &TenantKey,
        call: &ContactSource,
        country: Option<Country>,
    ) -> Result<Self, Error> {
        let open = |kind, sealed: Option<&Vec<u8>>| {
            sealed.map(|sealed| key.open_text(kind, call.id, sealed)).transpose()
        };
        let caller = open(Sealed::Caller, call.caller_encrypted.as_ref())?;
        let callee = open(Sealed::Callee, call.callee_encrypted.as_ref())?;
        let customer = open(Sealed::Customer, call.customer_encrypted.as_ref())?;
        let customer = customer.map(|text| serde_json::from_str::<Customer>(&text)).transpose()?;
        let verified = customer.filter(|customer| customer.identity_verified == Some(true));
        let Customer { name, email, phone, .. } = verified.unwrap_or_default();
        Ok(Self {
            number: external(call.direction, caller, callee).or(phone).and_then(number),
            country,
            email: email.as_deref().and_then(email_key),
            name: name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
        })
    }

    /// The identities by which the call's contact is known.
    pub(super) fn identities(&self, key: &TenantKey) -> Result<Vec<NewIdentity>, Error> {
        let mut identities = Vec::new();
        if let Some(number) = &self.number {
            let normal = Normal::read(number, self.country);
            let hash = |digits| number_hash(key, &normal, digits);
            if let Some(whole) = hash(CallerDigits::All) {
                let ends = [CallerDigits::Last4, CallerDigits::Last6, CallerDigits::Last8];
                let ends = ends.map(hash);
                identities.push(identity(key, IdentityKind::Number, number, whole, ends)?);
            }
        }
        if let Some(email) = &self.email {
            let none = [None, None, None];
            let hash = email_hash(key, email);
            identities.push(identity(key, IdentityKind::Email, email, hash, none)?);
        }
        Ok(identities)
    }

    /// Hashes of the beginnings of the name's words.
    pub(super) fn name_hashes(&self, key: &TenantKey) -> Vec<Vec<u8>> {
        let name = self.name.as_deref().unwrap_or_default();
        let mut hashes = Vec::new();
        for word in indexed_words(name) {
            let whole = word_hash(key, &word);
            let ends = PREFIX_LENGTHS.filter(|length| *length < word.len());
            hashes.extend(ends.filter_map(|end| word.get(..end)).map(|text| word_hash(key, text)));
            hashes.push(whole);
        }
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }
}

/// The hash by which a word of a name, or its beginning, is found.
pub(super) fn word_hash(key: &TenantKey, word: &str) -> Vec<u8> {
    let mut hash = key.hash("contact word", word);
    hash.truncate(WORD_HASH_BYTES);
    hash
}

/// The hash by which an address is found, as written by [`email_key`].
pub(super) fn email_hash(key: &TenantKey, email: &str) -> Vec<u8> {
    key.hash("contact email", email)
}

/// The form in which addresses are compared; `None` for other text.
pub(crate) fn email_key(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (local, domain) = text.split_once('@')?;
    let is_one = !local.is_empty() && domain.contains('.') && !domain.contains('@');
    (is_one && !text.contains(char::is_whitespace)).then_some(text)
}

/// The number outside the organisation; a call between two extensions has none.
fn external(
    direction: Direction,
    caller: Option<String>,
    callee: Option<String>,
) -> Option<String> {
    match direction {
        Direction::Outbound => callee,
        Direction::Internal => None,
        Direction::Inbound | Direction::Unknown => caller,
    }
}

/// A number that identifies somebody; withheld numbers are those of many people.
fn number(text: String) -> Option<String> {
    Normal::read(&text, None).identifies().then_some(text)
}

fn identity(
    key: &TenantKey,
    kind: IdentityKind,
    value: &str,
    value_hash: Vec<u8>,
    end_hashes: [Option<Vec<u8>>; 3],
) -> Result<NewIdentity, Error> {
    let id = IdentityId::new(ids::fresh());
    Ok(NewIdentity {
        id,
        contact_id: ContactId::new(ids::fresh()),
        kind,
        value_hash,
        end_hashes,
        value_encrypted: key.seal(Sealed::ContactValue, id, value.as_bytes())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_on_the_other_side_identifies_a_contact() {
        let of = |direction| {
            let (caller, callee) = (Some("+1".to_owned()), Some("+2".to_owned()));
            external(direction, caller, callee)
        };
        assert_eq!(of(Direction::Inbound).as_deref(), Some("+1"));
        assert_eq!(of(Direction::Unknown).as_deref(), Some("+1"));
        assert_eq!(of(Direction::Outbound).as_deref(), Some("+2"));
        assert_eq!(of(Direction::Internal), None);
        for withheld in
            ["anonymous", "Restricted", "sip:anonymous@10.0.0.1", "<sip:Unavailable@x>", "-", ""]
        {
            assert_eq!(number(withheld.to_owned()), None, "{withheld}");
        }
        for one in ["+44 20 7946 0160", "sip:nina@203.0.113.7", "7000"] {
            assert!(number(one.to_owned()).is_some(), "{one}");
        }
    }

    #[test]
    fn addresses_are_compared_without_case() {
        assert_eq!(email_key(" Ann@Example.COM ").as_deref(), Some("ann@example.com"));
        for text in ["ann", "@example.com", "ann@host", "a b@example.com", "a@b@example.com"] {
            assert_eq!(email_key(text), None, "{text}");
        }
    }
}
