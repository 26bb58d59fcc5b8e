//! Consent and playback compliance: which of several decisions applies.

use std::str::FromStr;

use earshot_domain::{CallDetails, Consent, PlaybackCompliance};

use crate::{Error, store::RecordingRow};

/// Whether a source neither permitted nor denied playback, so that a person must decide.
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
) -> Result<(Consent, PlaybackCompliance), Error> {
    let consent = decided(row.consent.as_deref())?
        .or(details.consent.filter(|consent| *consent == Consent::Denied))
        .or(decided(row.import_consent.as_deref())?)
        .or(details.consent);
    let compliance = decided(row.playback_compliance.as_deref())?
        .or(details.playback_compliance.filter(|it| denies(*it)))
        .or(decided(row.import_compliance.as_deref())?)
        .or(details.playback_compliance);
    Ok((
        consent.unwrap_or(Consent::Unknown),
        compliance.unwrap_or(PlaybackCompliance::MissingEvidence),
    ))
}

/// An admin's decision, where there is one.
fn decided<T>(code: Option<&str>) -> Result<Option<T>, Error>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    code.map(str::parse).transpose().map_err(Error::internal)
}
