//! Changes to the review of a call: one event and one audit entry in one transaction.

use earshot_domain::{
    AuditAction, CallId, FollowUp, Permission, ReviewAction, ReviewChange, ReviewConflict,
    ReviewState, UnlockId, UserId, Verdict,
};
use serde_json::json;

use super::history;
use crate::{
    Error, Viewer,
    access::RateBucket,
    calls::tags,
    privacy::{redaction::redact, redaction_marks::Marks},
    reviews::Reviews,
    store::{EventKey, EventRow, NewEvent, ReviewRecord, ReviewedCall, Tx},
};

/// Maximum number of tags of a call.
const MAX_TAGS: usize = 20;

/// A call whose review is being changed.
pub(super) struct Changing<'a> {
    pub(super) tx: &'a mut Tx,
    pub(super) viewer: &'a Viewer,
    pub(super) call: &'a ReviewedCall,
    pub(super) call_id: CallId,
    pub(super) events: &'a [EventRow],
    /// Marks of redaction that apply to what is written.
    pub(super) marks: &'a Marks,
    /// The viewer's live unlock of the transcript, where the change demands one.
    pub(super) unlock: Option<UnlockId>,
    pub(super) now: i64,
    /// State of the follow-up after the change.
    pub(super) state: ReviewState,
}

impl Reviews<'_> {
    /// Changes the review of a call. A missing permission is named in the error; a change that is
    /// invalid in the current state, or that another person's change preceded, is
    /// [`Error::Conflict`].
    pub async fn change(
        self,
        viewer: &Viewer,
        id: CallId,
        change: ReviewChange,
    ) -> Result<(), Error> {
        let record = self.0.calls().record(viewer, id).await?;
        permit(viewer, &change)?;
        let rate = (RateBucket::Review(viewer), self.0.limits.review_rate);
        self.0.access().take_rates(&[rate]).await?;
        let source_tags = record.details()?.tags;
        let assignee = self.assignee(viewer, &record, &change).await?;
        let unlock = self.unlock_for(viewer, &record, &change).await?;
        let (tenant_id, now) = (viewer.tenant.id, self.0.now_ms());
        let mut tx = self.0.db.begin().await?;
        let call = tx.reviewed_call(tenant_id, id).await?.ok_or(Error::NotFound)?;
        let events = tx.review_events(tenant_id, id).await?;
        let marks = marks(&mut tx, viewer, id, &events).await?;
        let mut changing = Changing {
            tx: &mut tx,
            viewer,
            call: &call,
            call_id: id,
            events: &events,
            marks: &marks,
            unlock,
            now,
            state: call.review_state,
        };
        let (action, event) = changing.apply(change, &source_tags, assignee).await?;
        let state = changing.state;
        let key = EventKey {
            call_id: id,
            seq: call.review_seq,
            tenant_id,
            at: now,
            author_id: viewer.user_id()?,
            action,
        };
        tx.add_review_event(&key, &event).await?;
        history::apply_tag(&mut tx, call.row_id, action, event.new_text.as_deref()).await?;
        let mut outbox = self.0.webhooks().outbox(&mut tx, tenant_id, call.project_id).await?;
        outbox.reviewed(id, call.review_seq, action, state)?;
        let queued = outbox.put(&mut tx).await?;
        let mut detail = json!({ "action": action, "event": call.review_seq, "turn": event.turn });
        if let Some(unlock) = unlock {
            detail["unlock_id"] = json!(unlock);
        }
        let audited = AuditAction::ReviewChanged;
        self.0.audit().record(&mut tx, viewer, audited, id, &detail, None).await?;
        tx.commit().await?;
        if queued {
            self.0.webhooks().wake_worker();
        }
        Ok(())
    }

    /// The person a call is assigned to; they must see it.
    async fn assignee(
        self,
        viewer: &Viewer,
        record: &ReviewRecord,
        change: &ReviewChange,
    ) -> Result<Option<UserId>, Error> {
        let ReviewChange::Assign { assignee } = change else { return Ok(None) };
        let (project, audience) = (record.project_id, record.audience.as_deref());
        let people = self.0.db.people_who_see(viewer.tenant.id, project, audience).await?;
        let found = people.into_iter().find(|person| person.email.eq_ignore_ascii_case(assignee));
        let found = found.ok_or_else(|| {
            Error::field("assignee", "must be the e-mail address of a person who sees this call")
        })?;
        Ok(Some(found.id))
    }
}

/// The marks of redaction of a call.
async fn marks(
    tx: &mut Tx,
    viewer: &Viewer,
    id: CallId,
    events: &[EventRow],
) -> Result<Marks, Error> {
    if events.iter().all(|event| event.mark_label.is_none()) {
        return Ok(Marks::default());
    }
    Marks::open(&viewer.tenant.key, &tx.redaction_marks(viewer.tenant.id, id).await?)
}

