//! Conflicts between a change of a review and its current state.

/// Conflict between a change and the current state of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReviewConflict {
    /// The call is already done.
    #[error("This call is already done. Reopen it first.")]
    AlreadyDone,
    /// The call is not done.
    #[error("This call is not done, so it cannot be reopened.")]
    NotDone,
    /// The call is assigned to somebody else.
    #[error("This call is assigned to somebody else. Ask them, or a manager, to release it.")]
    TakenByAnother,
    /// The call is already assigned to the person.
    #[error("This call is already assigned to you.")]
    AlreadyYours,
    /// The call is not assigned.
    #[error("This call is not assigned to anybody, so it cannot be released.")]
    NotAssigned,
    /// The call is already assigned to the chosen person.
    #[error("This call is already assigned to this person.")]
    AlreadyTheirs,
    /// The person would decide their own dispute.
    #[error("Your dispute must be reviewed by another Client Admin.")]
    OwnDispute,
    /// The dispute is no longer open.
    #[error("This dispute has already been decided.")]
    AlreadyDecided,
    /// The line already has the text.
    #[error("The line already has this text.")]
    SameText,
    /// The person has not unlocked the transcript, whose words would come back.
    #[error(
        "To put words back, unlock the transcript of this call first (PII unlock): they become readable \
         for everybody who sees the call."
    )]
    NotUnlocked,
    /// No text from before redaction is stored.
    #[error(
        "No text from before redaction is kept of this call, so the words cannot be put back. Correct the \
         line instead."
    )]
    NoTextKept,
    /// The text from before redaction does not tell what the placeholder stands for.
    #[error(
        "The words of this placeholder cannot be told from what is around it, or the line was corrected. \
         Correct the line instead."
    )]
    NotAligned,
    /// The call already has the tag.
    #[error("The call already has this tag.")]
    TagThere,
    /// The call does not have the tag.
    #[error("The call does not have this tag.")]
    TagMissing,
    /// The call has the highest number of tags.
    #[error("A call has at most 20 tags. Remove one first.")]
    TooManyTags,
}
