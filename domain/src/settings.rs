//! What a tenant sets for itself, and the imports it can decide about.

use serde::{Deserialize, Serialize};

use crate::{Consent, ImportId, LocalTime, PlaybackCompliance, Profile, Project};

/// The Settings page of one viewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Settings {
    /// Who looks.
    pub profile: Profile,
    /// Whether Client Staff may play recordings; the tenant's to set.
    pub staff_playback: bool,
    /// Whether recordings may be downloaded; the operator's to set.
    pub recording_download: bool,
    /// Whether the viewer may change anything here.
    pub may_edit: bool,
    /// Imports into the viewer's projects, newest first.
    pub imports: Vec<ImportRecord>,
}

/// One run of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportRecord {
    /// Its id.
    pub id: ImportId,
    /// Where its calls went.
    pub project: Project,
    /// What its files were, such as `pbx`.
    pub format: String,
    /// Their names, without folders.
    pub files: Vec<String>,
    /// When it began.
    pub started: LocalTime,
    /// Whether it came to its end.
    pub finished: bool,
    /// Calls that were new.
    pub taken: u64,
    /// Calls that were there with fewer legs.
    pub extended: u64,
    /// Calls that were there already.
    pub unchanged: u64,
    /// Records that could not be read.
    pub refused: u64,
    /// Its calls that have a recording.
    pub recordings: u64,
    /// Those of them that nobody has decided about.
    pub waiting: u64,
    /// What was decided about all of them.
    pub decision: Option<ImportDecision>,
}

/// What a Client Admin decided about playing the calls of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportDecision {
    /// Whether the callers agreed to be recorded.
    pub consent: Consent,
    /// Whether the recordings may be played.
    pub playback_compliance: PlaybackCompliance,
    /// Whose decision it was.
    pub decided_by: String,
    /// When.
    pub decided: LocalTime,
}
