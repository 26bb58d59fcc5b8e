//! Places to which pages were scrolled, for the way back.

use leptos::prelude::*;
use std::collections::HashMap;

/// How far each page of this tab was scrolled, by its URL.
#[derive(Clone, Copy)]
pub struct ScrollPlaces {
    places: StoredValue<HashMap<String, f64>>,
    going_back: StoredValue<bool>,
}

impl ScrollPlaces {
    /// Knows no page yet.
    pub fn new() -> Self {
        Self { places: StoredValue::new(HashMap::new()), going_back: StoredValue::new(false) }
    }

    /// Notes where the page at a URL is, unless the browser is about to show another.
    pub fn note(self, url: String) {
        if self.going_back.get_value() {
            return;
        }
        let y = window().scroll_y().unwrap_or_default();
        self.places.update_value(|places| {
            places.insert(url, y);
        });
    }

    /// The browser goes back or forward in its history.
    pub fn go_back(self) {
        self.going_back.set_value(true);
    }

    /// The page stays, as when a call is closed by going back.
    pub fn stay(self) {
        self.going_back.set_value(false);
    }

    /// Scrolls to where a page was, if it was reached by going back.
    pub fn restore(self, url: &str) {
        let going_back = self.going_back.get_value();
        self.going_back.set_value(false);
        let place = self.places.with_value(|places| places.get(url).copied());
        if let (true, Some(y)) = (going_back, place) {
            request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, y));
        }
    }
}
