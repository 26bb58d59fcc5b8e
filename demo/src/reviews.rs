//! Reviews in the portal: changes to the newest calls, one for every state of a review.

use earshot_domain::{
    CallFilter, CallId, CallRow, ListQuery, ReviewChange, Slug, Status, TranscriptState,
};

use earshot_backend::{Backend, Error, Viewer};

use super::DemoTenant;

/// Numbers of reviewed calls by project.
const WORKED: usize = 5;

/// Adds reviews by the people of a tenant to the newest calls of its first project.
pub(crate) async fn review_calls(backend: &Backend, tenant: &DemoTenant) -> Result<(), Error> {
    let Some((project, ..)) = tenant.projects.first() else { return Ok(()) };
    let mut people = Vec::new();
    for user in tenant.users {
        people.push(backend.access().account_viewer(user.email).await?);
    }
    let [admin, .., staff] = people.as_slice() else { return Ok(()) };
    let missed = latest(backend, admin, project, Status::Missed).await?;
    for (row, changes) in missed.iter().zip(callbacks()) {
        for change in changes {
            backend.reviews().change(staff, row.id, change).await?;
        }
    }
    let manager = &people[people.len() / 2];
    for row in latest(backend, admin, project, Status::Completed).await?.iter().skip(1) {
        let review = backend.reviews().open(admin, row.id).await?;
        let lines = &review.transcript.turns;
        if review.transcript.state == TranscriptState::Available && lines.len() > 4 {
            return remark(backend, manager, staff, row.id, &lines[2].text).await;
        }
    }
    Ok(())
}

/// Adds a change of every kind to one call.
async fn remark(
    backend: &Backend,
    manager: &Viewer,
    staff: &Viewer,
    call: CallId,
    line: &str,
) -> Result<(), Error> {
    let annotation = "The caller sounded pressed for time.".to_owned();
    let annotate = ReviewChange::Annotate { turn: 1, text: annotation };
    let correct = ReviewChange::Correct {
        turn: 2,
        text: format!("{line} (inaudible)"),
        reason: Some("The end of the line cannot be understood.".to_owned()),
        seen: 0,
    };
    let dispute = ReviewChange::Dispute {
        turn: 3,
        text: None,
        reason: "This was said by the other speaker.".to_owned(),
        seen: 0,
    };
    backend.reviews().change(staff, call, annotate).await?;
    backend.reviews().change(manager, call, correct).await?;
    backend.reviews().change(manager, call, dispute).await?;
    backend.reviews().change(manager, call, ReviewChange::Tag { tag: "training".to_owned() }).await
}

async fn latest(
    backend: &Backend,
    viewer: &Viewer,
    project: &str,
    status: Status,
) -> Result<Vec<CallRow>, Error> {
    let project =
        Slug::parse("project_id", project).map_err(|error| Error::internal(error.message))?;
    let filter =
        CallFilter { project: Some(project), status: vec![status], ..CallFilter::default() };
    let query = ListQuery { filter, ..ListQuery::default() };
    Ok(backend.calls().page(viewer, &query).await?.rows)
}

/// Returns the follow-up changes of missed calls, newest first; the first call is still new.
fn callbacks() -> [Vec<ReviewChange>; WORKED] {
    let note = |text: &str| ReviewChange::Note { text: text.to_owned() };
    let reason = "Wants to speak to the practice manager about an invoice.".to_owned();
    [
        Vec::new(),
        vec![ReviewChange::Claim, note("Rang back, engaged. Trying again after lunch.")],
        vec![ReviewChange::Escalate { reason }],
        vec![
            ReviewChange::Claim,
            note("Rang back and booked the check-up."),
            ReviewChange::Resolve { reason: None },
        ],
        vec![ReviewChange::Tag { tag: "call back".to_owned() }],
    ]
}
