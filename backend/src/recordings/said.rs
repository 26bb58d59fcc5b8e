//! What was said of consent and compliance, by whom, and whose word stands.

use std::str::FromStr;

use earshot_domain::{CallDetails, Consent, PlaybackCompliance};

use crate::{Error, store::RecordingRow};

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
pub(super) fn said(
    row: &RecordingRow,
    details: &CallDetails,
) -> Result<(Consent, PlaybackCompliance), Error> {
    let consent = decided(row.consent.as_deref())?
        .or(details.consent.filter(|consent| *consent == Consent::Denied))
        .or(decided(row.import_consent.as_deref())?)
        .or(details.consent);
    let compliance = decided(row.playback_compliance.as_deref())?
        .or(details.playback_compliance.filter(|it| forbids(*it)))
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