/// Returns an error unless the role has the permission for the change
/// (docs/compatibility.md#decision-roles).
fn permit(viewer: &Viewer, change: &ReviewChange) -> Result<(), Error> {
    use ReviewChange as C;
    let permission = match change {
        C::Correct { .. } | C::Dispute { .. } => Permission::CorrectTranscripts,
        C::Decide { .. } => Permission::DecideDisputes,
        C::MarkMissed { .. } | C::MarkWrong { .. } => Permission::MarkRedactions,
        C::Assign { .. } => Permission::AssignCalls,
        C::Annotate { .. }
        | C::Note { .. }
        | C::Tag { .. }
        | C::Untag { .. }
        | C::Claim
        | C::Release
        | C::Escalate { .. }
        | C::Resolve { .. }
        | C::Reopen => return Ok(()),
    };
    viewer.demand("action", permission)
}

impl Changing<'_> {
    async fn apply(
        &mut self,
        change: ReviewChange,
        source_tags: &[String],
        assignee: Option<UserId>,
    ) -> Result<(ReviewAction, NewEvent), Error> {
        use ReviewAction as A;
        use ReviewChange as C;
        let me = self.viewer.user_id()?;
        Ok(match change {
            C::Annotate { turn, text } => (A::Annotate, self.annotate(turn, &text).await?),
            C::Correct { turn, text, reason, seen } => {
                let event = self.correct(turn, &text, seen).await?;
                (A::Correct, self.with_reason(event, reason.as_deref()))
            }
            C::Dispute { turn, text, reason, seen } => {
                let event = self.dispute(turn, text.as_deref(), seen).await?;
                (A::Dispute, self.with_reason(event, Some(&reason)))
            }
            C::Decide { dispute, verdict, reason } => {
                let action = if verdict == Verdict::Accept { A::Accept } else { A::Reject };
                let event = self.decide(dispute, verdict).await?;
                (action, self.with_reason(event, reason.as_deref()))
            }
            C::MarkMissed { turn, text, label, seen } => {
                (A::MarkMissed, self.mark_missed(turn, &text, label, seen).await?)
            }
            C::MarkWrong { turn, place, seen } => {
                (A::MarkWrong, self.mark_wrong(turn, place, seen).await?)
            }
            C::Note { text } => (A::Note, self.text_event(&text)),
            C::Tag { tag } => (A::Tag, self.tag(&tag, source_tags, true)?),
            C::Untag { tag } => (A::Untag, self.tag(&tag, source_tags, false)?),
            C::Claim => (A::Claim, self.follow(|now| now.claim(me)).await?),
            C::Release => {
                let assigns = self.viewer.may(Permission::AssignCalls);
                (A::Release, self.follow(|now| now.release(me, assigns)).await?)
            }
            C::Assign { .. } => {
                let to =
                    assignee.ok_or_else(|| Error::internal("the assignee was not looked up"))?;
                let event = self.follow(|now| now.assign(to)).await?;
                (A::Assign, NewEvent { assignee_id: Some(to), ..event })
            }
            C::Escalate { reason } => {
                let event = self.follow(FollowUp::escalate).await?;
                (A::Escalate, self.with_reason(event, Some(&reason)))
            }
            C::Resolve { reason } => {
                let event = self.follow(FollowUp::resolve).await?;
                (A::Resolve, self.with_reason(event, reason.as_deref()))
            }
            C::Reopen => (A::Reopen, self.follow(FollowUp::reopen).await?),
        })
    }

    /// Adds a reason to an event.
    fn with_reason(&self, event: NewEvent, reason: Option<&str>) -> NewEvent {
        NewEvent { reason: reason.map(|reason| self.redacted(reason)), ..event }
    }

    /// Advances the follow-up.
    async fn follow(
        &mut self,
        step: impl FnOnce(FollowUp) -> Result<FollowUp, ReviewConflict>,
    ) -> Result<NewEvent, Error> {
        let now = FollowUp { state: self.call.review_state, assignee: self.call.assignee_id };
        let next = step(now)?;
        self.tx.set_follow_up(self.call.row_id, next.state, next.assignee).await?;
        self.state = next.state;
        Ok(NewEvent::default())
    }

    fn tag(&self, tag: &str, source_tags: &[String], add: bool) -> Result<NewEvent, Error> {
        let redacted = self.marks.redacted(None, tag, redact(tag));
        let event = NewEvent { new_text: Some(redacted), ..NewEvent::default() };
        let tags = tags(source_tags, self.events);
        let exists = event.new_text.as_ref().is_some_and(|tag| tags.contains(tag));
        match (add, exists) {
            (true, true) => Err(ReviewConflict::TagThere.into()),
            (true, false) if tags.len() >= MAX_TAGS => Err(ReviewConflict::TooManyTags.into()),
            (false, false) => Err(ReviewConflict::TagMissing.into()),
            _ => Ok(event),
        }
    }
}
