//! The report of what redaction missed and what it replaced without need.

use serde::{Deserialize, Serialize};

use super::{MarkKind, RedactionLabel};
use crate::{CallId, LocalTime, Profile, RedactionMarkId, Slug};

/// Marks of one label, made on texts of one version of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RedactionCounts {
    /// The label.
    pub label: RedactionLabel,
    /// Version of the rules.
    pub rules: i64,
    /// Marks of what the rules missed.
    pub missed: u64,
    /// Marks of what they replaced without need.
    pub wrong: u64,
    /// Calls with a mark.
    pub calls: u64,
}

/// One mark, without its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RedactionMark {
    /// Its id.
    pub id: RedactionMarkId,
    /// When it was made.
    pub at: LocalTime,
    /// What it says.
    pub kind: MarkKind,
    /// The label.
    pub label: RedactionLabel,
    /// Version of the rules that made the text.
    pub rules: i64,
    /// Places of the call that it changed.
    pub places: u32,
    /// Project of the call.
    pub project: Slug,
    /// The call.
    pub call_id: CallId,
    /// Number of the line, from 1.
    pub line: u32,
}

impl RedactionMark {
    /// The page of the marked line.
    pub fn href(&self) -> String {
        let Self { project, call_id, line, .. } = self;
        format!("/calls?project_id={project}&expand={call_id}&turn={line}#line")
    }
}

/// A page of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RedactionReport {
    /// The viewer.
    pub profile: Profile,
    /// Version of the rules now.
    pub rules: i64,
    /// Counts by label and version, most marks first.
    pub counts: Vec<RedactionCounts>,
    /// Marks, newest first.
    pub marks: Vec<RedactionMark>,
    /// The last mark of the page, if there are more.
    pub next: Option<RedactionMarkId>,
}
