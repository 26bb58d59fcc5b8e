//! Carrying over the review of a call that is replaced by a later version of it.

use std::collections::{BTreeSet, HashMap};

use earshot_domain::{Speaker, TenantId, Turn};

use super::{
    history::{apply_tag, changes_text},
    marked_call::MarkedCall,
};
use crate::{
    Error,
    privacy::{encryption::TenantKey, redaction_marks::Marks},
    reviews::Reviews,
    store::{CallOwner, CarriedCall, Column, EventRow, SearchTexts, StoredCall, Tx},
};

impl Reviews<'_> {
    /// The stored lines of a call as its source sent them, redacted.
    pub(crate) async fn sourced_turns(
        self,
        tx: &mut Tx,
        tenant_id: TenantId,
        stored: &StoredCall,
    ) -> Result<Vec<Turn>, Error> {
        let mut turns = stored.turns.clone();
        tx.complete(Column::Text(&mut turns)).await?;
        let turns = serde_json::from_str(&turns)?;
        if !stored.is_reviewed() {
            return Ok(turns);
        }
        Ok(as_sourced(turns, &tx.review_events(tenant_id, stored.id).await?))
    }

    /// The marks of redaction of a stored call.
    pub(crate) async fn marks_of(
        self,
        tx: &mut Tx,
        (tenant_id, key): (TenantId, &TenantKey),
        stored: &StoredCall,
    ) -> Result<Marks, Error> {
        if !stored.is_reviewed() {
            return Ok(Marks::default());
        }
        Marks::open(key, &tx.redaction_marks(tenant_id, stored.id).await?)
    }

    /// Restores the review of a call whose stored version was replaced.
    pub(crate) async fn carry_over(
        self,
        tx: &mut Tx,
        (owner, key): (CallOwner, &TenantKey),
        stored: &StoredCall,
    ) -> Result<(), Error> {
        let CarriedCall { row_id, summary } = self.0.db.carry_over(tx, stored).await?;
        if !stored.is_reviewed() {
            return Ok(());
        }
        let events = tx.review_events(owner.tenant_id, stored.id).await?;
        for event in &events {
            apply_tag(tx, row_id, event.action, event.new_text.as_deref()).await?;
        }
        let mut turns: Vec<Turn> = serde_json::from_str(&tx.turns(row_id).await?)?;
        let old = as_sourced(serde_json::from_str(&stored.turns)?, &events);
        let marks = self.marks_of(tx, (owner.tenant_id, key), stored).await?;
        let places = if marks.is_empty() {
            places(&old, &turns)
        } else {
            places(&unmarked(old, &marks), &unmarked(turns.clone(), &marks))
        };
        for (from, place) in places.iter().enumerate() {
            let line = |place: usize| i64::try_from(place).map_err(Error::internal);
            tx.move_line(stored.id, line(from)?, line(place.line)?).await?;
        }
        tx.settle_lines(stored.id).await?;
        for event in events.iter().filter(|event| changes_text(event)) {
            let place = event.turn.and_then(|turn| places.get(usize::try_from(turn).ok()?));
            if let Some(place) = place.filter(|place| place.is_same)
                && let (Some(turn), Some(text)) = (turns.get_mut(place.line), &event.new_text)
            {
                turn.text.clone_from(text);
            }
        }
        let texts = SearchTexts::new(&turns, summary.as_deref(), owner.project_id)?;
        tx.set_conversation(row_id, &texts).await?;
        if marks.is_empty() {
            return Ok(());
        }
        // Their lines have moved.
        let marks = self.marks_of(tx, (owner.tenant_id, key), stored).await?;
        let (id, project_id) = (stored.id, owner.project_id);
        MarkedCall { id, row_id, project_id, events: &[] }.apply(tx, key, &marks).await?;
        Ok(())
    }
}

/// Lines without what marks of redaction made of them, so that the same lines are the same.
fn unmarked(mut turns: Vec<Turn>, marks: &Marks) -> Vec<Turn> {
    let marks = marks.all_hidden();
    for turn in &mut turns {
        turn.text = marks.hide(None, &turn.text).text;
    }
    turns
}

