//! The history of a review, and the views of its follow-up.

use serde::{Deserialize, Serialize};

use super::{DisputeState, RedactionLabel, ReviewAction, ReviewState};
use crate::LocalTime;

/// One event of a call's review; only the state of a dispute ever changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HistoryEvent {
    /// Number within the call's events, from 1.
    pub seq: u32,
    /// When.
    pub at: LocalTime,
    /// Who: a name.
    pub author: String,
    /// Whether the viewer is the author.
    pub own: bool,
    /// What.
    pub action: ReviewAction,
    /// Index of the line, from 0.
    pub turn: Option<u32>,
    /// What the line said before.
    pub old_text: Option<String>,
    /// What the line says now or should say; the annotation, note or tag.
    pub text: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Number of the event that opened the dispute.
    pub dispute: Option<u32>,
    /// State of the dispute, if it is one.
    pub state: Option<DisputeState>,
    /// The new assignee.
    pub assignee: Option<String>,
    /// What a mark of redaction is about; its words are in no history.
    pub label: Option<RedactionLabel>,
    /// Places of the call that the mark changed.
    pub places: Option<u32>,
}

impl HistoryEvent {
    /// Whether the event changed the text of its line.
    pub const fn changes_text(&self) -> bool {
        matches!(self.action, ReviewAction::Correct)
            || (matches!(self.action, ReviewAction::Accept) && self.text.is_some())
    }

    /// Whether the line reads otherwise since the event.
    pub const fn alters_line(&self) -> bool {
        let marks = matches!(self.action, ReviewAction::MarkMissed | ReviewAction::MarkWrong);
        marks || self.changes_text()
    }

    /// Describes the event with author and reason, for files.
    pub fn sentence(&self) -> String {
        let reason = self.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("{} {}{reason}", self.author, self.action_text())
    }

    /// Describes the event without author and reason.
    pub fn action_text(&self) -> String {
        use ReviewAction as A;
        let line =
            self.turn.map(|turn| format!("line {}", turn.saturating_add(1))).unwrap_or_default();
        let (old, text) = (quoted(self.old_text.as_deref()), quoted(self.text.as_deref()));
        match self.action {
            A::Annotate => format!("annotated {line} {text}"),
            A::Correct => format!("corrected {line} from {old} to {text}"),
            A::Dispute => {
                let state = self.state.map_or_else(String::new, |state| format!(" ({state})"));
                let proposal = self.text.as_ref().map(|_| format!(", asking for {text}"));
                format!("disputed {line}{state}{}", proposal.unwrap_or_default())
            }
            A::Accept if self.text.is_some() => {
                format!("accepted the dispute of {line}, which read {old} and reads {text}")
            }
            A::Accept => format!("accepted the dispute of {line}"),
            A::Reject => format!("rejected the dispute of {line}"),
            A::MarkMissed => {
                format!("marked a missed redaction{} in {line}{}", self.about(), self.extent())
            }
            A::MarkWrong => {
                format!(
                    "marked a redaction{} in {line} as not personal{}",
                    self.about(),
                    self.extent()
                )
            }
            A::Note => format!("noted {text}"),
            A::Tag => format!("added the tag {text}"),
            A::Untag => format!("removed the tag {text}"),
            A::Claim => "claimed the call".to_owned(),
            A::Release => "released the call".to_owned(),
            A::Assign => {
                format!("assigned the call to {}", self.assignee.as_deref().unwrap_or_default())
            }
            A::Escalate => "escalated the call".to_owned(),
            A::Resolve => "resolved the call".to_owned(),
            A::Reopen => "reopened the call".to_owned(),
        }
    }
}

impl HistoryEvent {
    fn about(&self) -> String {
        self.label.map(|label| format!(" ({})", label.label())).unwrap_or_default()
    }

    fn extent(&self) -> String {
        match self.places {
            None | Some(0 | 1) => String::new(),
            Some(places) => format!(", in {places} places of the call"),
        }
    }
}

fn quoted(text: Option<&str>) -> String {
    text.map(|text| format!("“{text}”")).unwrap_or_default()
}

/// A person to whom a call can be assigned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Person {
    /// E-mail address, which identifies the person in filters.
    pub email: String,
    /// Display name.
    pub name: String,
}

/// The follow-up of a call as one viewer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FollowUpView {
    /// State.
    pub state: ReviewState,
    /// Name of the assignee.
    pub assignee: Option<String>,
    /// Whether it is assigned to the viewer.
    pub own: bool,
    /// People it can be assigned to; empty if the viewer may not assign it.
    pub people: Vec<Person>,
}

/// What the viewer may do with the lines of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReviewRights {
    /// Correct and dispute lines.
    pub correct: bool,
    /// Decide disputes of others.
    pub decide: bool,
    /// Mark missed and wrong redactions.
    pub redact: bool,
}
