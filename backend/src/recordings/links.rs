//! Links to recordings in exports: valid for a day, or as long as the session that made them, with access
//! decided at each request.

use earshot_domain::{ApiScope, CallDetails, CallId, MediaState, Permission, RecordingAction};

use super::token::{Token, token_hash};
use crate::{
    Actor, Error, Viewer,
    recordings::Recordings,
    store::{NewRecordingLink, Tx},
};

/// Lifetime of a link: one day (docs/compatibility.md#talkifai-recording-links).
const LINK_MS: i64 = 24 * 60 * 60 * 1000;

/// Whether a call's media can be reached, with a link to it for a viewer who may download it.
pub(crate) struct LinkedRecording {
    /// Whether there is media, whoever may have it.
    pub(crate) exists: bool,
    /// The link.
    pub(crate) link: Option<RecordingLink>,
}

/// A link to a recording, valid once it is stored.
pub(crate) struct RecordingLink {
    /// Its path on this server.
    pub(crate) path: String,
    /// Expiry, in milliseconds.
    pub(crate) expires_at: i64,
    /// Time at which the recording was stored, in milliseconds.
    pub(crate) stored_at: i64,
    /// The recording's type, such as `audio/wav`.
    pub(crate) content_type: String,
    token_hash: Vec<u8>,
    created_at: i64,
}

impl Recordings<'_> {
    /// A link to the recording of a call, if the viewer may download it.
    pub(crate) async fn link(
        self,
        viewer: &Viewer,
        id: CallId,
        details: &CallDetails,
    ) -> Result<LinkedRecording, Error> {
        let action = RecordingAction::Download;
        let recording = self.checked_recording(viewer, id, details, action).await?;
        let row = recording.row;
        let exists = recording.facts.media == MediaState::Available;
        let (Ok(()), Some(stored_at), Some(content_type)) = (
            recording.facts.decide(viewer.role, action),
            row.stored_at,
            row.media(action).content_type,
        ) else {
            return Ok(LinkedRecording { exists, link: None });
        };
        let token = Token::fresh()?;
        let created_at = self.0.now_ms();
        let link = RecordingLink {
            path: format!("/media/exports/{}", token.text),
            expires_at: created_at.saturating_add(LINK_MS),
            stored_at,
            content_type,
            token_hash: token.hash,
            created_at,
        };
        Ok(LinkedRecording { exists, link: Some(link) })
    }

    /// Stores a link for its recipient.
    pub(crate) async fn store_link(
        self,
        tx: &mut Tx,
        viewer: &Viewer,
        call_id: CallId,
        link: &RecordingLink,
    ) -> Result<(), Error> {
        let (api_key_id, user_id) = match &viewer.actor {
            Actor::Key { id, .. } => (Some(*id), None),
            Actor::Person { id, .. } => (None, Some(*id)),
            Actor::Operator(_) | Actor::WebhookReceiver => (None, None),
        };
        tx.add_recording_link(&NewRecordingLink {
            token_hash: &link.token_hash,
            tenant_id: viewer.tenant.id,
            api_key_id,
            user_id,
            session_id: viewer.actor.session_id(),
            call_id,
            created_at: link.created_at,
            expires_at: link.expires_at,
        })
        .await
    }

    /// The call of a link, and its recipient with their current rights.
    pub(super) async fn open_link(self, token: &str) -> Result<(Viewer, CallId), Error> {
        let link = self.0.db.recording_link(&token_hash(token)).await?.ok_or(Error::NotFound)?;
        if let Some(session) = link.session_id
            && !self.0.access().is_session_active(session).await?
        {
            return Err(Error::GrantExpired);
        }
        let viewer = match (link.api_key_id, link.user_id) {
            (Some(key), _) => {
                let row = self.0.db.api_key(key).await?.ok_or(Error::NotFound)?;
                let client = self.0.keys().client_of_key(&row).await?.ok_or(Error::NotFound)?;
                client.demand(ApiScope::ConversationsExport).map_err(|_| Error::NotFound)?;
                client.viewer
            }
            (None, Some(user)) => {
                let viewer = self.0.access().viewer_of(user).await?;
                viewer.require(Permission::DownloadTranscripts)?;
                viewer
            }
            (None, None) => self.0.keys().operator_of(link.tenant_id).await?,
        };
        if self.0.now_ms() >= link.expires_at {
            return Err(Error::GrantExpired);
        }
        Ok((viewer, link.call_id))
    }
}
