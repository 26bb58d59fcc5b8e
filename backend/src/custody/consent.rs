//! The consent evidence that an unlock demands: what playing the recording demands as well
//! (docs/compatibility.md#decision-unlock).

use earshot_domain::{Consent, PlaybackCompliance, UnlockRefusal};

/// Checks that consent and its evidence are valid; otherwise returns the first reason that a person
/// can resolve.
pub(super) const fn check(
    consent: Consent,
    compliance: PlaybackCompliance,
) -> Result<(), UnlockRefusal> {
    match consent {
        Consent::Granted => {}
        Consent::Denied => return Err(UnlockRefusal::ConsentDenied),
        Consent::Missing => return Err(UnlockRefusal::ConsentMissing),
        Consent::Unknown => return Err(UnlockRefusal::ConsentUnknown),
    }
    match compliance {
        PlaybackCompliance::Permitted => Ok(()),
        PlaybackCompliance::Denied => Err(UnlockRefusal::ComplianceDenied),
        PlaybackCompliance::MissingEvidence => Err(UnlockRefusal::MissingEvidence),
        PlaybackCompliance::PolicyBlocked => Err(UnlockRefusal::PolicyBlocked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aidial_nothing_is_unlocked_without_consent_and_its_evidence() {
        use {Consent as C, PlaybackCompliance as P, UnlockRefusal as R};
        for compliance in P::ALL {
            assert_eq!(check(C::Denied, *compliance), Err(R::ConsentDenied));
            assert_eq!(check(C::Missing, *compliance), Err(R::ConsentMissing));
            assert_eq!(check(C::Unknown, *compliance), Err(R::ConsentUnknown));
        }
        for (compliance, expected) in [
            (P::Permitted, Ok(())),
            (P::Denied, Err(R::ComplianceDenied)),
            (P::MissingEvidence, Err(R::MissingEvidence)),
            (P::PolicyBlocked, Err(R::PolicyBlocked)),
        ] {
            assert_eq!(check(C::Granted, compliance), expected);
        }
    }
}
