//! Why a change of a review cannot happen as things stand.

/// A change that does not fit what is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReviewRefused {
    /// The call is done.
    #[error("This call is done already. Reopen it first.")]
    AlreadyDone,
    /// The call is not done.
    #[error("This call is not done, so there is nothing to reopen.")]
    NotDone,
    /// Somebody else has it.
    #[error("Somebody else has this call. Ask them, or a manager, to release it.")]
    TakenByAnother,
    /// The person has it already.
    #[error("This call is yours already.")]
    AlreadyYours,
    /// Nobody has it.
    #[error("Nobody has this call, so there is nothing to release.")]
    NotAssigned,
    /// The one it would go to has it.
    #[error("This person has the call already.")]
    AlreadyTheirs,
    /// The person who disputed would decide.
    #[error("A dispute is decided by another Client Admin than the one who raised it.")]
    OwnDispute,
    /// It is no longer open.
    #[error("This dispute was decided already.")]
    AlreadyDecided,
    /// The line reads so already.
    #[error("The line reads just so already.")]
    SameText,
    /// The call has the tag.
    #[error("The call has this tag already.")]
    TagThere,
    /// The call does not have the tag.
    #[error("The call does not have this tag.")]
    TagMissing,
    /// It has as many as it can.
    #[error("A call has at most 20 tags. Remove one first.")]
    TooManyTags,
}
