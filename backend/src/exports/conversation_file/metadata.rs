//! What the file of a conversation has in common with files of many calls, written by their encoder.

use earshot_domain::{ExportContent, ExportContents, MediaState, ReviewState, TranscriptState};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    Error,
    exports::{
        columns::{Context, ConversationView},
        encoding::write_conversation,
    },
};

/// Fields of the encoder's object.
#[derive(Deserialize)]
pub(super) struct Metadata {
    pub(super) source: String,
    pub(super) source_id: String,
    pub(super) has_recording: bool,
    pub(super) recording_state: MediaState,
    pub(super) review_state: ReviewState,
    pub(super) transcript_state: TranscriptState,
    /// A [`FileCustomer`].
    pub(super) customer: Value,
    pub(super) tags: Vec<String>,
    pub(super) notes: Vec<String>,
    /// Of [`FileEvent`].
    pub(super) audit_log: Vec<Value>,
}

/// The customer, with personal values masked as in every file; only `verified` unless the source
/// verified the identity.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationFileCustomer)]
pub(super) struct FileCustomer {
    verified: bool,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    company: Option<String>,
}

/// A review event of the source or of this portal.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationFileEvent)]
pub(super) struct FileEvent {
    event: String,
    author: String,
    at: String,
    reason: Option<String>,
    message: Option<i64>,
    text: Option<String>,
    assignee: Option<String>,
}

impl Metadata {
    /// Reads the metadata of a call, with every content.
    pub(super) fn of(view: &ConversationView<'_>, context: &Context<'_>) -> Result<Self, Error> {
        let mut object = String::new();
        write_conversation(&mut object, view, context, &ExportContents::only(ExportContent::ALL))?;
        Ok(serde_json::from_str(&object)?)
    }
}
