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

    /// The recording of a call as it is now, which includes whether its media is where it was put.
    pub(super) async fn recording(
        &self,
        viewer: &Viewer,
        id: CallId,
        details: &CallDetails,
    ) -> Result<Recording, Error> {
        let mut recording = self.stored_recording(viewer, id, details).await?;
        let RecordingRow { object_key, bytes, .. } = &recording.row;
        if let (MediaState::Available, Some(key)) = (recording.facts.media, object_key) {
            let bytes = u64::try_from(bytes.unwrap_or_default()).map_err(Error::internal)?;
            if self.media.has_lost(key, bytes).await {
                recording.facts.media = MediaState::Unretrievable;
            }
        }
        Ok(recording)
    }

    /// The recording of a call as it is stored, with the tenant's settings as they are now.
    pub(super) async fn stored_recording(
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
        let (consent, playback_compliance) = said(&row, details)?;
        let facts = Facts {
            media,
            consent,
            playback_compliance,
            staff_playback: row.staff_playback,
            recording_download: row.recording_download,
        };
        Ok(Recording { facts, row })
    }
}

/// What stands of consent and compliance: what an admin decided for the call; else what its source
/// forbade; else what an admin decided for its import; else what its source said.
fn said(row: &RecordingRow, details: &CallDetails) -> Result<(Consent, PlaybackCompliance), Error> {
    let consent = decided(row.consent.as_deref())?
        .or(details.consent.filter(|consent| *consent == Consent::Denied))
        .or(decided(row.import_consent.as_deref())?)
        .or(details.consent);
    let forbidden = |it: &PlaybackCompliance| {
        matches!(it, PlaybackCompliance::Denied | PlaybackCompliance::PolicyBlocked)
    };
    let compliance = decided(row.playback_compliance.as_deref())?
        .or(details.playback_compliance.filter(forbidden))
        .or(decided(row.import_compliance.as_deref())?)
        .or(details.playback_compliance);
    Ok((
        consent.unwrap_or(Consent::Unknown),
        compliance.unwrap_or(PlaybackCompliance::MissingEvidence),
    ))
}

/// What an admin decided, where one did.
fn decided<T>(code: Option<&str>) -> Result<Option<T>, Error>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    code.map(str::parse).transpose().map_err(Error::internal)
}
