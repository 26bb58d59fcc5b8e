//! The end of unlocks: by the person, by an admin, by time, and when consent is withdrawn.

use earshot_domain::{AuditAction, Permission, UnlockEnd, UnlockId, UnlockOver, UserId};
use serde_json::json;

use super::request::permit;
use crate::{
    Actor, Backend, Error, Viewer,
    custody::Custody,
    jobs::{JobContext, JobKind, NewJob, RunEnd},
    store::{Tx, UnlockRow},
};

/// Unlocks whose end is recorded in one run at most, each in a transaction of its own.
const BATCH: i64 = 100;
/// Deduplication key that limits the job to one run at a time.
const KEY: &str = "lapsed";

impl From<UnlockOver> for Error {
    fn from(over: UnlockOver) -> Self {
        Self::Conflict(over.to_string())
    }
}

impl Custody<'_> {
    /// Ends a live unlock: the viewer's own, or, with the permission for it, another's of a call in
    /// scope. Anything else is not found.
    pub async fn end(self, viewer: &Viewer, id: UnlockId) -> Result<(), Error> {
        permit(viewer)?;
        let row = self.0.db.unlock(viewer.tenant.id, id).await?.ok_or(Error::NotFound)?;
        let me = viewer.user_id()?;
        let mine = row.user_id == me;
        if !mine && !viewer.may(Permission::EndUnlocks) {
            return Err(Error::NotFound);
        }
        self.0.calls().record(viewer, row.call_id).await?;
        let lapsed = !row.state_at(self.0.now_ms()).is_live();
        let end = match (lapsed, mine) {
            (true, _) => UnlockEnd::Expiry,
            (false, true) => UnlockEnd::Person,
            (false, false) => UnlockEnd::Revocation,
        };
        let mut tx = self.0.db.begin().await?;
        let by = (!lapsed).then_some(me);
        self.end_in(&mut tx, &row, end, by, viewer.actor()).await?;
        tx.commit().await
    }

    /// Ends an unlock within a transaction, with its event.
    pub(super) async fn end_in(
        self,
        tx: &mut Tx,
        row: &UnlockRow,
        end: UnlockEnd,
        by: Option<UserId>,
        actor: &Actor,
    ) -> Result<(), Error> {
        let state = row.state.end(end)?;
        if !tx.end_unlock(row.id, state, self.0.now_ms().min(ended_at(row, end)), by).await? {
            return Err(UnlockOver.into());
        }
        let detail = json!({ "unlock_id": row.id, "person": row.person, "end": state });
        let action = AuditAction::UnlockEnded;
        self.0.audit().record_as(tx, row.tenant_id, actor, action, row.call_id, &detail).await
    }
}

/// Time after which an unlock cannot have ended: that of its expiry.
const fn ended_at(row: &UnlockRow, end: UnlockEnd) -> i64 {
    match end {
        UnlockEnd::Expiry => row.expires_at,
        UnlockEnd::Person | UnlockEnd::Revocation | UnlockEnd::Withdrawal => i64::MAX,
    }
}

/// Job that records the end of unlocks whose time is over.
pub(crate) struct UnlockExpiry {
    backend: Backend,
}

impl UnlockExpiry {
    pub(crate) fn new(backend: Backend) -> Self {
        Self { backend }
    }
}

impl JobKind for UnlockExpiry {
    const NAME: &'static str = "unlock_expiry";
    const RECORDED: bool = false;

    async fn due(&self) -> Result<Vec<NewJob>, Error> {
        let lapsed = self.backend.db.lapsed_unlocks(self.backend.now_ms(), 1).await?;
        Ok(lapsed.iter().map(|_| NewJob::of::<Self>(json!({})).once(KEY)).collect())
    }

    async fn run(&self, context: &JobContext) -> Result<RunEnd, Error> {
        let db = &self.backend.db;
        for row in db.lapsed_unlocks(self.backend.now_ms(), BATCH).await? {
            if context.must_stop() {
                return Ok(RunEnd::Stopped);
            }
            let person =
                Actor::Person { id: row.user_id, email: row.person.clone(), session_id: None };
            let mut tx = db.begin().await?;
            match self
                .backend
                .custody()
                .end_in(&mut tx, &row, UnlockEnd::Expiry, None, &person)
                .await
            {
                Ok(()) => tx.commit().await?,
                // Another process recorded it.
                Err(Error::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(RunEnd::Completed)
    }
}
