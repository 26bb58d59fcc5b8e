//! Exporters of conversations, and the parts of a conversation they may see.

use earshot_domain::{ApiScope, Permission};
use serde_json::Value;

use super::document::{AgentName, Conversation, User, UserName};
use crate::{
    Actor, ApiClient, Error, Viewer,
    privacy::{masking::FileMask, redaction::redact},
};

/// A program or person that may export conversations.
pub struct Exporter {
    pub(super) viewer: Viewer,
    /// Whether text before redaction is included if requested.
    pub(super) raw_text: bool,
    /// Whether whole numbers and user details are included.
    pub(super) full_callers: bool,
}

impl Exporter {
    /// Authorises a program whose key has the scope.
    pub fn program(client: &ApiClient) -> Result<Self, Error> {
        client.demand(ApiScope::ConversationsExport)?;
        Ok(Self {
            viewer: client.viewer.clone(),
            raw_text: client.may(ApiScope::TranscriptsRaw),
            full_callers: client.may(ApiScope::CallersFull),
        })
    }

    /// Authorises a signed-in Client Admin, with the masking of their other files; not found for
    /// other roles.
    pub fn person(viewer: &Viewer) -> Result<Self, Error> {
        if !viewer.may(Permission::DownloadTranscripts) {
            return Err(Error::NotFound);
        }
        let viewer = viewer.clone();
        Ok(Self { viewer, raw_text: false, full_callers: false })
    }

    /// Whether a person's rate limit applies; a key has its own.
    pub(super) const fn is_person(&self) -> bool {
        matches!(self.viewer.actor, Actor::Person { .. })
    }

    /// Masks numbers and personal details that the exporter may not see.
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

/// Masks a number to its last four digits, since a file leaves the portal (ADR 3).
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

/// Hides an id that is itself a number or an address; any other id is pseudonymous.
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
    /// An agent with a name only.
    pub(super) fn named(name: &str) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}
