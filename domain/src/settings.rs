//! Settings of a tenant, and the imports it can decide about.

use serde::{Deserialize, Serialize};

use crate::{Consent, ImportId, LocalTime, PlaybackCompliance, Profile, Project};

/// The Settings page of one viewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Settings {
    /// The viewer.
    pub profile: Profile,
    /// Whether Client Staff may play recordings; set by the tenant.
    pub staff_playback: bool,
    /// Whether recordings may be downloaded; set by the operator.
    pub recording_download: bool,
    /// Whether the viewer may change anything here.
    pub may_edit: bool,
    /// Imports into the viewer's projects, newest first.
    pub imports: Vec<ImportRecord>,
    /// Reports of phone systems that were refused, newest first; only for Client Admin.
    pub refused_reports: Vec<RefusedReport>,
    /// Calls of the organisation that are still to be redacted by the current rules.
    pub redaction_left: u64,
}

/// A report that a receiver refused, without what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RefusedReport {
    /// Name of the receiver.
    pub receiver: String,
    /// When.
    pub refused: LocalTime,
    /// Why.
    pub reason: String,
}

/// An import and its results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportRecord {
    /// Its id.
    pub id: ImportId,
    /// Project of its calls.
    pub project: Project,
    /// Format of its files, such as `pbx`.
    pub format: String,
    /// Their names, without folders.
    pub files: Vec<String>,
    /// When it began.
    pub started: LocalTime,
    /// Whether it finished.
    pub finished: bool,
    /// Calls that were new.
    pub taken: u64,
    /// Calls that were extended by new legs.
    pub extended: u64,
    /// Calls that were already stored.
    pub unchanged: u64,
    /// Records that could not be read.
    pub refused: u64,
    /// Its calls that have a recording.
    pub recordings: u64,
    /// Recordings without a decision.
    pub waiting: u64,
    /// The decision about all its calls.
    pub decision: Option<ImportDecision>,
}

/// Decision of a Client Admin about playback of the calls of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportDecision {
    /// Whether the callers agreed to be recorded.
    pub consent: Consent,
    /// Whether the recordings may be played.
    pub playback_compliance: PlaybackCompliance,
    /// Who decided.
    pub decided_by: String,
    /// When.
    pub decided: LocalTime,
}
