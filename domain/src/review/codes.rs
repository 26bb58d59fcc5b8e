//! Codes of reviews, follow-ups and disputes.

use crate::code::codes;

codes! {
    /// Action in a review; codes are stored permanently and never reused.
    ReviewAction {
        /// Annotated a line.
        Annotate = "annotate", "Annotate";
        /// Corrected a line; the new text applies immediately.
        Correct = "correct", "Correct";
        /// Disputed a line; a Client Admin decides.
        Dispute = "dispute", "Dispute";
        /// Accepted a dispute; its proposed text applies from then on.
        Accept = "accept", "Accept";
        /// Rejected a dispute.
        Reject = "reject", "Reject";
        /// Marked words that redaction missed; they are replaced in the whole call.
        MarkMissed = "mark_missed", "Redact";
        /// Marked a placeholder as not personal; its words are back in the line.
        MarkWrong = "mark_wrong", "Not personal";
        /// Added an internal note.
        Note = "note", "Add note";
        /// Added a tag.
        Tag = "tag", "Add tag";
        /// Removed a tag.
        Untag = "untag", "Remove tag";
        /// Claimed the call.
        Claim = "claim", "Claim";
        /// Released the call.
        Release = "release", "Release";
        /// Assigned the call to somebody.
        Assign = "assign", "Assign";
        /// Escalated the call.
        Escalate = "escalate", "Escalate";
        /// Marked the call as done.
        Resolve = "resolve", "Resolve";
        /// Reopened a call that was done.
        Reopen = "reopen", "Reopen";
    }
    /// State of the follow-up of a call.
    ReviewState {
        /// Not started.
        New = "new", "New";
        /// Needs action, such as a call back.
        ToDo = "to_do", "To do";
        /// Complete.
        Done = "done", "Done";
    }
    /// State of a dispute.
    DisputeState {
        /// Not yet decided.
        Open = "open", "Open";
        /// Accepted.
        Accepted = "accepted", "Accepted";
        /// Rejected.
        Rejected = "rejected", "Rejected";
    }
}
