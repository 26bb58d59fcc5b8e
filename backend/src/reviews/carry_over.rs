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
        // In reverse order, so that no line is moved to a position that another still occupies.
        for (from, to) in places.iter().enumerate().rev().filter(|(from, to)| from != *to) {
            let place = |place: usize| i64::try_from(place).map_err(Error::internal);
            tx.move_line(stored.id, place(from)?, place(*to)?).await?;
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

/// The position of each old line among the new ones, which contain the old ones in order.
fn places(old: &[Turn], new: &[Turn]) -> Vec<usize> {
    let mut next = 0;
    old.iter()
        .map(|line| {
            let same = |other: &Turn| other.speaker == line.speaker && other.text == line.text;
            // A line that the source no longer has follows directly after the line before it.
            let found = new[next.min(new.len())..].iter().position(same).unwrap_or(0) + next;
            next = found + 1;
            found
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
    }
}
