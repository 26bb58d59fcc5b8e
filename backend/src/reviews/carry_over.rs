//! Carrying over the review of a call that is replaced by a version with more legs.

use earshot_domain::Turn;

use super::history::{apply_tag, changes_text};
use crate::{
    Error,
    reviews::Reviews,
    store::{CallOwner, CarriedCall, EventRow, SearchTexts, StoredCall, Tx},
};

impl Reviews<'_> {
    /// Restores the review of a call whose stored version was replaced.
    pub(crate) async fn carry_over(
        self,
        tx: &mut Tx,
        owner: CallOwner,
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
        let places = places(&as_sourced(serde_json::from_str(&stored.turns)?, &events), &turns);
        let moved: Vec<_> = places.iter().enumerate().filter(|(from, to)| from != *to).collect();
        // Behind all lines first, so that no line is moved to a position that another still occupies.
        let behind = places.len().max(turns.len());
        let place = |place: usize| i64::try_from(place).map_err(Error::internal);
        for (from, to) in &moved {
            tx.move_line(stored.id, place(*from)?, place(behind.saturating_add(**to))?).await?;
        }
        for (_, to) in &moved {
            tx.move_line(stored.id, place(behind.saturating_add(**to))?, place(**to)?).await?;
        }
        for event in events.iter().filter(|event| changes_text(event)) {
            let place = event.turn.and_then(|turn| places.get(usize::try_from(turn).ok()?));
            if let (Some(turn), Some(text)) =
                (place.and_then(|at| turns.get_mut(*at)), &event.new_text)
            {
                turn.text.clone_from(text);
            }
        }
        let texts = SearchTexts::new(&turns, summary.as_deref(), owner.project_id)?;
        tx.set_conversation(row_id, &texts).await
    }
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

/// The position of each old line among the new ones, which contain the old ones, mostly in order: those
/// of a call that was stored before lines were ordered by their times may be in another.
fn places(old: &[Turn], new: &[Turn]) -> Vec<usize> {
    let mut next = 0;
    let mut taken = vec![false; new.len()];
    old.iter()
        .map(|line| {
            let is_same = |taken: &[bool], at: usize| {
                !taken[at] && new[at].speaker == line.speaker && new[at].text == line.text
            };
            let later = (next..new.len()).find(|at| is_same(&taken, *at));
            let found = later.or_else(|| (0..next.min(new.len())).find(|at| is_same(&taken, *at)));
            // A line that the source no longer has follows directly after the line before it.
            let place = found.unwrap_or(next);
            if let Some(taken) = taken.get_mut(place) {
                *taken = true;
            }
            next = place + 1;
            place
        })
        .collect()
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
        assert_eq!(places(&old, &new), [1, 3, 4]);
        assert_eq!(places(&old, &old), [0, 1, 2]);
        assert_eq!(places(&lines(&["gone", "b"]), &new), [0, 4]);
        assert_eq!(places(&lines(&["b", "x", "a", "a"]), &new), [4, 0, 1, 3]);
    }
}
