//! Unlocks as pages show them.

use serde::{Deserialize, Serialize};

use super::{UnlockArtefact, UnlockRefusal, UnlockScope, UnlockState};
use crate::{CallId, ExportId, LocalTime, Problem, Profile, ReasonCode, Slug, Turn, UnlockId};

/// An unlock of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Unlock {
    /// Its id.
    pub id: UnlockId,
    /// What it covers.
    pub scope: UnlockScope,
    /// E-mail address of the person who asked for it.
    pub person: String,
    /// When it ends.
    pub expires: LocalTime,
    /// Seconds until then.
    pub seconds_left: u32,
}

/// **PII unlock** of an opened call, for a viewer who may ask for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct UnlockCard {
    /// The viewer's live unlock.
    pub live: Option<Unlock>,
    /// Live unlocks of others that the viewer may end.
    pub others: Vec<Unlock>,
    /// Why a request would be refused now.
    pub refusal: Option<UnlockRefusal>,
    /// Whether text from before redaction is stored of the call.
    pub has_raw_text: bool,
    /// The unlocked text, where it was asked for.
    pub text: Option<UnlockedText>,
    /// The problem of a refused form.
    pub problem: Option<Problem>,
    /// The fields of the refused form.
    pub form: Vec<(String, String)>,
}

/// What an unlock shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct UnlockedText {
    /// The unlock.
    pub unlock: Unlock,
    /// Whether text from before redaction is stored of the call.
    pub has_raw_text: bool,
    /// The summary before redaction.
    pub summary: Option<String>,
    /// The lines before redaction.
    pub turns: Vec<Turn>,
    /// The personal details that redaction removed.
    pub entities: Vec<ExtractedEntity>,
}

/// A personal detail that redaction removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExtractedEntity {
    /// Its label, such as `PHONE`.
    pub label: String,
    /// The line it is in, from 1; none for the summary, and where the call is not unlocked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What was said; none where the call is not unlocked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// Contents of the page **Sensitive access**.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SensitiveAccessPage {
    /// The signed-in person.
    pub profile: Profile,
    /// Requests and what came of them, newest first.
    pub accesses: Vec<SensitiveAccess>,
    /// Where the next page begins.
    pub next: Option<UnlockId>,
}

/// A request to unlock a call, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SensitiveAccess {
    /// Id of the request.
    pub id: UnlockId,
    /// The call.
    pub call_id: CallId,
    /// Its project.
    pub project: Slug,
    /// E-mail address of the person.
    pub person: String,
    /// What was asked for.
    pub scope: UnlockScope,
    /// Why, by its code.
    pub reason_code: ReasonCode,
    /// The other reason, without personal details.
    pub other_reason: Option<String>,
    /// Why, in the person's own words, without personal details.
    pub justification: String,
    /// When it was asked for.
    pub requested: LocalTime,
    /// State.
    pub state: UnlockState,
    /// Why it was refused.
    pub refusal: Option<UnlockRefusal>,
    /// When it ended, or ends.
    pub ended: Option<LocalTime>,
    /// Who ended it.
    pub ended_by: Option<String>,
    /// What it was used for, in order of time.
    pub uses: Vec<UnlockUse>,
    /// Whether the viewer may end it.
    pub may_end: bool,
}

/// One use of an unlock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct UnlockUse {
    /// When.
    pub at: LocalTime,
    /// What was viewed or written.
    pub artefact: UnlockArtefact,
    /// The export whose file it is in; none where it was viewed.
    pub export_id: Option<ExportId>,
}
