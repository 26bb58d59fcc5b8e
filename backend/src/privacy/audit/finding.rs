//! What a verification finds, and how it is said.

use std::fmt;

use crate::Error;

/// What is wrong with a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditFault {
    /// An event does not have the content that it was written with, or was not written by Earshot.
    Changed,
    /// An event is not there.
    Missing,
    /// The events are not those that a head was signed for.
    Diverged {
        /// Number of events that the head covers.
        size: i64,
        /// Whether the head was kept outside the database.
        kept: bool,
    },
    /// The first events have no authentication codes, and no later one states that they are older.
    Unproven,
    /// A stored head was not signed by this installation, or for another log.
    HeadForged,
}

/// The first thing that is wrong with a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditFinding {
    /// Number of the first event that is wrong.
    pub first: i64,
    /// Number of the last event that may be the first wrong one; the same, except where only the root of
    /// many events is known.
    pub last: i64,
    /// What is wrong.
    pub fault: AuditFault,
}

impl AuditFinding {
    /// A finding of one event.
    pub(super) const fn at(seq: i64, fault: AuditFault) -> Self {
        Self { first: seq, last: seq, fault }
    }
}

impl fmt::Display for AuditFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last, .. } = self;
        match self.fault {
            AuditFault::Changed => write!(f, "event {first} was changed"),
            AuditFault::Unproven => write!(
                f,
                "event {first} was changed or removed: events {first} to {last} have no authentication \
                 code, and no event states that they are older than these codes"
            ),
            AuditFault::Missing => {
                write!(f, "event {first} was changed or removed: it is not in the log")
            }
            AuditFault::Diverged { size, kept } => {
                let head = if kept { "the given head" } else { "the head stored" };
                write!(
                    f,
                    "the log is not the one that {head} at {size} events was signed for: the first \
                     event that was changed or removed is "
                )?;
                if first == last {
                    write!(f, "event {first}")
                } else {
                    write!(f, "one of events {first} to {last}")
                }
            }
            AuditFault::HeadForged => {
                write!(f, "the head stored for {first} events was changed")
            }
        }
    }
}

impl From<AuditFinding> for Error {
    fn from(finding: AuditFinding) -> Self {
        Self::Conflict(format!("The audit log was changed behind Earshot's back: {finding}."))
    }
}
