//! Decisions of a Client Admin on consent and playback compliance, with evidence.

use earshot_domain::{AuditAction, CallId, Consent, FieldError, Permission, PlaybackCompliance};
use serde_json::json;

use crate::{
    Error, Viewer, privacy::encryption::Sealed, recordings::Recordings, store::NewDecision,
};

/// Characters of evidence.
const MAX_EVIDENCE: usize = 1000;

/// An admin's decision on playing a call's recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaybackDecision {
    /// Whether the caller agreed to be recorded.
    pub consent: Consent,
    /// Whether the recording may be played.
    pub playback_compliance: PlaybackCompliance,
    /// Evidence for the decision.
    pub evidence: String,
}

impl PlaybackDecision {
    /// The evidence, trimmed; it must not be empty.
    pub(crate) fn checked_evidence(&self) -> Result<&str, Error> {
        let evidence = self.evidence.trim();
        if evidence.is_empty() {
            let missing = "must describe the evidence, such as a signed form and its date";
            return Err(Error::Invalid(vec![FieldError::new("evidence", missing)]));
        }
        if evidence.chars().count() > MAX_EVIDENCE {
            let long = format!("must have at most {MAX_EVIDENCE} characters");
            return Err(Error::Invalid(vec![FieldError::new("evidence", long)]));
        }
        Ok(evidence)
    }
}

impl Recordings<'_> {
    /// Sets consent and compliance of a call; the decision takes precedence over its source.
    /// Requires Client Admin; not found for other roles.
    pub async fn decide(
        self,
        viewer: &Viewer,
        id: CallId,
        decision: &PlaybackDecision,
    ) -> Result<(), Error> {
        viewer.require(Permission::DecidePlayback)?;
        self.0.calls().record(viewer, id).await?;
        let evidence = decision.checked_evidence()?;
        let mut tx = self.0.db.begin().await?;
        tx.set_decision(&NewDecision {
            call_id: id,
            tenant_id: viewer.tenant.id,
            consent: decision.consent,
            playback_compliance: decision.playback_compliance,
            evidence_encrypted: &viewer.tenant.key.seal(
                Sealed::Evidence,
                id,
                evidence.as_bytes(),
            )?,
            decided_by: viewer.user_id()?,
            decided_at: self.0.now_ms(),
        })
        .await?;
        let detail = json!({
            "consent": decision.consent,
            "playback_compliance": decision.playback_compliance,
        });
        let action = AuditAction::PlaybackDecided;
        self.0.audit().record(&mut tx, viewer, action, id, &detail, Some(evidence)).await?;
        tx.commit().await
    }
}
