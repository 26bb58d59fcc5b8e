//! A call's text before redaction, as it is sealed.

use std::{
    borrow::Cow,
    fmt::{self, Formatter},
};

use earshot_domain::{CallId, Speaker, Turn};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::encryption::{Sealed, TenantKey};
use crate::{Error, store::Long};

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

/// The turns of a call.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct RawText {
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

    /// What was said, in the order of the call's turns, of a sealed text. While it is read it is in a
    /// file, if it is large.
    pub(crate) fn texts(
        key: &TenantKey,
        id: CallId,
        sealed: Vec<u8>,
    ) -> Result<impl Iterator<Item = String>, Error> {
        let json = Long::of(key.open_owned(Sealed::RawText, id, sealed)?)?;
        let read: Self = json.parse()?;
        Ok(read.turns.into_iter().map(|turn| turn.text))
    }

    /// Gives turns their text before redaction, of a sealed text, which is opened in its own memory, one
    /// after the other; returns the summary.
    pub(crate) fn restore(
        key: &TenantKey,
        id: CallId,
        sealed: Vec<u8>,
        turns: &mut [Turn],
    ) -> Result<Option<String>, Error> {
        let mut turns = turns.iter_mut();
        Self::for_each(key, id, sealed, &mut |text| {
            if let Some(turn) = turns.next() {
                turn.text = text;
            }
        })
    }

    /// Passes on what was said, turn by turn, of a sealed text, which is opened in its own memory, and in
    /// a file while it is read if it is large; returns the summary.
    pub(crate) fn for_each(
        key: &TenantKey,
        id: CallId,
        sealed: Vec<u8>,
        pass: &mut dyn FnMut(String),
    ) -> Result<Option<String>, Error> {
        Long::of(key.open_owned(Sealed::RawText, id, sealed)?)?.parse_with(Texts(pass))
    }
}

/// Passes on the texts of turns while they are read.
struct Texts<'p>(&'p mut dyn FnMut(String));

impl<'de> DeserializeSeed<'de> for Texts<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Texts<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("the summary and the turns of a call")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut summary = None;
        while let Some(name) = fields.next_key::<Cow<'de, str>>()? {
            match name.as_ref() {
                "summary" => summary = fields.next_value()?,
                "turns" => fields.next_value_seed(TurnTexts(&mut *self.0))?,
                _ => drop(fields.next_value::<IgnoredAny>()?),
            }
        }
        Ok(summary)
    }
}

struct TurnTexts<'p>(&'p mut dyn FnMut(String));

impl<'de> DeserializeSeed<'de> for TurnTexts<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for TurnTexts<'_> {
    type Value = ();

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("the turns of a call")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut texts: A) -> Result<(), A::Error> {
        while let Some(turn) = texts.next_element::<RawTurn>()? {
            (self.0)(turn.text);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use earshot_domain::TenantId;

    use super::*;
    use crate::{ids, privacy::encryption::MasterKey};

    #[test]
    fn turns_get_the_text_that_was_sealed() {
        let tenant = TenantId::new(ids::fresh());
        let (key, _) = MasterKey::new([7; 32]).make_tenant_key(tenant).unwrap();
        let id = CallId::new(ids::fresh());
        let said = ["My name is \"Ann\"", "Ok", "Bye\n"];
        let turns = said.iter().map(|text| (Speaker::Caller, *text));
        let sealed = RawText::seal(&key, id, Some("A \"call\""), turns).unwrap();
        let turn =
            |text: &str| Turn { speaker: Speaker::Caller, text: text.to_owned(), offset_ms: None };
        let redacted = ["My name is [NAME]", "Ok"].map(turn);
        let mut restored = redacted.to_vec();
        let summary = RawText::restore(&key, id, sealed.clone(), &mut restored).unwrap();
        assert_eq!(summary.as_deref(), Some("A \"call\""));
        assert_eq!(restored, ["My name is \"Ann\"", "Ok"].map(turn));
        let mut more = ["", "", "", "Stays"].map(turn).to_vec();
        RawText::restore(&key, id, sealed.clone(), &mut more).unwrap();
        assert_eq!(more, [said[0], said[1], said[2], "Stays"].map(turn));
        let texts = RawText::texts(&key, id, sealed.clone()).unwrap();
        assert_eq!(texts.collect::<Vec<_>>(), said);
    }
}