/// The lines as their source sent them.
fn as_sourced(mut turns: Vec<Turn>, events: &[EventRow]) -> Vec<Turn> {
    for event in events.iter().rev().filter(|event| changes_text(event)) {
        let place = event.turn.and_then(|turn| usize::try_from(turn).ok());
        let turn = place.and_then(|place| turns.get_mut(place));
        if let (Some(turn), Some(text)) = (turn, &event.old_text) {
            turn.text.clone_from(text);
        }
    }
    turns
}

/// The position of an old line among the new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NewPlace {
    line: usize,
    /// Whether it is the same line, or the one that its source has in its place.
    is_same: bool,
}

/// The position of each old line among the new ones, mostly in order: lines of a call that was stored
/// before lines were ordered by their times may be in another.
fn places(old: &[Turn], new: &[Turn]) -> Vec<NewPlace> {
    let Some(last) = new.len().checked_sub(1) else { return Vec::new() };
    let mut free: HashMap<(Speaker, &str), BTreeSet<usize>> = HashMap::new();
    for (at, line) in new.iter().enumerate() {
        free.entry((line.speaker, line.text.as_str())).or_default().insert(at);
    }
    let mut next = 0;
    old.iter()
        .map(|line| {
            let same = free.get(&(line.speaker, line.text.as_str()));
            let found =
                same.and_then(|same| same.range(next..).next().or_else(|| same.first()).copied());
            // A line that the source no longer has is at the place after the line before it.
            let at = found.unwrap_or(next).min(last);
            if let Some(taken) = free.get_mut(&(new[at].speaker, new[at].text.as_str())) {
                taken.remove(&at);
            }
            next = at.saturating_add(1);
            let stands_for_it = || {
                let replaced = new.get(at).filter(|_| old.len() == new.len());
                replaced.is_some_and(|new| is_correction(line, new))
            };
            NewPlace { line: at, is_same: found.is_some() || stands_for_it() }
        })
        .collect()
}

/// Whether a source's new line corrects an old one. One that continues it is not the line that people
/// read.
fn is_correction(old: &Turn, new: &Turn) -> bool {
    new.speaker == old.speaker && !new.text.starts_with(&old.text)
}

#[cfg(test)]
mod tests {
    use earshot_domain::Speaker;

    use super::*;

    fn lines(texts: &[&str]) -> Vec<Turn> {
        let line = |text: &&str| Turn {
            speaker: Speaker::Caller,
            text: (*text).to_owned(),
            offset_ms: None,
        };
        texts.iter().map(line).collect()
    }

    #[test]
    fn lines_are_matched_after_those_of_an_earlier_leg() {
        let (old, new) = (lines(&["a", "a", "b"]), lines(&["x", "a", "y", "a", "b"]));
        let at = |old: &[Turn], new: &[Turn]| {
            places(old, new).iter().map(|place| (place.line, place.is_same)).collect::<Vec<_>>()
        };
        assert_eq!(at(&old, &new), [(1, true), (3, true), (4, true)]);
        assert_eq!(at(&old, &old), [(0, true), (1, true), (2, true)]);
        assert_eq!(at(&lines(&["gone", "b"]), &new), [(0, false), (4, true)]);
        let moved = at(&lines(&["b", "x", "a", "a"]), &new);
        assert_eq!(moved, [(4, true), (0, true), (1, true), (3, true)]);
        assert_eq!(at(&new, &lines(&["x"]))[4], (0, false), "no place is after the last line");
        assert_eq!(at(&old, &[]), []);
    }

    #[test]
    fn a_line_that_its_source_corrects_keeps_what_people_wrote() {
        let at = |old: &[&str], new: &[&str]| places(&lines(old), &lines(new));
        let same = |line| NewPlace { line, is_same: true };
        assert_eq!(at(&["Helo", "b"], &["Hello", "b"]), [same(0), same(1)]);
        let continued = NewPlace { line: 1, is_same: false };
        assert_eq!(at(&["a", "I would"], &["a", "I would like"]), [same(0), continued]);
    }
}
