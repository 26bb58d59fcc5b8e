//! Grants of access to a recording: short-lived, for one person, call and action.

use earshot_domain::{CallId, RecordingAction, RecordingGrant};

use super::token::Token;
use crate::{Error, Viewer, access::RateBucket, recordings::Recordings, store::NewGrant};

/// Seconds in which playing must begin.
const PLAY_SECONDS: u32 = 5 * 60;
/// Seconds in which a download must begin.
const DOWNLOAD_SECONDS: u32 = 60;

impl Recordings<'_> {
    /// Grants an action on a call's recording, or returns the reason it is blocked. A call outside the
    /// viewer's scope is not found.
    pub async fn grant(
        self,
        viewer: &Viewer,
        id: CallId,
        action: RecordingAction,
    ) -> Result<RecordingGrant, Error> {
        let call = self.0.calls().record(viewer, id).await?;
        let recording = self.checked_recording(viewer, id, &call.details()?, action).await?;
        recording.facts.decide(viewer.role, action).map_err(Error::RecordingBlocked)?;
        let bucket = RateBucket::Recording(viewer);
        self.0.access().take_rates(&[(bucket, self.0.limits.recording_rate)]).await?;
        let token = Token::fresh()?;
        let expires_in = match action {
            RecordingAction::Play => PLAY_SECONDS,
            RecordingAction::Download => DOWNLOAD_SECONDS,
        };
        let now = self.0.now_ms();
        let grant = NewGrant {
            token_hash: &token.hash,
            tenant_id: viewer.tenant.id,
            user_id: viewer.user_id()?,
            session_id: viewer.actor.session_id(),
            project_id: call.project_id,
            call_id: id,
            action,
            created_at: now,
            expires_at: now.saturating_add(i64::from(expires_in).saturating_mul(1000)),
        };
        self.0.db.add_grant(&grant).await?;
        Ok(RecordingGrant { url: format!("/media/recordings/{}", token.text), expires_in })
    }
}
