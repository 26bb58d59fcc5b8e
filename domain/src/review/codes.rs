//! The closed sets of words of a review.

use crate::code::codes;

codes! {
    /// What somebody did; the code is stored for good, so it is never reused.
    ReviewAction {
        /// Remarked on a line.
        Annotate = "annotate", "Annotate";
        /// Put a line right; the new text stands at once.
        Correct = "correct", "Correct";
        /// Contested a line; a Client Admin decides.
        Dispute = "dispute", "Dispute";
        /// Upheld a dispute; its proposed text stands from then on.
        Accept = "accept", "Accept";
        /// Turned a dispute down.
        Reject = "reject", "Reject";
        /// Added to the internal notes.
        Note = "note", "Add note";
        /// Put a tag on the call.
        Tag = "tag", "Add tag";
        /// Took a tag off.
        Untag = "untag", "Remove tag";
        /// Took the call on.
        Claim = "claim", "Claim";
        /// Gave the call back.
        Release = "release", "Release";
        /// Gave the call to somebody.
        Assign = "assign", "Assign";
        /// Asked for somebody with more say.
        Escalate = "escalate", "Escalate";
        /// Finished with the call.
        Resolve = "resolve", "Resolve";
        /// Took a finished call up again.
        Reopen = "reopen", "Reopen";
    }
    /// How far the follow-up of a call is.
    ReviewState {
        /// Nobody has looked after it.
        New = "new", "New";
        /// Somebody has to do something, such as ring back.
        ToDo = "to_do", "To do";
        /// Nothing is left to do.
        Done = "done", "Done";
    }
    /// Where a dispute stands.
    DisputeState {
        /// Not decided.
        Open = "open", "Open";
        /// Upheld.
        Accepted = "accepted", "Accepted";
        /// Turned down.
        Rejected = "rejected", "Rejected";
    }
}
