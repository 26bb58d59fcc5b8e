//! Review history of a call, for one viewer.

use earshot_domain::{
    CallId, DisputeState, FollowUpView, HistoryEvent, Permission, ReviewAction, ReviewRights,
    UserId,
};
use jiff::tz::TimeZone;

use crate::{
    Error, Viewer,
    access::local_time,
    calls::tags,
    reviews::Reviews,
    store::{EventRow, ReviewRecord, Tx},
};

/// A call's review history, and the changes that the viewer may make.
pub(crate) struct Reviewed {
    pub(crate) follow_up: FollowUpView,
    pub(crate) history: Vec<HistoryEvent>,
    pub(crate) rights: ReviewRights,
    pub(crate) tags: Vec<String>,
}

impl Reviews<'_> {
    /// The review history of a call in the viewer's scope.
    pub(crate) async fn reviewed(
        self,
        viewer: &Viewer,
        id: CallId,
        record: &ReviewRecord,
        source_tags: &[String],
    ) -> Result<Reviewed, Error> {
        let events = self.0.db.review_events(viewer.tenant.id, id).await?;
        let people = if viewer.may(Permission::AssignCalls) {
            let audience = record.audience.as_deref();
            self.0.access().people_who_see(viewer, record.project_id, audience).await?
        } else {
            Vec::new()
        };
        let me = viewer.actor.user_id();
        Ok(Reviewed {
            follow_up: FollowUpView {
                state: record.call.review_state,
                assignee: record.call.assignee.clone(),
                own: me.is_some() && record.call.assignee_id == me,
                people,
            },
            history: history_events(&events, &viewer.tenant.zone, me)?,
            rights: ReviewRights {
                correct: viewer.may(Permission::CorrectTranscripts),
                decide: viewer.may(Permission::DecideDisputes),
                redact: viewer.may(Permission::MarkRedactions),
            },
            tags: tags(source_tags, &events),
        })
    }
}

/// The events of a call with times in `zone`; those of the person `me` are their own.
pub(crate) fn history_events(
    events: &[EventRow],
    zone: &TimeZone,
    me: Option<UserId>,
) -> Result<Vec<HistoryEvent>, Error> {
    events.iter().map(|event| history_event(event, events, zone, me)).collect()
}

fn history_event(
    event: &EventRow,
    events: &[EventRow],
    zone: &TimeZone,
    me: Option<UserId>,
) -> Result<HistoryEvent, Error> {
    let place = |value: Option<i64>| value.map(u32::try_from).transpose().map_err(Error::internal);
    Ok(HistoryEvent {
        seq: u32::try_from(event.seq).map_err(Error::internal)?,
        at: local_time(event.at, zone)?,
        author: event.author.clone(),
        own: me == Some(event.author_id),
        action: event.action,
        turn: place(event.turn)?,
        old_text: event.old_text.clone(),
        text: event.new_text.clone(),
        reason: event.reason.clone(),
        dispute: place(event.dispute)?,
        state: dispute_state(event, events),
        assignee: event.assignee.clone(),
        label: event.mark_label,
        places: place(event.mark_places)?,
    })
}

/// The state of a dispute, from all events of its call; `None` for any other event.
pub(super) fn dispute_state(event: &EventRow, events: &[EventRow]) -> Option<DisputeState> {
    if event.action != ReviewAction::Dispute {
        return None;
    }
    let decision = events.iter().find(|decision| decision.dispute == Some(event.seq));
    Some(match decision {
        None => DisputeState::Open,
        Some(decision) if decision.action == ReviewAction::Accept => DisputeState::Accepted,
        Some(_) => DisputeState::Rejected,
    })
}

/// Whether the event changed the text of its line.
pub(super) fn changes_text(event: &EventRow) -> bool {
    let accepted = event.action == ReviewAction::Accept && event.new_text.is_some();
    accepted || event.action == ReviewAction::Correct
}

/// Whether the line of the event reads otherwise since.
pub(super) fn alters_line(event: &EventRow) -> bool {
    event.mark_label.is_some() || changes_text(event)
}

/// Makes a call be found by a tag that an event adds, and no longer by one that it removes.
pub(super) async fn apply_tag(
    tx: &mut Tx,
    call_row: i64,
    action: ReviewAction,
    tag: Option<&str>,
) -> Result<(), Error> {
    match (action, tag) {
        (ReviewAction::Tag, Some(tag)) => tx.add_tag(call_row, tag).await,
        (ReviewAction::Untag, Some(tag)) => tx.remove_tag(call_row, tag).await,
        _ => Ok(()),
    }
}
