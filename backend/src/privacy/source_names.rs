//! Names that a source gave to a call and its recording, where they hold personal details.
//!
//! Telephone systems put numbers into ids of calls and names of files. Such a name is sealed, and its
//! column has a keyed hash, by which it is found.

use std::borrow::Cow;

use earshot_domain::CallId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    encryption::{Sealed, TenantKey},
    redaction::redact,
};
use crate::Error;

/// Begins every hash, so that no id of a source is one by chance.
const HASHED: &str = "sealed:";
/// Begins the id of a row without one, as it is read and as it is stored.
const ROW: &str = "csv-row:";
const STORED_ROW: &str = "row:";
/// Digits of the id of a row without one.
const ROW_ID_DIGITS: usize = 32;

/// The names of one call that hold personal details; `None` where they hold none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SourceNames {
    /// The source's id of the call.
    pub(crate) source_id: Option<String>,
    /// File name of the recording in the source.
    pub(crate) file_name: Option<String>,
}

impl SourceNames {
    /// Chooses the names that must be sealed.
    pub(crate) fn of(source_id: &str, file_name: Option<&str>) -> Self {
        let is_sealed = |name: &str| row_digest(name).is_none() && is_personal(name);
        let personal = |name: &str| is_sealed(name).then(|| name.to_owned());
        Self { source_id: personal(source_id), file_name: file_name.and_then(personal) }
    }

    /// Seals the names of a call, if there are any.
    pub(crate) fn seal(&self, key: &TenantKey, id: CallId) -> Result<Option<Vec<u8>>, Error> {
        if *self == Self::default() {
            return Ok(None);
        }
        key.seal(Sealed::SourceNames, id, &serde_json::to_vec(self)?).map(Some)
    }

    /// Opens the sealed names of a call.
    pub(crate) fn open(key: &TenantKey, id: CallId, sealed: Option<&[u8]>) -> Result<Self, Error> {
        let Some(sealed) = sealed else { return Ok(Self::default()) };
        Ok(serde_json::from_slice(&key.open(Sealed::SourceNames, id, sealed)?)?)
    }
}

fn is_personal(name: &str) -> bool {
    !redact(name).found.is_empty()
}

/// Returns an id for a row that has none, made from what it says. Whoever knows the rest of the row
/// could find the number in it by trying them all, so it is never stored nor shown: see
/// [`stored_id`].
pub(crate) fn row_id(contents: &str) -> String {
    let digest: String =
        hex::encode(Sha256::digest(contents)).chars().take(ROW_ID_DIGITS).collect();
    format!("{ROW}{digest}")
}

/// The digest in the id of a row without one.
fn row_digest(id: &str) -> Option<&str> {
    let digest = id.strip_prefix(ROW)?;
    let is_hex = digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (digest.len() == ROW_ID_DIGITS && is_hex).then_some(digest)
}

/// Returns the form in which a source's id is stored: as it is, or hashed when it holds a personal
/// detail or is made from a row.
pub(crate) fn stored_id<'a>(key: &TenantKey, id: &'a str) -> Cow<'a, str> {
    if let Some(digest) = row_digest(id) {
        return Cow::Owned(stored_row_id(key, digest));
    }
    if is_personal(id) { Cow::Owned(hashed_id(key, id)) } else { Cow::Borrowed(id) }
}

/// In letters alone, so that redaction sees no number in it.
fn stored_row_id(key: &TenantKey, digest: &str) -> String {
    let hash = key.hash("row id", digest);
    let letter = |half: u8| char::from(b'a'.saturating_add(half & 15));
    let letters = hash.iter().take(ROW_ID_DIGITS / 2);
    let letters: String = letters.flat_map(|byte| [letter(byte >> 4), letter(*byte)]).collect();
    format!("{STORED_ROW}{letters}")
}

/// Returns the form in which earlier versions stored the id of a row without one.
pub(crate) fn earlier_row_id(key: &TenantKey, id: &str) -> Option<String> {
    row_digest(id).map(|digest| stored_id(key, digest).into_owned())
}

/// Returns a source's id without personal details.
pub(crate) fn redacted_id(key: &TenantKey, id: &str) -> String {
    match row_digest(id) {
        Some(digest) => stored_row_id(key, digest),
        None => redact(id).text,
    }
}

/// Returns a source's id for its sender, who knows it already unless it was made from a row.
pub(crate) fn answered_id(key: &TenantKey, id: &str) -> String {
    row_digest(id).map_or_else(|| id.to_owned(), |digest| stored_row_id(key, digest))
}

/// Returns every form in which a source's id may be stored, also by earlier rules of redaction.
pub(crate) fn stored_forms(key: &TenantKey, id: &str) -> [String; 2] {
    [id.to_owned(), hashed_id(key, id)]
}

fn hashed_id(key: &TenantKey, id: &str) -> String {
    format!("{HASHED}{}", hex::encode(key.hash("source id", id)))
}

/// Returns a source's id for a reader: whole for one who may see whole numbers, else redacted.
pub(crate) fn shown_id(
    key: &TenantKey,
    id: CallId,
    stored: &str,
    sealed: Option<&[u8]>,
    whole: bool,
) -> Result<String, Error> {
    let real = SourceNames::open(key, id, sealed)?.source_id;
    let real = real.as_deref().unwrap_or(stored);
    Ok(if whole { real.to_owned() } else { redact(real).text })
}

#[cfg(test)]
mod tests {
    use earshot_domain::TenantId;

    use super::*;
    use crate::{ids, privacy::encryption::MasterKey};

    fn key() -> TenantKey {
        MasterKey::new([7; 32]).make_tenant_key(TenantId::new(ids::fresh())).unwrap().0
    }

    #[test]
    fn the_id_of_a_row_is_stored_under_the_key_of_its_tenant() {
        let (one, other) = (key(), key());
        let id = row_id("07700900142\u{1f}2026-06-18 09:00:00\u{1f}49");
        let stored = stored_id(&one, &id).into_owned();
        assert_eq!(stored, stored_id(&one, &id), "the same row again");
        assert_ne!(stored, stored_id(&other, &id), "no other tenant's");
        assert_eq!(stored, stored_id(&one, &stored), "what is stored stays");
        assert_eq!(redact(&stored).text, stored);
        assert_eq!(redacted_id(&one, &id), stored);
        assert_eq!(SourceNames::of(&id, None), SourceNames::default());
        let digest = id.strip_prefix("csv-row:").unwrap();
        assert!(!stored.contains(digest));
        let earlier = earlier_row_id(&one, &id).unwrap();
        assert_eq!(earlier, stored_id(&one, digest));
        assert_eq!(earlier_row_id(&one, "1781769600.1"), None);
    }

    #[test]
    fn other_ids_are_stored_as_they_are_unless_they_are_personal() {
        let key = key();
        for id in ["1781769600.1", "csv-row:", "csv-row:xyz", "CSV-ROW:aa"] {
            assert_eq!(stored_id(&key, id), id);
        }
        assert!(stored_id(&key, "room-+447700900142").starts_with(HASHED));
    }
}
