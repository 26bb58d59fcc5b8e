//! Who exports, and how much of a conversation they see.

use earshot_domain::{ApiScope, Permission};
use serde_json::Value;

use super::document::{AgentName, Conversation, User, UserName};
use crate::{
    Actor, ApiClient, Error, Viewer,
    privacy::{masking::FileMask, redaction::redact},
};

/// A program or a person that may export conversations.
pub struct Exporter {
    pub(super) viewer: Viewer,
    /// Text before redaction may be given.
    pub(super) raw_text: bool,
    /// Whole numbers and user details may be given.
    pub(super) full_callers: bool,
}

impl Exporter {
    /// A program, if its key is good for it.
    pub fn program(holder: &ApiClient) -> Result<Self, Error> {
        holder.demand(ApiScope::ConversationsExport)?;
        Ok(Self {
            viewer: holder.viewer.clone(),
            raw_text: holder.may(ApiScope::TranscriptsRaw),
            full_callers: holder.may(ApiScope::CallersFull),
        })
    }

    /// A signed-in Client Admin, who gets what other files of theirs have; for others there is
    /// nothing here.
    pub fn person(viewer: &Viewer) -> Result<Self, Error> {
        if !viewer.may(Permission::DownloadTranscripts) {
            return Err(Error::NotFound);
        }
        let viewer = viewer.clone();
        Ok(Self { viewer, raw_text: false, full_callers: false })
    }

    /// Whether the exporter's files count against a person's limit; a key has its own.
    pub(super) const fn is_person(&self) -> bool {
        matches!(self.viewer.actor, Actor::Person { .. })
    }

    /// Hides what the exporter may not see of numbers and people.
    pub(super) fn mask(&self, conversation: &mut Conversation) {
        if self.full_callers {
            return;
        }
        for number in [&mut conversation.caller_phone, &mut conversation.callee_phone] {
            last_four(number);
        }
        if let Some(User { id, name, email, phone, company }) = &mut conversation.user {
            pseudonym(id);
            last_four(phone);
            [name, email, company].into_iter().for_each(hide);
        }
        let transcript = conversation.transcript.as_mut().and_then(|part| part.user.as_mut());
        let analysis = conversation.post_call_analysis.as_mut().and_then(|part| part.user.as_mut());
        for UserName { id, name, email } in transcript.into_iter().chain(analysis) {
            pseudonym(id);
            [name, email].into_iter().for_each(hide);
        }
    }
}

/// A file leaves the portal, so a number has its last four digits (ADR 3).
fn last_four(number: &mut Value) {
    if let Value::String(text) = number {
        *text = FileMask::LastFour.cell(Some(text));
    } else {
        hide(number);
    }
}

fn hide(value: &mut Value) {
    if !value.is_null() {
        *value = FileMask::Redacted.cell(Some("")).into();
    }
}

/// An id tells nobody who it is, unless it is itself a number or an address.
fn pseudonym(id: &mut Value) {
    if let Value::String(text) = id {
        *text = redact(text).text;
    }
}

impl From<&User> for UserName {
    fn from(user: &User) -> Self {
        Self { id: user.id.clone(), name: user.name.clone(), email: user.email.clone() }
    }
}

impl AgentName {
    /// An agent of whom only the name is known.
    pub(super) fn named(name: &str) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}
