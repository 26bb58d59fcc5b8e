//! A call's text before redaction, as it is sealed.

use earshot_domain::{CallId, Speaker, Turn};
use serde::{Deserialize, Serialize, Serializer};

use super::encryption::{Sealed, TenantKey};
use crate::Error;

/// Bytes around the text of a turn, at most, unless it has much to escape.
const ROOM_OF_A_TURN: usize = 48;

/// The text as it is written.
#[derive(Serialize)]
struct Written<'t, T: Serialize> {
    summary: Option<&'t str>,
    turns: T,
}

struct WrittenTurns<I>(I);

impl<'t, I: Iterator<Item = (Speaker, &'t str)> + Clone> Serialize for WrittenTurns<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone().map(|(speaker, text)| WrittenTurn { speaker, text }))
    }
}

#[derive(Serialize)]
struct WrittenTurn<'t> {
    speaker: Speaker,
    text: &'t str,
}

/// Summary and turns of a call.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct RawText {
    summary: Option<String>,
    turns: Vec<RawTurn>,
}

/// What was said, in the order of the call's turns.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RawTurn {
    text: String,
}

impl RawText {
    /// Seals the summary and the turns of a call, which are not copied before they are written.
    pub(crate) fn seal<'t>(
        key: &TenantKey,
        id: CallId,
        summary: Option<&'t str>,
        turns: impl Iterator<Item = (Speaker, &'t str)> + Clone,
    ) -> Result<Vec<u8>, Error> {
        let size = |(_, text): (Speaker, &str)| text.len().saturating_add(ROOM_OF_A_TURN);
        let first = summary.map_or(0, str::len).saturating_add(ROOM_OF_A_TURN);
        let room = turns.clone().map(size).fold(first, usize::saturating_add);
        let mut json = Vec::with_capacity(room);
        serde_json::to_writer(&mut json, &Written { summary, turns: WrittenTurns(turns) })?;
        key.seal_owned(Sealed::RawText, id, json)
    }

    /// Opens the sealed text of a call.
    pub(crate) fn open(key: &TenantKey, id: CallId, sealed: &[u8]) -> Result<Self, Error> {
        Ok(serde_json::from_slice(&key.open(Sealed::RawText, id, sealed)?)?)
    }

    /// Opens the sealed text of a call in its own memory.
    pub(crate) fn open_owned(key: &TenantKey, id: CallId, sealed: Vec<u8>) -> Result<Self, Error> {
        Ok(serde_json::from_slice(&key.open_owned(Sealed::RawText, id, sealed)?)?)
    }

    /// What was said, in the order of the call's turns.
    pub(crate) fn texts(self) -> impl Iterator<Item = String> {
        self.turns.into_iter().map(|turn| turn.text)
    }

    /// Gives the turns of the call their text before redaction; returns its summary.
    pub(crate) fn restore(self, turns: &mut [Turn]) -> Option<String> {
        for (turn, raw) in turns.iter_mut().zip(self.turns) {
            turn.text = raw.text;
        }
        self.summary
    }
}
