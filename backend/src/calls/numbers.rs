//! Numbers that are searched for, as the hashes under which they are stored.

use std::collections::HashSet;

use earshot_domain::{Country, FieldError, TriedNumber};

use crate::{
    Error, Viewer,
    access::ProjectScope,
    calls::Calls,
    privacy::{
        encryption::{Sealed, TenantKey},
        numbers::{Asked, Normal},
    },
    store::{CallerDigits, CallerHash, MAX_NUMBERS},
};

/// Different numbers that a search may find; their hashes are values of a statement.
const MAX_FOUND: usize = 1000;
/// What a search by a number must be.
pub(super) const NUMBER_NEEDED: &str = "must be a number, or its last four digits or more";
const TOO_MANY: &str = "ends too many different numbers: give more digits";

/// Hashes a whole number or its last digits; `None` when it has fewer.
pub(crate) fn number_hash(
    key: &TenantKey,
    number: &Normal,
    digits: CallerDigits,
) -> Option<Vec<u8>> {
    let text = match digits.length() {
        None => number.key(),
        Some(length) => number.end(length)?,
    };
    Some(key.hash(digits.purpose(), &text))
}

/// Different stored numbers with the end that is searched for, as they are read.
pub(super) struct Lookup {
    asked: Asked,
    found: HashSet<CallerKey>,
}

/// A stored number as its source wrote it, and its hash.
pub(super) struct StoredNumber {
    pub(super) text: String,
    pub(super) hash: Vec<u8>,
}

type CallerKey = (CallerDigits, Vec<u8>);

impl Lookup {
    /// Begins with the number as it is stored itself, and with all numbers of an end that has a hash.
    pub(super) fn new(
        key: &TenantKey,
        text: &str,
        country: Option<Country>,
    ) -> Result<Self, FieldError> {
        let asked =
            Asked::read(text, country).ok_or_else(|| FieldError::new("caller", NUMBER_NEEDED))?;
        let whole = key.hash(CallerDigits::All.purpose(), &asked.key());
        let mut found = HashSet::from([(CallerDigits::All, whole)]);
        if let Some(ending) = asked.ending().filter(|ending| ending.decides) {
            let digits = CallerDigits::of_length(ending.digits.len());
            found.insert((digits, key.hash(digits.purpose(), &ending.digits)));
        }
        Ok(Self { asked, found })
    }

    /// The end by which other spellings are looked up; `None` if there are none to look for.
    pub(super) fn end(&self, key: &TenantKey) -> Option<CallerHash> {
        let ending = self.asked.ending().filter(|ending| !ending.decides)?;
        let digits = CallerDigits::of_length(ending.digits.len());
        Some(CallerHash { digits, hash: key.hash(digits.purpose(), &ending.digits) })
    }

    /// Adds those of the stored numbers that are searched for, under the hash that they have and under
    /// the one that the present rules give them.
    pub(super) fn add(
        &mut self,
        key: &TenantKey,
        country: Option<Country>,
        stored: impl ExactSizeIterator<Item = Result<StoredNumber, Error>>,
    ) -> Result<(), Error> {
        let too_many = || Error::Invalid(vec![FieldError::new("caller", TOO_MANY)]);
        if stored.len() >= MAX_NUMBERS {
            return Err(too_many());
        }
        for number in stored {
            let StoredNumber { text, hash } = number?;
            if self.asked.matches(&text) {
                let current = Normal::read(&text, country).key();
                let current = key.hash(CallerDigits::All.purpose(), &current);
                let hashes = [hash, current].map(|hash| (CallerDigits::All, hash));
                self.found.extend(hashes);
            }
            if self.found.len() > MAX_FOUND {
                return Err(too_many());
            }
        }
        Ok(())
    }

    /// Everything that was found.
    pub(super) fn hashes(self) -> impl Iterator<Item = CallerHash> {
        self.found.into_iter().map(|(digits, hash)| CallerHash { digits, hash })
    }
}

impl Calls<'_> {
    /// The hashes under which calls of these projects have a number, whichever way they spell it.
    pub(super) async fn callers(
        self,
        viewer: &Viewer,
        projects: &[ProjectScope],
        text: &str,
    ) -> Result<Vec<CallerHash>, Error> {
        let key = &viewer.tenant.key;
        let invalid = |error| Error::Invalid(vec![error]);
        let mut found = HashSet::from([CallerHash::none()]);
        for scope in projects {
            let mut lookup = Lookup::new(key, text, scope.country).map_err(invalid)?;
            if let Some(end) = lookup.end(key) {
                let rows = self.0.db.callers_with_end(scope, &end).await?;
                let stored = rows.into_iter().map(|row| {
                    let text = key.open_text(Sealed::Caller, row.id, &row.value_encrypted)?;
                    Ok(StoredNumber { text, hash: row.value_hash })
                });
                lookup.add(key, scope.country, stored)?;
            }
            found.extend(lookup.hashes());
        }
        Ok(found.into_iter().collect())
    }
}

/// What a search for these numbers looked for, in the country of a project.
pub(super) fn tried(texts: &[String], country: Option<Country>) -> Vec<TriedNumber> {
    let asked = texts.iter().filter_map(|text| Asked::read(text, country));
    asked.map(|asked| TriedNumber { forms: asked.forms(), ends: asked.finds_ends() }).collect()
}
