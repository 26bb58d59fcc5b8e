//! Closing the sheet by a tap beside it, or by pulling it down.

use leptos::{
    ev::{MouseEvent, PointerEvent},
    html,
    prelude::*,
};

use crate::browser::{contains_point, shift_down};

/// Pixels that the sheet is pulled down before it closes.
const CLOSES_AFTER: i32 = 80;

/// Whether a click hit what is behind the dialog.
pub fn is_outside(dialog: NodeRef<html::Dialog>, event: &MouseEvent) -> bool {
    // A click by the keyboard has no place.
    let placed = event.client_x() != 0 || event.client_y() != 0;
    let dialog = dialog.get_untracked();
    placed
        && dialog.is_some_and(|dialog| {
            !contains_point(&dialog, f64::from(event.client_x()), f64::from(event.client_y()))
        })
}

/// A finger that pulls the sheet by its head.
#[derive(Clone, Copy)]
pub struct Swipe {
    dialog: NodeRef<html::Dialog>,
    close: Callback<()>,
    from: StoredValue<Option<i32>>,
}

impl Swipe {
    /// Nothing is pulled yet.
    pub fn new(dialog: NodeRef<html::Dialog>, close: Callback<()>) -> Self {
        Self { dialog, close, from: StoredValue::new(None) }
    }

    /// A finger touches the head.
    pub fn begin(self, event: &PointerEvent) {
        if event.pointer_type() == "touch" {
            self.from.set_value(Some(event.client_y()));
        }
    }

    /// The sheet follows the finger.
    pub fn follow(self, event: &PointerEvent) {
        self.shift(self.distance(event).unwrap_or_default());
    }

    /// The finger leaves: the sheet closes, or returns.
    pub fn end(self, event: &PointerEvent) {
        let closes = self.distance(event).is_some_and(|distance| distance >= CLOSES_AFTER);
        self.abandon();
        if closes {
            self.close.run(());
        }
    }

    /// The sheet returns.
    pub fn abandon(self) {
        self.from.set_value(None);
        self.shift(0);
    }

    fn distance(self, event: &PointerEvent) -> Option<i32> {
        self.from.get_value().map(|from| event.client_y().saturating_sub(from).max(0))
    }

    fn shift(self, pixels: i32) {
        if let Some(dialog) = self.dialog.get_untracked() {
            shift_down(&dialog, pixels);
        }
    }
}
