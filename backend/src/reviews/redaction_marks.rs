//! Marking a missed or a wrong redaction in a line.

use earshot_domain::{
    Consent, FieldError, MarkKind, PlaybackCompliance, RedactionLabel, RedactionMarkId,
    ReviewChange, ReviewConflict, UnlockArtefact, UnlockId,
};

use super::{change::Changing, marked_call::MarkedCall};
use crate::{
    Error, Viewer, ids,
    privacy::{
        encryption::Sealed,
        raw_text::RawText,
        redaction_marks::{Mark, Marks, Words, aligned},
    },
    reviews::Reviews,
    store::{NewEvent, NewMark, ReviewRecord, UnlockUsed},
};

impl Reviews<'_> {
    /// The viewer's own live unlock of the transcript, which a wrong redaction demands: its words become
    /// readable for everybody who sees the call.
    pub(super) async fn unlock_for(
        self,
        viewer: &Viewer,
        record: &ReviewRecord,
        change: &ReviewChange,
    ) -> Result<Option<UnlockId>, Error> {
        if !matches!(change, ReviewChange::MarkWrong { .. }) {
            return Ok(None);
        }
        let id = record.call.id;
        let consent = self.0.recordings().consent(viewer, id, &record.details()?).await?;
        if consent != (Consent::Granted, PlaybackCompliance::Permitted) {
            return Err(ReviewConflict::NotUnlocked.into());
        }
        let (tenant_id, user_id) = (viewer.tenant.id, viewer.user_id()?);
        let live = self.0.db.live_unlocks(tenant_id, user_id, self.0.now_ms()).await?;
        let unlock = live
            .into_iter()
            .find(|unlock| unlock.call_id == id && unlock.scope.covers(UnlockArtefact::Transcript));
        Ok(Some(unlock.ok_or(ReviewConflict::NotUnlocked)?.id))
    }
}

impl Changing<'_> {
    /// Marks words of a line as missed, and hides them in every text of the call.
    pub(super) async fn mark_missed(
        &mut self,
        turn: u32,
        text: &str,
        label: RedactionLabel,
        seen: u32,
    ) -> Result<NewEvent, Error> {
        let (turns, place) = self.line(turn).await?;
        self.check_seen(turn, &turns[place], seen)?;
        let words = missed_words(text)?;
        let mark = Mark { kind: MarkKind::Missed, label, line: Some(turn), words };
        let marks = Marks::new(vec![mark]);
        if marks.hide(Some(turn), &turns[place].text).places == 0 {
            let line = turn.saturating_add(1);
            let message = format!("must be words of line {line}, as it reads here");
            return Err(Error::Invalid(vec![FieldError::new("text", message)]));
        }
        self.store_mark(turn, &marks, (MarkKind::Missed, label, text)).await
    }

    /// Marks a placeholder of a line as not personal, and puts its words back, here and where the line has
    /// them again.
    pub(super) async fn mark_wrong(
        &mut self,
        turn: u32,
        place: u32,
        seen: u32,
    ) -> Result<NewEvent, Error> {
        let (turns, line) = self.line(turn).await?;
        self.check_seen(turn, &turns[line], seen)?;
        let redacted = &turns[line].text;
        let place = usize::try_from(place).map_err(Error::internal)?;
        let placeholders = RedactionLabel::placeholders(redacted);
        let Some((_, label)) = placeholders.get(place).cloned() else {
            return Err(Error::field("place", "must be the number of a placeholder of the line"));
        };
        self.use_unlock().await?;
        let raw = self.raw_line(line).await?;
        let range = aligned(redacted, &raw).into_iter().nth(place).flatten();
        let text = range.and_then(|range| raw.get(range)).ok_or(ReviewConflict::NotAligned)?;
        let mark =
            Mark { kind: MarkKind::Wrong, label, line: Some(turn), words: Words::new(text)? };
        self.store_mark(turn, &Marks::new(vec![mark]), (MarkKind::Wrong, label, text)).await
    }

    async fn use_unlock(&mut self) -> Result<(), Error> {
        let unlock = self.unlock.ok_or(ReviewConflict::NotUnlocked)?;
        let used = self.tx.use_unlock(unlock, self.now, UnlockArtefact::Transcript, None).await?;
        if used == UnlockUsed::NotLive { Err(ReviewConflict::NotUnlocked.into()) } else { Ok(()) }
    }

    async fn raw_line(&mut self, line: usize) -> Result<String, Error> {
        let sealed = self.tx.raw_text(self.call.row_id).await?;
        let sealed = sealed.ok_or(ReviewConflict::NoTextKept)?;
        let raw = RawText::texts(&self.viewer.tenant.key, self.call_id, sealed)?.nth(line);
        Ok(raw.ok_or(ReviewConflict::NotAligned)?)
    }

    async fn store_mark(
        &mut self,
        turn: u32,
        marks: &Marks,
        (kind, label, text): (MarkKind, RedactionLabel, &str),
    ) -> Result<NewEvent, Error> {
        let key = &self.viewer.tenant.key;
        let call = MarkedCall {
            id: self.call_id,
            row_id: self.call.row_id,
            project_id: self.call.project_id,
            events: self.events,
        };
        let places = call.apply(self.tx, key, marks).await?;
        let id = RedactionMarkId::new(ids::fresh());
        let mark = NewMark {
            id,
            tenant_id: self.viewer.tenant.id,
            call_id: self.call_id,
            seq: self.call.review_seq,
            at: self.now,
            kind,
            label,
            words_encrypted: &key.seal(Sealed::MarkedWords, id, text.as_bytes())?,
            places: i64::try_from(places).map_err(Error::internal)?,
        };
        self.tx.add_redaction_mark(&mark).await?;
        Ok(NewEvent { turn: Some(turn.into()), ..NewEvent::default() })
    }
}

/// The words of a mark. A single letter would hide too much, and a placeholder is none.
fn missed_words(text: &str) -> Result<Words, Error> {
    if text.contains(['[', ']']) {
        return Err(Error::field("text", "must be words of the line without a placeholder"));
    }
    if text.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
        return Err(Error::field("text", "must have at least two letters or digits"));
    }
    Words::new(text)
}
