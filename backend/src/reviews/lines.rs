//! Changes to the lines of a transcript: annotations, corrections, disputes and decisions.

use earshot_domain::{Dispute, DisputeState, FieldError, ReviewConflict, Turn, Verdict};

use super::{change::Changing, history};
use crate::{
    Error,
    privacy::redaction::{redact_prose, redact_turns},
    store::{EventRow, NewEvent, SearchTexts},
};

/// Lines before a corrected one by which it is understood.
const CONTEXT: usize = 3;

impl Changing<'_> {
    /// Redacts what a person wrote, like all stored text.
    pub(super) fn redacted(&self, text: &str) -> String {
        self.marks.redacted(None, text, redact_prose(text, self.call.agent.as_deref()))
    }

    /// Builds an event with a text.
    pub(super) fn text_event(&self, text: &str) -> NewEvent {
        NewEvent { new_text: Some(self.redacted(text)), ..NewEvent::default() }
    }

    /// Builds an event with a text for the line at `place`, which is redacted as it would be among the lines
    /// before it.
    fn line_event(&self, turns: &[Turn], place: usize, text: &str) -> NewEvent {
        let before = &turns[place.saturating_sub(CONTEXT)..place];
        let said = before.iter().map(|turn| (turn.speaker, turn.text.as_str()));
        let said = said.chain(std::iter::once((turns[place].speaker, text)));
        let last = redact_turns(said, self.call.agent.as_deref()).pop();
        let line = u32::try_from(place).ok();
        let new_text = last.map(|redacted| self.marks.redacted(line, text, redacted));
        NewEvent { new_text, ..NewEvent::default() }
    }

    /// Annotates a line.
    pub(super) async fn annotate(&mut self, turn: u32, text: &str) -> Result<NewEvent, Error> {
        let (turns, place) = self.line(turn).await?;
        let old_text = Some(turns[place].text.clone());
        Ok(NewEvent { turn: Some(turn.into()), old_text, ..self.text_event(text) })
    }

    /// Corrects a line; the new text applies immediately.
    pub(super) async fn correct(
        &mut self,
        turn: u32,
        text: &str,
        seen: u32,
    ) -> Result<NewEvent, Error> {
        let (turns, place) = self.line(turn).await?;
        self.check_seen(turn, &turns[place], seen)?;
        let event = self.line_event(&turns, place, text);
        self.rewrite(turn, turns, place, event).await
    }

    /// Disputes a line, optionally with a proposed text.
    pub(super) async fn dispute(
        &mut self,
        turn: u32,
        text: Option<&str>,
        seen: u32,
    ) -> Result<NewEvent, Error> {
        let (turns, place) = self.line(turn).await?;
        self.check_seen(turn, &turns[place], seen)?;
        let old_text = Some(turns[place].text.clone());
        let event = text.map(|text| self.line_event(&turns, place, text)).unwrap_or_default();
        if event.new_text == old_text {
            return Err(ReviewConflict::SameText.into());
        }
        Ok(NewEvent { turn: Some(turn.into()), old_text, ..event })
    }

    /// Decides a dispute; if it is accepted, the proposed text applies.
    pub(super) async fn decide(
        &mut self,
        dispute: u32,
        verdict: Verdict,
    ) -> Result<NewEvent, Error> {
        let raised = self.events.iter().find(|event| {
            event.seq == i64::from(dispute) && history::dispute_state(event, self.events).is_some()
        });
        let raised =
            raised.ok_or_else(|| Error::field("dispute", "must be the number of a dispute"))?;
        let dispute_state = Dispute {
            author: raised.author_id,
            state: history::dispute_state(raised, self.events).unwrap_or(DisputeState::Open),
        };
        let me = self.viewer.user_id()?;
        let turn = u32::try_from(raised.turn.unwrap_or_default()).map_err(Error::internal)?;
        let decided =
            NewEvent { turn: raised.turn, dispute: Some(raised.seq), ..NewEvent::default() };
        if verdict == Verdict::Reject {
            dispute_state.reject(me)?;
            return Ok(decided);
        }
        dispute_state.accept(me)?;
        let Some(text) = raised.new_text.clone() else { return Ok(decided) };
        let (turns, place) = self.line(turn).await?;
        if turns[place].text == text {
            return Ok(decided);
        }
        let seen = u32::try_from(raised.seq).map_err(Error::internal)?;
        self.check_seen(turn, &turns[place], seen)?;
        self.rewrite(turn, turns, place, NewEvent { new_text: Some(text), ..decided }).await
    }

    pub(super) async fn line(&mut self, turn: u32) -> Result<(Vec<Turn>, usize), Error> {
        let turns: Vec<Turn> = serde_json::from_str(&self.tx.turns(self.call.row_id).await?)?;
        let place = usize::try_from(turn).map_err(Error::internal)?;
        if place >= turns.len() {
            let message = format!("must be at most {}, the last line of this call", turns.len());
            return Err(Error::Invalid(vec![FieldError::new("turn", message)]));
        }
        Ok((turns, place))
    }

    /// Detects concurrent edits: the second person is shown the first person's text, so that
    /// neither edit is lost.
    pub(super) fn check_seen(&self, turn: u32, line: &Turn, seen: u32) -> Result<(), Error> {
        let newer = |event: &&EventRow| {
            event.turn == Some(turn.into())
                && event.seq > i64::from(seen)
                && history::alters_line(event)
        };
        let Some(event) = self.events.iter().rfind(newer) else { return Ok(()) };
        Err(Error::Conflict(format!(
            "{} changed line {} meanwhile. It now reads: “{}”. Your change was not saved: check \
             the line, then submit your text again.",
            event.author,
            turn.saturating_add(1),
            line.text
        )))
    }

    async fn rewrite(
        &mut self,
        turn: u32,
        mut turns: Vec<Turn>,
        place: usize,
        event: NewEvent,
    ) -> Result<NewEvent, Error> {
        let text = event.new_text.clone().unwrap_or_default();
        let old_text = std::mem::replace(&mut turns[place].text, text);
        if Some(&old_text) == event.new_text.as_ref() {
            return Err(ReviewConflict::SameText.into());
        }
        let texts = SearchTexts::new(&turns, self.call.summary.as_deref(), self.call.project_id)?;
        self.tx.set_conversation(self.call.row_id, &texts).await?;
        Ok(NewEvent { turn: Some(turn.into()), old_text: Some(old_text), ..event })
    }
}
