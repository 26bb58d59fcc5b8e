//! What the **Call recording** card says to one viewer.

use std::str::FromStr;

use earshot_domain::{
    CallDetails, CallId, Consent, MediaState, PlaybackCompliance, RecordingAction, RecordingCard,
};

use super::policy::Facts;
use crate::{Backend, Error, Viewer, store::RecordingRow};

/// A recording with what decides about it.
pub(super) struct Recording {
    pub(super) facts: Facts,
    pub(super) row: RecordingRow,
}

impl Backend {
    /// The card of a call that is in the viewer's scope.
    pub(crate) async fn recording_card(
        &self,
        viewer: &Viewer,
        id: CallId,
        details: &CallDetails,
    ) -> Result<RecordingCard, Error> {
        let Recording { facts, row } = self.recording(viewer, id, details).await?;
        let blocked = |action| facts.decide(viewer.role, action).err();
        let play_blocked = blocked(RecordingAction::Play);
        Ok(RecordingCard {
            media: facts.media,
            consent: facts.consent,
            playback_compliance: facts.playback_compliance,
            // What may not be heard is not shown either.
            peaks: row.peaks.filter(|_| play_blocked.is_none()).unwrap_or_default(),
            duration_ms: row.duration_ms.and_then(|ms| u64::try_from(ms).ok()),
            play_blocked,
            download_blocked: blocked(RecordingAction::Download),
            may_decide: viewer.role.decides_playback(),
        })
    }

    /// The recording of a call as it is now, with the tenant's settings as they are now. What an
    /// admin decided stands over what the source said.
    pub(super) async fn recording(
        &self,
        viewer: &Viewer,
        id: CallId,
        details: &CallDetails,
    ) -> Result<Recording, Error> {
        let (tenant, call) = (viewer.tenant.id.to_string(), id.to_string());
        let row = self.db.recording(&tenant, &call).await?;
        let media = match &row.media_state {
            Some(code) => code.parse().map_err(Error::internal)?,
            None if details.recording.is_some() => MediaState::Unretrievable,
            None => MediaState::NotGenerated,
        };
        let consent: Option<Consent> = decided(row.consent.as_deref())?;
        let compliance: Option<PlaybackCompliance> = decided(row.playback_compliance.as_deref())?;
        let facts = Facts {
            media,
            consent: consent.or(details.consent).unwrap_or(Consent::Unknown),
            playback_compliance: compliance
                .or(details.playback_compliance)
                .unwrap_or(PlaybackCompliance::MissingEvidence),
            staff_playback: row.staff_playback,
            recording_download: row.recording_download,
        };
        Ok(Recording { facts, row })
    }
}

/// What an admin decided, where one did.
fn decided<T>(code: Option<&str>) -> Result<Option<T>, Error>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    code.map(str::parse).transpose().map_err(Error::internal)
}
