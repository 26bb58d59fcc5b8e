//! Exporters of conversations, and the parts of a conversation they may see.

use earshot_domain::{ApiScope, Permission};
use serde_json::Value;

use super::document::{
    Agent, AgentName, Conversation, PostCallAnalysis, Recording, Transcript, User, UserName,
};
use crate::{
    Actor, ApiClient, Error, Viewer,
    privacy::{
        masking::FileMask,
        redaction::{redact, redact_json},
        redaction_marks::Marks,
    },
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
        viewer.require(Permission::DownloadTranscripts)?;
        let viewer = viewer.clone();
        Ok(Self { viewer, raw_text: false, full_callers: false })
    }

    /// Whether a person's rate limit applies; a key has its own.
    pub(super) const fn is_person(&self) -> bool {
        matches!(self.viewer.actor, Actor::Person { .. })
    }

    /// Masks numbers and personal details that the exporter may not see.
    pub(super) fn mask(&self, conversation: &mut Conversation, marks: &Marks) {
        if !(self.raw_text && self.full_callers) {
            conversation.drop_extra_keys();
        }
        if !self.raw_text {
            redact_facts(conversation, &|fact| {
                redact_json(fact);
                marks.hide_json(fact);
            });
        }
        if self.full_callers {
            return;
        }
        // Telephone systems put numbers into the names of rooms and files.
        let Conversation { session_id, room_name, recording, .. } = &mut *conversation;
        [session_id, room_name].into_iter().for_each(redact_json);
        if let Some(Recording { id, file_name, .. }) = recording {
            [id, file_name].into_iter().for_each(redact_json);
        }
        for number in [&mut conversation.caller_phone, &mut conversation.callee_phone] {
            last_four(number);
        }
        if let Some(User { id, name, email, phone, company, extra: _ }) = &mut conversation.user {
            pseudonym(id);
            last_four(phone);
            [name, email, company].into_iter().for_each(hide);
        }
        let transcript = conversation.transcript.as_mut().and_then(|part| part.user.as_mut());
        let analysis = conversation.post_call_analysis.as_mut().and_then(|part| part.user.as_mut());
        for UserName { id, name, email, .. } in transcript.into_iter().chain(analysis) {
            pseudonym(id);
            [name, email].into_iter().for_each(hide);
        }
    }
}

/// Redacts everything that a source wrote beside the transcript, the analysis and the people, which are
/// redacted where they are built: any of it can be free text.
fn redact_facts(conversation: &mut Conversation, redact: &dyn Fn(&mut Value)) {
    let Conversation {
        // The names of rooms and recordings, numbers and people are masked by another right.
        session_id: _,
        room_name: _,
        recording: _,
        caller_phone: _,
        callee_phone: _,
        user: _,
        agent_id,
        agent_name,
        session_type,
        session_status,
        agent_model,
        agent_architecture,
        key_mode,
        call_direction,
        start_time,
        end_time,
        duration,
        base_cost,
        total_cost,
        agent,
        transcript,
        post_call_analysis,
        created_at,
        updated_at,
        // Dropped before.
        extra: _,
    } = conversation;
    let facts = [
        agent_id,
        agent_name,
        session_type,
        session_status,
        agent_model,
        agent_architecture,
        key_mode,
        call_direction,
        start_time,
        end_time,
        duration,
        base_cost,
        total_cost,
        created_at,
        updated_at,
    ];
    facts.into_iter().for_each(redact);
    if let Some(agent) = agent {
        redact_agent(agent, redact);
    }
    if let Some(Transcript { created_at, .. }) = transcript {
        redact(created_at);
    }
    if let Some(PostCallAnalysis { analyzed_at, agent, .. }) = post_call_analysis {
        redact(analyzed_at);
        if let Some(AgentName { id, name, description, model, .. }) = agent {
            [id, name, description, model].into_iter().for_each(redact);
        }
    }
}

fn redact_agent(agent: &mut Agent, redact: &dyn Fn(&mut Value)) {
    let Agent {
        id,
        name,
        description,
        model,
        stt,
        agent_architecture,
        realtime_provider,
        enabled_functions,
        function_calling_enabled,
        enabled_custom_functions,
        greeting_message,
        greeting_type,
        temperature,
        enabled_pronunciations,
        post_call_analysis_model,
        category,
        mode,
        inactivity_timeout,
        extra: _,
    } = agent;
    let facts = [
        id,
        name,
        description,
        model,
        stt,
        agent_architecture,
        realtime_provider,
        enabled_functions,
        function_calling_enabled,
        enabled_custom_functions,
        greeting_message,
        greeting_type,
        temperature,
        enabled_pronunciations,
        post_call_analysis_model,
        category,
        mode,
        inactivity_timeout,
    ];
    facts.into_iter().for_each(redact);
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
        let User { id, name, email, .. } = user;
        Self { id: id.clone(), name: name.clone(), email: email.clone(), ..Self::default() }
    }
}

impl AgentName {
    /// An agent with a name only.
    pub(super) fn named(name: &str) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}
