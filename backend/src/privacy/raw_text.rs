//! A call's text before redaction, as it is sealed.

use earshot_domain::{CallId, Turn};
use serde::{Deserialize, Serialize};

use super::encryption::{Sealed, TenantKey};
use crate::Error;

/// Summary and turns of a call.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct RawText {
    summary: Option<String>,
    turns: Vec<RawTurn>,
}

/// What was said, in the order of the call's turns.
#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct RawTurn {
    text: String,
}

impl RawText {
    /// Opens the sealed text of a call.
    pub(crate) fn open(key: &TenantKey, id: CallId, sealed: &[u8]) -> Result<Self, Error> {
        Ok(serde_json::from_slice(&key.open(Sealed::RawText, id, sealed)?)?)
    }

    /// Gives the turns of the call their text before redaction; returns its summary.
    pub(crate) fn restore(self, turns: &mut [Turn]) -> Option<String> {
        for (turn, raw) in turns.iter_mut().zip(self.turns) {
            turn.text = raw.text;
        }
        self.summary
    }
}
