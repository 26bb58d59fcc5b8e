//! Check boxes of columns: the chosen ones, with buttons that order them, then the others.

use earshot_domain::{MoveDirection, OrderButton};
use leptos::prelude::*;

use crate::ui::{Choice, Erased, checkboxes};

/// Id of the text that says where a moved column is now.
const MOVED: &str = "moved-column";

/// The columns of one kind of rows.
#[component]
pub fn OrderedColumns(
    /// The field in the form.
    name: &'static str,
    /// The group's legend.
    label: &'static str,
    /// The columns, the chosen ones in their order.
    columns: Vec<Choice>,
    /// The button that led to this page.
    pressed: Option<OrderButton>,
) -> impl IntoView {
    let pressed = pressed.filter(|button| button.columns == name);
    let (chosen, others): (Vec<_>, Vec<_>) =
        columns.into_iter().partition(|column| column.selected);
    let count = chosen.len();
    let item = |(number, column): (usize, Choice)| {
        let focused = focused_button(pressed.as_ref(), number, &column.value);
        let is_moved = pressed.as_ref().is_some_and(|button| button.moved.is_some());
        let place =
            (is_moved && focused.is_some()).then(|| format!("Now column {number} of {count}"));
        view! { <ChosenColumn name column focused place/> }
    };
    let items = (1..).zip(chosen).map(item).collect_view();
    let order = OrderButton { columns: name, moved: None };
    view! {
        <fieldset class="field checkbox-group">
            <legend>{label}</legend>
            {(count > 0).then(|| view! { <ol class="chosen-columns">{items}</ol> })}
            <div class="other-columns">{checkboxes(name, others)}</div>
            <button
                class="button"
                type="submit"
                name=OrderButton::FIELD
                value=order.value()
                formnovalidate
            >
                "Order the ticked columns"
            </button>
        </fieldset>
    }
    .erased()
}

#[component]
fn ChosenColumn(
    name: &'static str,
    column: Choice,
    /// Its button that has the focus.
    focused: Option<MoveDirection>,
    /// Where the column is now, if it was moved.
    place: Option<String>,
) -> impl IntoView {
    let Choice { value, label, .. } = column.clone();
    let described = place.as_ref().map(|_| MOVED);
    let button = |direction: MoveDirection| {
        let button = OrderButton { columns: name, moved: Some((value.clone(), direction)) };
        let is_focused = focused == Some(direction);
        view! {
            <button
                class="button button-quiet"
                type="submit"
                name=OrderButton::FIELD
                value=button.value()
                aria-label=format!("Move {label} {direction}")
                aria-describedby=described.filter(|_| is_focused)
                autofocus=is_focused
                formnovalidate
            >
                {direction.label()}
            </button>
        }
    };
    let buttons = MoveDirection::ALL.iter().copied().map(button).collect_view();
    view! {
        <li>
            <div class="chosen-column">
                {checkboxes(name, vec![column])}
                {buttons}
            </div>
            {place.map(|place| view! { <span class="visually-hidden" id=MOVED>{place}</span> })}
        </li>
    }
    .erased()
}

/// The button of a column that has the focus after one was pressed: the same one, or, once
/// the ticked columns were put first, the one that moves the first of them down.
fn focused_button(
    pressed: Option<&OrderButton>,
    number: usize,
    column: &str,
) -> Option<MoveDirection> {
    match &pressed?.moved {
        Some((moved, direction)) => (moved == column).then_some(*direction),
        None => (number == 1).then_some(MoveDirection::Down),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_focus_stays_at_the_moved_column() {
        use MoveDirection::{Down, Up};
        let button = |moved| OrderButton { columns: "call_field", moved };
        let moved = button(Some(("agent".to_owned(), Up)));
        assert_eq!(focused_button(Some(&moved), 2, "agent"), Some(Up));
        assert_eq!(focused_button(Some(&moved), 1, "caller"), None);
        let put_first = button(None);
        assert_eq!(focused_button(Some(&put_first), 1, "caller"), Some(Down));
        assert_eq!(focused_button(Some(&put_first), 2, "agent"), None);
        assert_eq!(focused_button(None, 1, "caller"), None);
    }
}
