//! PII unlocks: access of one person to what redaction removed from one call, for a short time.

mod codes;
mod form;
mod view;

pub use codes::{UnlockArtefact, UnlockEnd, UnlockOver, UnlockRefusal, UnlockScope, UnlockState};
pub use form::{UnlockForm, UnlockRequest};
pub use view::{
    ExtractedEntity, SensitiveAccess, SensitiveAccessPage, Unlock, UnlockCard, UnlockUse,
    UnlockedText,
};

/// Minutes for which an unlock lasts.
pub const UNLOCK_MINUTES: i64 = 15;
