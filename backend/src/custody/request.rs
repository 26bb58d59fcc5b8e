//! Requests to unlock a call: granted or refused, and recorded either way.

use earshot_domain::{
    AuditAction, CallId, Permission, TranscriptState, UNLOCK_MINUTES, Unlock, UnlockEnd, UnlockId,
    UnlockRefusal, UnlockRequest, UnlockScope, UnlockState,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::consent::check;
use crate::{
    Error, Viewer,
    access::{RateBucket, local_time},
    custody::Custody,
    ids,
    privacy::encryption::{Sealed, TenantKey},
    store::{NewUnlock, ReviewRecord, Tx, UnlockRow},
};

/// Milliseconds for which an unlock lasts.
const UNLOCK_MS: i64 = UNLOCK_MINUTES * 60_000;

/// The words of a request, as they are sealed.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Words {
    pub(super) other_reason: Option<String>,
    pub(super) justification: String,
}

impl Words {
    fn seal(&self, key: &TenantKey, id: UnlockId) -> Result<Vec<u8>, Error> {
        key.seal(Sealed::AuditDetail, id, &serde_json::to_vec(self)?)
    }

    /// Opens the words of a stored request.
    pub(super) fn open(key: &TenantKey, id: UnlockId, sealed: &[u8]) -> Result<Self, Error> {
        Ok(serde_json::from_slice(&key.open(Sealed::AuditDetail, id, sealed)?)?)
    }
}

impl Custody<'_> {
    /// Unlocks a call for the viewer, for [`UNLOCK_MINUTES`]. Not found for roles that may not, and for
    /// calls that are not theirs; without valid consent evidence [`Error::UnlockRefused`].
    pub async fn request(
        self,
        viewer: &Viewer,
        call_id: CallId,
        request: &UnlockRequest,
    ) -> Result<Unlock, Error> {
        permit(viewer)?;
        let record = self.0.calls().record(viewer, call_id).await?;
        let rate = (RateBucket::Review(viewer), self.0.limits.review_rate);
        self.0.access().take_rates(&[rate]).await?;
        let refusal = self.refusal(viewer, &record, request.scope).await?;
        let (now, id) = (self.0.now_ms(), UnlockId::new(ids::fresh()));
        let words = Words {
            other_reason: request.other_reason.clone(),
            justification: request.justification.clone(),
        };
        let new = NewUnlock {
            id,
            tenant_id: viewer.tenant.id,
            call_id,
            project_id: record.project_id,
            user_id: viewer.user_id()?,
            scope: request.scope,
            reason: request.reason_code,
            words_encrypted: &words.seal(&viewer.tenant.key, id)?,
            state: if refusal.is_some() { UnlockState::Refused } else { UnlockState::Live },
            refusal,
            requested_at: now,
            expires_at: now.saturating_add(UNLOCK_MS),
        };
        let mut tx = self.0.db.begin().await?;
        if refusal.is_none() {
            self.end_lapsed(&mut tx, viewer, call_id, now).await?;
        }
        if !tx.add_unlock(&new).await? {
            return Err(Error::Conflict(
                "You have unlocked this call already. End that unlock to ask for another one."
                    .to_owned(),
            ));
        }
        self.audit_request(&mut tx, viewer, &new, request).await?;
        tx.commit().await?;
        match refusal {
            Some(refusal) => Err(Error::UnlockRefused(refusal)),
            None => shown(viewer, &new_row(viewer, &new), now),
        }
    }

    /// Why a request would be refused now: consent, or that there is nothing to unlock.
    pub(super) async fn refusal(
        self,
        viewer: &Viewer,
        record: &ReviewRecord,
        scope: UnlockScope,
    ) -> Result<Option<UnlockRefusal>, Error> {
        let id = record.call.id;
        let (consent, compliance) =
            self.0.recordings().consent(viewer, id, &record.details()?).await?;
        if let Err(refusal) = check(consent, compliance) {
            return Ok(Some(refusal));
        }
        let empty = scope.is_text() && !self.has_raw_text(viewer, id).await?;
        Ok(empty.then_some(UnlockRefusal::NoRawText))
    }

    /// Whether text from before redaction is stored of a call.
    pub(super) async fn has_raw_text(self, viewer: &Viewer, id: CallId) -> Result<bool, Error> {
        self.0.db.has_raw_text(viewer.tenant.id, id).await
    }

    /// Ends the viewer's unlock of a call if its time is over, so that another can be asked for.
    async fn end_lapsed(
        self,
        tx: &mut Tx,
        viewer: &Viewer,
        call_id: CallId,
        now: i64,
    ) -> Result<(), Error> {
        let me = viewer.user_id()?;
        let rows = self.0.db.unlocks_of_call(viewer.tenant.id, call_id).await?;
        for row in rows.iter().filter(|row| row.user_id == me) {
            if row.state_at(now) == UnlockState::Expired {
                self.end_in(tx, row, UnlockEnd::Expiry, None, viewer.actor()).await?;
            }
        }
        Ok(())
    }

    async fn audit_request(
        self,
        tx: &mut Tx,
        viewer: &Viewer,
        new: &NewUnlock<'_>,
        request: &UnlockRequest,
    ) -> Result<(), Error> {
        let action = match new.refusal {
            Some(_) => AuditAction::UnlockRefused,
            None => AuditAction::UnlockRequested,
        };
        let detail = json!({
            "unlock_id": new.id,
            "scope": new.scope,
            "reason_code": new.reason,
            "refusal": new.refusal,
            "expires_at": new.refusal.is_none().then_some(new.expires_at),
        });
        let words = match &request.other_reason {
            Some(reason) => format!("{reason}\n{}", request.justification),
            None => request.justification.clone(),
        };
        self.0.audit().record(tx, viewer, action, new.call_id, &detail, Some(&words)).await
    }
}

/// Refuses everybody but persons whose role may unlock, as what does not exist.
pub(super) fn permit(viewer: &Viewer) -> Result<(), Error> {
    if viewer.may(Permission::UnlockPersonalData) && viewer.key_id().is_none() {
        viewer.user_id().map(drop)
    } else {
        Err(Error::NotFound)
    }
}

fn new_row(viewer: &Viewer, new: &NewUnlock<'_>) -> UnlockRow {
    UnlockRow {
        id: new.id,
        tenant_id: new.tenant_id,
        call_id: new.call_id,
        user_id: new.user_id,
        person: viewer.actor().to_string(),
        scope: new.scope,
        state: new.state,
        expires_at: new.expires_at,
    }
}

/// An unlock as pages show it.
pub(super) fn shown(viewer: &Viewer, row: &UnlockRow, now: i64) -> Result<Unlock, Error> {
    let left = row.expires_at.saturating_sub(now).max(0);
    Ok(Unlock {
        id: row.id,
        scope: row.scope,
        person: row.person.clone(),
        expires: local_time(row.expires_at, &viewer.tenant.zone)?,
        // Rounded up, so that what is live has a second left.
        seconds_left: u32::try_from(left.saturating_add(999) / 1000).unwrap_or(u32::MAX),
    })
}

/// The transcript's text can be shown.
pub(super) fn is_readable(record: &ReviewRecord) -> bool {
    record.transcript_state == TranscriptState::Available
}
