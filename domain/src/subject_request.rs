//! Requests of persons for their own data (GDPR article 15), and their deadline.

use serde::{Deserialize, Serialize};

use crate::{ContactId, ExportId, ExportState, LocalTime, SubjectRequestId, code::codes};

/// Days within which a request is answered (docs/compatibility.md#decision-subject-requests).
pub const SUBJECT_REQUEST_DAYS: i64 = 30;

const DAY_MS: i64 = 24 * 3_600_000;

codes! {
    /// State of a person's request.
    SubjectRequestState {
        /// To be answered.
        Open = "open", "Open";
        /// Its bundle was downloaded, and a person closed it.
        Closed = "closed", "Closed";
    }
}

/// A person's request for their own data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SubjectRequest {
    /// Its id.
    pub id: SubjectRequestId,
    /// The contact that the person is.
    pub contact_id: ContactId,
    /// Name, number or address of the contact.
    pub label: String,
    /// State.
    pub state: SubjectRequestState,
    /// When it was opened.
    pub opened: LocalTime,
    /// By whom.
    pub opened_by: String,
    /// When it must be answered.
    pub due: LocalTime,
    /// Time that is left.
    pub deadline: Deadline,
    /// The latest export of its bundle.
    pub export_id: ExportId,
    /// State of that export.
    pub bundle: ExportState,
    /// Whether that bundle was downloaded.
    pub downloaded: bool,
    /// When it was closed.
    pub closed: Option<LocalTime>,
    /// By whom.
    pub closed_by: Option<String>,
}

/// Time until a request must be answered, in whole days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "state", content = "days", rename_all = "snake_case")]
pub enum Deadline {
    /// Days that are left, the present one included.
    Left(i64),
    /// Full days since the deadline.
    Overdue(i64),
}

impl Deadline {
    /// When a request that is opened now must be answered, in milliseconds.
    pub const fn of(opened_at: i64) -> i64 {
        opened_at.saturating_add(SUBJECT_REQUEST_DAYS * DAY_MS)
    }

    /// The time left at `now` until `due_at`, both in milliseconds.
    pub const fn at(now: i64, due_at: i64) -> Self {
        let left = due_at.saturating_sub(now);
        if left > 0 {
            Self::Left((left.saturating_sub(1) / DAY_MS).saturating_add(1))
        } else {
            Self::Overdue(left.saturating_neg() / DAY_MS)
        }
    }

    /// Whether the deadline has passed.
    pub const fn is_overdue(self) -> bool {
        matches!(self, Self::Overdue(_))
    }

    /// States it in words.
    pub fn text(self) -> String {
        match self {
            Self::Left(1) => "1 day left".to_owned(),
            Self::Left(days) => format!("{days} days left"),
            Self::Overdue(0) => "Overdue since today".to_owned(),
            Self::Overdue(1) => "Overdue by 1 day".to_owned(),
            Self::Overdue(days) => format!("Overdue by {days} days"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_runs_for_thirty_days_and_then_says_how_late_it_is() {
        let due = Deadline::of(1_000);
        assert_eq!(due, 2_592_001_000);
        for (after_ms, text) in [
            (0, "30 days left"),
            (1, "30 days left"),
            (86_400_000, "29 days left"),
            (29 * 86_400_000, "1 day left"),
            (30 * 86_400_000 - 1, "1 day left"),
            (30 * 86_400_000, "Overdue since today"),
            (31 * 86_400_000, "Overdue by 1 day"),
            (45 * 86_400_000 + 5, "Overdue by 15 days"),
        ] {
            let deadline = Deadline::at(1_000 + after_ms, due);
            assert_eq!(deadline.text(), text, "{after_ms}");
            assert_eq!(deadline.is_overdue(), text.starts_with("Overdue"));
        }
    }
}
