//! Policy of playing and downloading recordings, applied to every request
//! (docs/compatibility.md#aidial-recording-conditions).

use earshot_domain::{
    Consent, MediaState, Permission, PlaybackCompliance, RecordingAction, RecordingBlock, Role,
};

/// Facts that a decision depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) media: MediaState,
    pub(super) consent: Consent,
    pub(super) playback_compliance: PlaybackCompliance,
    /// The tenant permits playback by Client Staff.
    pub(super) staff_playback: bool,
    /// The tenant permits downloads.
    pub(super) recording_download: bool,
}

impl Facts {
    /// Decides whether `role` may do `action`; if not, returns the first reason that a person can
    /// resolve.
    pub(super) fn decide(self, role: Role, action: RecordingAction) -> Result<(), RecordingBlock> {
        match action {
            RecordingAction::Play => {
                self.playable()?;
                if !role.may(Permission::PlayRecordings) && !self.staff_playback {
                    Err(RecordingBlock::StaffPlayback)
                } else {
                    Ok(())
                }
            }
            RecordingAction::Download => {
                // Checked first: no configuration allows this to a role without the permission.
                if !role.may(Permission::DownloadRecordings) {
                    return Err(RecordingBlock::Role);
                }
                self.playable()?;
                if self.recording_download { Ok(()) } else { Err(RecordingBlock::Entitlement) }
            }
        }
    }

    fn playable(self) -> Result<(), RecordingBlock> {
        match self.media {
            MediaState::Available => {}
            MediaState::NotGenerated => return Err(RecordingBlock::NotGenerated),
            MediaState::NotReceived => return Err(RecordingBlock::NotReceived),
            MediaState::Unretrievable => return Err(RecordingBlock::Unretrievable),
            MediaState::Removed => return Err(RecordingBlock::Removed),
        }
        match self.consent {
            Consent::Granted => {}
            Consent::Denied => return Err(RecordingBlock::ConsentDenied),
            Consent::Missing => return Err(RecordingBlock::ConsentMissing),
            Consent::Unknown => return Err(RecordingBlock::ConsentUnknown),
        }
        match self.playback_compliance {
            PlaybackCompliance::Permitted => Ok(()),
            PlaybackCompliance::Denied => Err(RecordingBlock::ComplianceDenied),
            PlaybackCompliance::MissingEvidence => Err(RecordingBlock::MissingEvidence),
            PlaybackCompliance::PolicyBlocked => Err(RecordingBlock::PolicyBlocked),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Facts = Facts {
        media: MediaState::Available,
        consent: Consent::Granted,
        playback_compliance: PlaybackCompliance::Permitted,
        staff_playback: true,
        recording_download: true,
    };

    fn all() -> impl Iterator<Item = Facts> {
        MediaState::ALL.iter().flat_map(|media| {
            Consent::ALL.iter().flat_map(|consent| {
                PlaybackCompliance::ALL.iter().flat_map(|compliance| {
                    (0..4).map(|switches| Facts {
                        media: *media,
                        consent: *consent,
                        playback_compliance: *compliance,
                        staff_playback: switches & 1 == 1,
                        recording_download: switches & 2 == 2,
                    })
                })
            })
        })
    }

    #[test]
    fn aidial_staff_never_download_under_any_configuration() {
        for facts in all() {
            let decided = facts.decide(Role::ClientStaff, RecordingAction::Download);
            assert_eq!(decided, Err(RecordingBlock::Role), "{facts:?}");
        }
    }

    #[test]
    fn aidial_nobody_plays_without_media_consent_and_compliance() {
        for facts in all() {
            let open = facts.media == OPEN.media
                && facts.consent == OPEN.consent
                && facts.playback_compliance == OPEN.playback_compliance;
            for role in Role::ALL {
                let allowed = open && (*role != Role::ClientStaff || facts.staff_playback);
                assert_eq!(
                    facts.decide(*role, RecordingAction::Play).is_ok(),
                    allowed,
                    "{facts:?}"
                );
            }
            for role in [Role::ClientAdmin, Role::ClientManager] {
                let allowed = open && facts.recording_download;
                let decided = facts.decide(role, RecordingAction::Download);
                assert_eq!(decided.is_ok(), allowed, "{facts:?}");
            }
        }
    }

    #[test]
    fn each_state_has_a_reason_of_its_own() {
        use RecordingBlock as B;
        let play = |facts: Facts| facts.decide(Role::ClientStaff, RecordingAction::Play);
        for (facts, reason) in [
            (Facts { media: MediaState::NotGenerated, ..OPEN }, B::NotGenerated),
            (Facts { media: MediaState::NotReceived, ..OPEN }, B::NotReceived),
            (Facts { media: MediaState::Unretrievable, ..OPEN }, B::Unretrievable),
            (Facts { media: MediaState::Removed, ..OPEN }, B::Removed),
            (Facts { consent: Consent::Denied, ..OPEN }, B::ConsentDenied),
            (Facts { consent: Consent::Missing, ..OPEN }, B::ConsentMissing),
            (Facts { consent: Consent::Unknown, ..OPEN }, B::ConsentUnknown),
            (
                Facts { playback_compliance: PlaybackCompliance::Denied, ..OPEN },
                B::ComplianceDenied,
            ),
            (
                Facts { playback_compliance: PlaybackCompliance::MissingEvidence, ..OPEN },
                B::MissingEvidence,
            ),
            (
                Facts { playback_compliance: PlaybackCompliance::PolicyBlocked, ..OPEN },
                B::PolicyBlocked,
            ),
            (Facts { staff_playback: false, ..OPEN }, B::StaffPlayback),
        ] {
            assert_eq!(play(facts), Err(reason));
        }
        assert_eq!(play(OPEN), Ok(()));
    }
}
