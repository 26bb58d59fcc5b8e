//! Search of contacts: one field for names, numbers and e-mail addresses.

use std::collections::HashSet;

use earshot_domain::{FieldError, MAX_CONTACT_SEARCH};

use super::identities::{email_hash, email_key, word_hash};
use crate::{
    Error, Viewer,
    calls::{
        Calls,
        numbers::{Lookup, StoredNumber},
        searched_words,
    },
    privacy::{
        encryption::{Sealed, TenantKey},
        numbers::Written,
    },
    store::{CallerHash, ContactSearch},
};

/// What a text searches for.
enum Searched<'t> {
    All,
    Email(String),
    Number(&'t str),
    Name(&'t str),
}

impl Calls<'_> {
    /// Reads what is searched for: an address by its `@`, a number by its digits, otherwise a name.
    pub(super) async fn contact_search(
        self,
        viewer: &Viewer,
        text: &str,
    ) -> Result<ContactSearch, Error> {
        let key = &viewer.tenant.key;
        let invalid =
            |error: FieldError| Error::Invalid(vec![FieldError { field: "q".to_owned(), ..error }]);
        let renamed = |error| match error {
            Error::Invalid(errors) => errors.into_iter().next().map_or(Error::NotFound, invalid),
            error => error,
        };
        match searched(text).map_err(invalid)? {
            Searched::All => Ok(ContactSearch::All),
            Searched::Email(email) => Ok(ContactSearch::Email(email_hash(key, &email))),
            Searched::Name(name) => search_of_name(key, name).map_err(invalid),
            Searched::Number(number) => {
                let mut found = HashSet::new();
                for scope in viewer.all_projects() {
                    let mut lookup = Lookup::new(key, number, scope.country).map_err(invalid)?;
                    if let Some(end) = lookup.end(key) {
                        let tenant = viewer.tenant.id;
                        let rows = self.0.db.identities_with_end(tenant, &end).await?;
                        let stored = rows.into_iter().map(|row| {
                            let sealed = &row.value_encrypted;
                            let text = key.open_text(Sealed::ContactValue, row.id, sealed)?;
                            Ok(StoredNumber { text, hash: row.value_hash })
                        });
                        lookup.add(key, scope.country, stored).map_err(renamed)?;
                    }
                    found.extend(lookup.hashes());
                }
                let none = CallerHash::none();
                Ok(ContactSearch::Number(found.into_iter().chain([none]).collect()))
            }
        }
    }
}

fn searched(text: &str) -> Result<Searched<'_>, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Searched::All);
    }
    if text.chars().count() > MAX_CONTACT_SEARCH {
        let message = format!("must have at most {MAX_CONTACT_SEARCH} characters");
        return Err(FieldError::new("q", message));
    }
    let has_letters = text.contains(char::is_alphabetic);
    match Written::read(text) {
        Written::Sip(_) if !text.contains(char::is_whitespace) && is_sip(text) => {
            Ok(Searched::Number(text))
        }
        Written::Number(number) if !has_letters || number.extension.is_some() => {
            Ok(Searched::Number(text))
        }
        _ => Ok(email_key(text).map_or(Searched::Name(text), Searched::Email)),
    }
}

/// Whether an address has the scheme of SIP: another one is an e-mail address.
fn is_sip(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("sip") || scheme.eq_ignore_ascii_case("sips")
    })
}

fn search_of_name(key: &TenantKey, name: &str) -> Result<ContactSearch, FieldError> {
    let words = searched_words(name);
    if words.is_empty() {
        let message = "must be a name, a number or an e-mail address";
        return Err(FieldError::new("q", message));
    }
    Ok(ContactSearch::Name(words.iter().map(|word| word_hash(key, word)).collect()))
}
