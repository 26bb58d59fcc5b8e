//! What marks of redaction change in a stored call: lines, summary, details, tags, and what people wrote.

use std::collections::HashMap;

use earshot_domain::{CallDetails, CallId, ProjectId, Turn};

use crate::{
    Error,
    privacy::{
        encryption::TenantKey,
        raw_text::RawText,
        redaction_marks::{Changed, Marks},
    },
    store::{EventRow, EventTexts, LongWriter, MarkedTexts, SearchTexts, Tx},
};

/// A call whose texts marks change.
pub(super) struct MarkedCall<'a> {
    pub(super) id: CallId,
    pub(super) row_id: i64,
    pub(super) project_id: ProjectId,
    pub(super) events: &'a [EventRow],
}

/// Marks at work, with how many places they have changed.
struct Hiding<'m> {
    marks: &'m Marks,
    places: usize,
}

impl Hiding<'_> {
    fn count(&mut self, changed: Changed) -> String {
        self.places = self.places.saturating_add(changed.places);
        changed.text
    }

    fn text(&mut self, text: &str) -> String {
        self.count(self.marks.hide(None, text))
    }

    fn optional(&mut self, text: Option<&str>) -> Option<String> {
        text.map(|text| self.text(text))
    }
}

impl MarkedCall<'_> {
    /// Applies marks to every text of the call; returns how many places they changed.
    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        key: &TenantKey,
        marks: &Marks,
    ) -> Result<usize, Error> {
        let mut hiding = Hiding { marks, places: 0 };
        let mut turns: Vec<Turn> = serde_json::from_str(&tx.turns(self.row_id).await?)?;
        let raw = self.raw_lines(tx, key, marks).await?;
        for (line, turn) in (0_u32..).zip(&mut turns) {
            turn.text = hiding.count(marks.hide(Some(line), &turn.text));
            if let Some(raw) = raw.get(&line) {
                turn.text = hiding.count(marks.restore(line, &turn.text, raw));
            }
        }
        let MarkedTexts { summary, end_reason, details } = tx.marked_texts(self.row_id).await?;
        let summary = hiding.optional(summary.as_deref());
        let end_reason = hiding.optional(end_reason.as_deref());
        let mut details: CallDetails = serde_json::from_str(&details)?;
        details.for_each_text(&mut |text| *text = hiding.text(text));
        tx.set_marked_texts(self.row_id, summary.as_deref(), end_reason.as_deref()).await?;
        let mut json = LongWriter::default();
        json.push_json(&details)?;
        tx.set_details(self.row_id, &json.into_text()?).await?;
        let texts = SearchTexts::new(&turns, summary.as_deref(), self.project_id)?;
        tx.set_conversation(self.row_id, &texts).await?;
        self.hide_in_tags(tx, marks).await?;
        self.hide_in_events(tx, &mut hiding).await?;
        Ok(hiding.places)
    }

    /// The lines before redaction that wrong redactions are about, where text is kept.
    async fn raw_lines(
        &self,
        tx: &mut Tx,
        key: &TenantKey,
        marks: &Marks,
    ) -> Result<HashMap<u32, String>, Error> {
        let lines = marks.lines_to_restore();
        if lines.is_empty() {
            return Ok(HashMap::new());
        }
        let Some(sealed) = tx.raw_text(self.row_id).await? else { return Ok(HashMap::new()) };
        let texts = RawText::texts(key, self.id, sealed)?;
        Ok((0_u32..).zip(texts).filter(|(line, _)| lines.contains(line)).collect())
    }

    async fn hide_in_tags(&self, tx: &mut Tx, marks: &Marks) -> Result<(), Error> {
        for tag in tx.tags_of_call(self.row_id).await? {
            let hidden = marks.hide(None, &tag).text;
            if hidden != tag {
                tx.remove_tag(self.row_id, &tag).await?;
                tx.add_tag(self.row_id, &hidden).await?;
            }
        }
        Ok(())
    }

    /// Hides missed words in notes, corrections and reasons. What a line said before is no further place.
    async fn hide_in_events(&self, tx: &mut Tx, hiding: &mut Hiding<'_>) -> Result<(), Error> {
        for event in self.events {
            let old_text = event.old_text.as_deref().map(|text| hiding.marks.hide(None, text).text);
            let hidden = EventTexts {
                seq: event.seq,
                action: event.action,
                old_text,
                new_text: hiding.optional(event.new_text.as_deref()),
                reason: hiding.optional(event.reason.as_deref()),
            };
            let texts = (&hidden.old_text, &hidden.new_text, &hidden.reason);
            if texts != (&event.old_text, &event.new_text, &event.reason) {
                tx.set_event_texts(self.id, &hidden).await?;
            }
        }
        Ok(())
    }
}
