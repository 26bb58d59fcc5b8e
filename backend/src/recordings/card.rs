//! The **Call recording** card of a call, for one viewer.

use earshot_domain::{
    CallDetails, CallId, Consent, MediaState, Permission, PlaybackCompliance, RecordingAction,
    RecordingCard,
};

use super::{consent::effective_consent, policy::Facts};
use crate::{
    Error, Viewer,
    recordings::Recordings,
    store::{RecordingRow, StoredMedia},
};

/// A recording with the facts its policy depends on.
pub(super) struct Recording {
    pub(super) facts: Facts,
    pub(super) row: RecordingRow,
}

impl Recordings<'_> {
    /// The card of a call that is in the viewer's scope.
    pub(crate) async fn card(
        self,
        viewer: &Viewer,
        id: CallId,
        details: &CallDetails,
    ) -> Result<RecordingCard, Error> {
        let Recording { facts, row } =
            self.checked_recording(viewer, id, details, RecordingAction::Play).await?;
        let blocked = |action| facts.decide(viewer.role, action).err();
        let play_blocked = blocked(RecordingAction::Play);
        let peaks = row.peaks.filter(|_| play_blocked.is_none()).unwrap_or_default();
        Ok(RecordingCard {
            media: facts.media,
            consent: facts.consent,
            playback_compliance: facts.playback_compliance,
            // A waveform would reveal a recording that may not be played.
            silent: !peaks.is_empty() && peaks.iter().all(|peak| *peak == 0),
            peaks,
            converted: row.original_key.is_some(),
            codec: row.codec.filter(|_| play_blocked.is_none()),
            duration_ms: row.duration_ms.and_then(|ms| u64::try_from(ms).ok()),
            play_blocked,
            download_blocked: blocked(RecordingAction::Download),
            may_decide: viewer.may(Permission::DecidePlayback),
        })
    }

    /// The consent and compliance that apply to a call that is in the viewer's scope.
    pub(crate) async fn consent(
        self,
        viewer: &Viewer,
        id: CallId,
        details: &CallDetails,
    ) -> Result<(Consent, PlaybackCompliance), Error> {
        let facts = self.stored_recording(viewer, id, details).await?.facts;
        Ok((facts.consent, facts.playback_compliance))
    }

    /// The recording of a call, after checking that its media is still in the store.
    pub(super) async fn checked_recording(
        self,
        viewer: &Viewer,
        id: CallId,
        details: &CallDetails,
        action: RecordingAction,
    ) -> Result<Recording, Error> {
        let mut recording = self.stored_recording(viewer, id, details).await?;
        let StoredMedia { object_key, bytes, .. } = recording.row.media(action);
        if let (MediaState::Available, Some(key)) = (recording.facts.media, &object_key) {
            let bytes = u64::try_from(bytes.unwrap_or_default()).map_err(Error::internal)?;
            if self.0.media.has_lost(key, bytes).await {
                recording.facts.media = MediaState::Unretrievable;
            }
        }
        Ok(recording)
    }

    /// The recording of a call as the database has it, with the tenant's current settings.
    pub(super) async fn stored_recording(
        self,
        viewer: &Viewer,
        id: CallId,
        details: &CallDetails,
    ) -> Result<Recording, Error> {
        let row = self.0.db.recording(viewer.tenant.id, id).await?;
        let media = match row.media_state {
            Some(state) => state,
            None if details.recording.is_some() => MediaState::NotReceived,
            None => MediaState::NotGenerated,
        };
        let (consent, playback_compliance) = effective_consent(&row, details);
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
