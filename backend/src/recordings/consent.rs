//! Consent and playback compliance: which of several decisions applies.

use earshot_domain::{CallDetails, Consent, PlaybackCompliance};

use crate::store::RecordingRow;

/// Whether the source neither permits nor denies playback, so that a person must decide.
pub(crate) fn left_open(details: &CallDetails) -> bool {
    let permitted = details.consent == Some(Consent::Granted)
        && details.playback_compliance == Some(PlaybackCompliance::Permitted);
    let denied =
        details.consent == Some(Consent::Denied) || details.playback_compliance.is_some_and(denies);
    !permitted && !denied
}

const fn denies(compliance: PlaybackCompliance) -> bool {
    matches!(compliance, PlaybackCompliance::Denied | PlaybackCompliance::PolicyBlocked)
}

/// The consent and compliance that apply: an admin's decision for the call; else a denial by its
/// source; else an admin's decision for its import; else what its source states.
pub(super) fn effective_consent(
    row: &RecordingRow,
    details: &CallDetails,
) -> (Consent, PlaybackCompliance) {
    let consent = row
        .consent
        .or(details.consent.filter(|consent| *consent == Consent::Denied))
        .or(row.import_consent)
        .or(details.consent);
    let compliance = row
        .playback_compliance
        .or(details.playback_compliance.filter(|it| denies(*it)))
        .or(row.import_compliance)
        .or(details.playback_compliance);
    (consent.unwrap_or(Consent::Unknown), compliance.unwrap_or(PlaybackCompliance::MissingEvidence))
}
