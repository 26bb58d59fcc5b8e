//! Ring with the percentage of one's own running exports, which `public/exports.js` shows.

use leptos::prelude::*;

use crate::ui::Erased;

/// A link to the Exports page; hidden until a script finds a running export.
#[component]
pub fn ExportRing() -> impl IntoView {
    // A circle of this radius is 100 units long, so that its dashes are percentages.
    view! {
        <a class="export-ring" href="/exports" data-export-ring="" hidden>
            <svg viewBox="0 0 36 36" aria-hidden="true" focusable="false">
                <circle class="ring-track" cx="18" cy="18" r="15.915"/>
                <circle
                    class="ring-value"
                    cx="18"
                    cy="18"
                    r="15.915"
                    stroke-dasharray="0 100"
                    data-ring-value=""
                />
            </svg>
            <span class="visually-hidden">"Exports running: "</span>
            <span data-ring-text="">"0 %"</span>
        </a>
        <span class="visually-hidden" aria-live="polite" data-export-message=""></span>
    }
    .erased()
}
