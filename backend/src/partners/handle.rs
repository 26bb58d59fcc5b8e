//! The handles by which the rest of the portal reaches this area.

use crate::Backend;

/// The interface of a PBX.
#[derive(Clone, Copy)]
pub struct Pbx<'a>(pub(super) &'a Backend);

/// The conversation export of TalkifAI.
#[derive(Clone, Copy)]
pub struct Talkifai<'a>(pub(super) &'a Backend);

impl Backend {
    /// The interface of a PBX.
    pub const fn pbx(&self) -> Pbx<'_> {
        Pbx(self)
    }

    /// The conversation export of TalkifAI.
    pub const fn talkifai(&self) -> Talkifai<'_> {
        Talkifai(self)
    }
}
