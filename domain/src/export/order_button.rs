//! Buttons of the form of an export that order its ticked columns.

use super::ExportRequestForm as F;
use crate::code::codes;

codes! {
    /// Direction in which a ticked column is moved by one place.
    MoveDirection {
        /// Towards the first column.
        Up = "up", "Up";
        /// Towards the last column.
        Down = "down", "Down";
    }
}

/// A button that orders the ticked columns of one kind of rows and starts no export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderButton {
    /// Field of the columns: [`F::CALL_COLUMN`] or [`F::MESSAGE_COLUMN`].
    pub columns: &'static str,
    /// The column that it moves, and where to; none where it only puts the ticked columns first.
    pub moved: Option<(String, MoveDirection)>,
}

impl OrderButton {
    /// Field of the buttons.
    pub const FIELD: &'static str = "order_columns";

    /// The button that the pairs of a form were sent with, if it is one of these.
    pub fn pressed(pairs: &[(String, String)]) -> Option<Self> {
        let (_, value) = pairs.iter().find(|(name, _)| name == Self::FIELD)?;
        let mut parts = value.split('.');
        let field = parts.next()?;
        let columns =
            [F::CALL_COLUMN, F::MESSAGE_COLUMN].into_iter().find(|known| *known == field)?;
        let moved = match (parts.next(), parts.next()) {
            (Some(column), Some(direction)) => Some((column.to_owned(), direction.parse().ok()?)),
            _ => None,
        };
        Some(Self { columns, moved })
    }

    /// Its value in the form.
    pub fn value(&self) -> String {
        match &self.moved {
            None => self.columns.to_owned(),
            Some((column, direction)) => format!("{}.{column}.{direction}", self.columns),
        }
    }

    /// Moves its column by one place among the ticked ones in the pairs of a form; the first cannot
    /// move up, and the last cannot move down.
    pub fn apply(&self, pairs: &mut [(String, String)]) {
        let Some((column, direction)) = &self.moved else { return };
        let places: Vec<usize> =
            (0..pairs.len()).filter(|place| pairs[*place].0 == self.columns).collect();
        let Some(from) = places.iter().position(|place| pairs[*place].1 == *column) else { return };
        let to = match direction {
            MoveDirection::Up => from.checked_sub(1),
            MoveDirection::Down => from.checked_add(1),
        };
        if let Some(to) = to.and_then(|to| places.get(to)) {
            pairs.swap(places[from], *to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "call_field=caller&message_field=text&call_field=agent&call_field=summary";

    /// The request of the form after a button was pressed, as a query.
    fn after(button: &str) -> String {
        let form = format!("{FORM}&order_columns={button}");
        let mut pairs: Vec<(String, String)> =
            form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        let pressed = OrderButton::pressed(&pairs).unwrap();
        assert_eq!(pressed.value(), button);
        pressed.apply(&mut pairs);
        F::parse(&pairs).request.to_query()
    }

    /// Rule: docs/compatibility.md#askvault-csv-columns.
    #[test]
    fn a_column_moves_by_one_place_among_the_ticked_ones() {
        let columns = |query: &str| format!("format=csv&set=conversations&{query}");
        for (button, order) in [
            ("call_field", "field=caller&field=agent&field=summary"),
            ("call_field.summary.up", "field=caller&field=summary&field=agent"),
            ("call_field.caller.down", "field=agent&field=caller&field=summary"),
            ("call_field.caller.up", "field=caller&field=agent&field=summary"),
            ("call_field.summary.down", "field=caller&field=agent&field=summary"),
            ("call_field.notes.up", "field=caller&field=agent&field=summary"),
            ("message_field.text.up", "field=caller&field=agent&field=summary"),
        ] {
            assert_eq!(after(button), columns(order), "{button}");
        }
    }

    #[test]
    fn other_values_are_no_button() {
        for value in ["", "format", "call_field.caller.left", "mode.calls.up"] {
            let pairs = [(OrderButton::FIELD.to_owned(), value.to_owned())];
            assert_eq!(OrderButton::pressed(&pairs), None, "{value}");
        }
        assert_eq!(OrderButton::pressed(&[("format".to_owned(), "csv".to_owned())]), None);
    }
}
