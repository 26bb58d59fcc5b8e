//! **Sensitive access**: who unlocked what, and what came of it.

use std::collections::HashMap;

use earshot_domain::{
    AuditAction, Permission, SensitiveAccess, SensitiveAccessPage, UnlockId, UnlockState, UnlockUse,
};

use serde_json::json;

use super::request::Words;
use crate::{
    Error, Viewer,
    access::local_time,
    custody::Custody,
    privacy::redaction::redact_prose,
    store::{AccessRow, UnlockUseRow},
};

/// Requests on a page.
const PAGE: usize = 50;

impl Custody<'_> {
    /// Records that the list was opened, before anything of it is shown; its next pages are not opened.
    async fn record_opening(self, viewer: &Viewer) -> Result<(), Error> {
        let mut tx = self.0.db.begin().await?;
        let (subject, action) = (&viewer.tenant.slug, AuditAction::SensitiveAccessOpened);
        self.0.audit().record(&mut tx, viewer, action, subject, &json!({}), None).await?;
        tx.commit().await
    }

    /// A page of the requests for calls in the viewer's scope, newest first, behind the request
    /// `after`. Not found for roles that may not see it.
    pub async fn sensitive_access(
        self,
        viewer: &Viewer,
        after: Option<UnlockId>,
    ) -> Result<SensitiveAccessPage, Error> {
        viewer.require(Permission::ViewSensitiveAccess)?;
        if after.is_none() {
            self.record_opening(viewer).await?;
        }
        let scope = viewer.scope();
        let place = match after {
            Some(id) => Some(self.0.db.access_place(&scope, id).await?.ok_or(Error::NotFound)?),
            None => None,
        };
        let more = i64::try_from(PAGE).map_err(Error::internal)?.saturating_add(1);
        let mut rows = self.0.db.sensitive_accesses(&scope, place, more).await?;
        let is_last = rows.len() <= PAGE;
        rows.truncate(PAGE);
        let next = rows.last().map(|row| row.id).filter(|_| !is_last);
        let ids: Vec<UnlockId> = rows.iter().map(|row| row.id).collect();
        let mut uses: HashMap<UnlockId, Vec<UnlockUseRow>> = HashMap::new();
        for used in self.0.db.unlock_uses(&ids).await? {
            uses.entry(used.unlock_id).or_default().push(used);
        }
        let now = self.0.now_ms();
        let shown = |row: AccessRow| {
            let uses = uses.remove(&row.id).unwrap_or_default();
            access(viewer, row, uses, now)
        };
        let accesses = rows.into_iter().map(shown).collect::<Result<_, Error>>()?;
        Ok(SensitiveAccessPage { profile: viewer.profile(), accesses, next })
    }
}

fn access(
    viewer: &Viewer,
    row: AccessRow,
    uses: Vec<UnlockUseRow>,
    now: i64,
) -> Result<SensitiveAccess, Error> {
    let zone = &viewer.tenant.zone;
    let state = row.state.at(now, row.expires_at);
    let words = Words::open(&viewer.tenant.key, row.id, &row.words_encrypted)?;
    let ended = match state {
        UnlockState::Refused => None,
        _ => Some(row.ended_at.unwrap_or(row.expires_at)),
    };
    let mine = viewer.user_id().is_ok_and(|me| me == row.user_id);
    let used = |used: UnlockUseRow| {
        let at = local_time(used.at, zone)?;
        Ok(UnlockUse { at, artefact: used.artefact, export_id: used.export_id })
    };
    Ok(SensitiveAccess {
        id: row.id,
        call_id: row.call_id,
        project: row.project,
        person: row.person,
        scope: row.scope,
        reason_code: row.reason,
        other_reason: words.other_reason.map(|reason| redact_prose(&reason, None).text),
        justification: redact_prose(&words.justification, None).text,
        requested: local_time(row.requested_at, zone)?,
        state,
        refusal: row.refusal,
        ended: ended.map(|at| local_time(at, zone)).transpose()?,
        ended_by: row.ended_by,
        uses: uses.into_iter().map(used).collect::<Result<_, Error>>()?,
        may_end: state.is_live() && (mine || viewer.may(Permission::EndUnlocks)),
    })
}
