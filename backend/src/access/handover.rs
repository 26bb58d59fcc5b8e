//! Values for the person's next page alone, sealed so that a cookie may carry them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use super::{Access, Viewer};
use crate::{Error, privacy::encryption::Sealed};

/// Milliseconds within which the next page is loaded.
const VALID: i64 = 60_000;

#[derive(Serialize, Deserialize)]
struct Handover {
    until: i64,
    text: String,
}

impl Access<'_> {
    /// Seals a text for the next page of the viewer, which opens it within a minute.
    pub fn hand_over(self, viewer: &Viewer, text: String) -> Result<String, Error> {
        let until = self.0.clock.now().as_millisecond().saturating_add(VALID);
        let clear = serde_json::to_vec(&Handover { until, text })?;
        let sealed = viewer.tenant.key.seal(Sealed::Handover, viewer.user_id()?, &clear)?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Opens what was sealed for this viewer; nothing if it is somebody else's or too old.
    pub fn take_over(self, viewer: &Viewer, sealed: &str) -> Option<String> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let key = &viewer.tenant.key;
        let clear = key.open(Sealed::Handover, viewer.user_id().ok()?, &sealed).ok()?;
        let Handover { until, text } = serde_json::from_slice(&clear).ok()?;
        (self.0.clock.now().as_millisecond() <= until).then_some(text)
    }
}
