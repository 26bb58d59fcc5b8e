//! Names that a source gave to a call and its recording, where they hold personal details.
//!
//! Telephone systems put numbers into ids of calls and names of files. Such a name is sealed, and its
//! column has a keyed hash, by which it is found.

use std::borrow::Cow;

use earshot_domain::CallId;
use serde::{Deserialize, Serialize};

use super::{
    encryption::{Sealed, TenantKey},
    redaction::redact,
};
use crate::Error;

/// Begins every hash, so that no id of a source is one by chance.
const HASHED: &str = "sealed:";

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
        let personal = |name: &str| is_personal(name).then(|| name.to_owned());
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

/// Returns the form in which a source's id is stored: as it is, or hashed when it holds a personal
/// detail.
pub(crate) fn stored_id<'a>(key: &TenantKey, id: &'a str) -> Cow<'a, str> {
    if is_personal(id) { Cow::Owned(hashed_id(key, id)) } else { Cow::Borrowed(id) }
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
