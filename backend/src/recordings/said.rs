//! What was said of consent and compliance, by whom, and whose word stands.

use earshot_domain::{CallDetails, Consent, PlaybackCompliance};

use crate::store::RecordingRow;

/// Whether a source neither allowed nor forbade that its call is played: somebody has to decide.
pub(crate) fn left_open(details: &CallDetails) -> bool {
    let allowed = details.consent == Some(Consent::Granted)
        && details.playback_compliance == Some(PlaybackCompliance::Permitted);
    let forbidden = details.consent == Some(Consent::Denied)
        || details.playback_compliance.is_some_and(forbids);
    !allowed && !forbidden
}

const fn forbids(compliance: PlaybackCompliance) -> bool {
    matches!(compliance, PlaybackCompliance::Denied | PlaybackCompliance::PolicyBlocked)
}

/// What stands of consent and compliance: what an admin decided for the call; else what its source
/// forbade; else what an admin decided for its import; else what its source said.
pub(super) fn said(row: &RecordingRow, details: &CallDetails) -> (Consent, PlaybackCompliance) {
    let consent = row
        .consent
        .or(details.consent.filter(|consent| *consent == Consent::Denied))
        .or(row.import_consent)
        .or(details.consent);
    let compliance = row
        .playback_compliance
        .or(details.playback_compliance.filter(|it| forbids(*it)))
        .or(row.import_compliance)
        .or(details.playback_compliance);
    (consent.unwrap_or(Consent::Unknown), compliance.unwrap_or(PlaybackCompliance::MissingEvidence))
}
