//! Search of contacts: one field for names, numbers and e-mail addresses.

use earshot_domain::{FieldError, MAX_CONTACT_SEARCH};

use super::identities::{email_hash, email_key, word_hash};
use crate::{
    calls::{caller_hash, searched_words},
    privacy::encryption::TenantKey,
    store::ContactSearch,
};

/// Reads what is searched for: an address by its `@`, a number by its digits, otherwise a name.
pub(super) fn contact_search(key: &TenantKey, text: &str) -> Result<ContactSearch, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(ContactSearch::All);
    }
    if text.chars().count() > MAX_CONTACT_SEARCH {
        let message = format!("must have at most {MAX_CONTACT_SEARCH} characters");
        return Err(FieldError::new("q", message));
    }
    if let Some(email) = email_key(text) {
        return Ok(ContactSearch::Email(email_hash(key, &email)));
    }
    let is_number = text.contains(|letter: char| letter.is_ascii_digit())
        && !text.contains(char::is_alphabetic);
    if is_number {
        let refused = |_| {
            let message = "must be a number, or its last 4, 6 or 8 digits";
            FieldError::new("q", message)
        };
        return caller_hash(key, text).map(ContactSearch::Number).map_err(refused);
    }
    let words = searched_words(text);
    if words.is_empty() {
        let message = "must be a name, a number or an e-mail address";
        return Err(FieldError::new("q", message));
    }
    Ok(ContactSearch::Name(words.iter().map(|word| word_hash(key, word)).collect()))
}
