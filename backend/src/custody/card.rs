//! **PII unlock** of an opened call, for one viewer.

use earshot_domain::{CallId, Permission, Review, UnlockCard, UnlockScope};

use super::request::{permit, shown};
use crate::{Error, Viewer, custody::Custody};

impl Custody<'_> {
    /// Opens a call as [`crate::Reviews::open`] does, with its **PII unlock** for those who may.
    pub async fn open_review(self, viewer: &Viewer, id: CallId) -> Result<Review, Error> {
        let review = self.0.reviews().open(viewer, id).await?;
        let unlock = self.card(viewer, id).await?;
        Ok(Review { unlock, ..review })
    }

    /// The card of a call; `None` for roles that may not unlock.
    pub async fn card(self, viewer: &Viewer, id: CallId) -> Result<Option<UnlockCard>, Error> {
        if permit(viewer).is_err() {
            return Ok(None);
        }
        let record = self.0.calls().record(viewer, id).await?;
        let (now, me) = (self.0.now_ms(), viewer.user_id()?);
        let rows = self.0.db.unlocks_of_call(viewer.tenant.id, id).await?;
        let live = rows.iter().filter(|row| row.state_at(now).is_live());
        let (mine, others): (Vec<_>, Vec<_>) = live.partition(|row| row.user_id == me);
        let others = others.into_iter().filter(|_| viewer.may(Permission::EndUnlocks));
        Ok(Some(UnlockCard {
            live: mine.first().map(|row| shown(viewer, row, now)).transpose()?,
            others: others.map(|row| shown(viewer, row, now)).collect::<Result<_, _>>()?,
            // What would refuse every scope.
            refusal: self.refusal(viewer, &record, UnlockScope::All).await?,
            has_raw_text: self.has_raw_text(viewer, id).await?,
            ..UnlockCard::default()
        }))
    }
}
