//! A button whose action cannot be undone, with the question before it.

use leptos::prelude::*;

use super::Erased;

/// A button that asks, with the name of what it acts on, before it posts to a URL.
#[component]
pub fn ConfirmButton(
    /// The URL.
    action: String,
    /// The text of the button, and of the one that confirms.
    text: &'static str,
    /// The button's accessible name, which also says what it acts on.
    label: String,
    /// The question.
    question: String,
    /// What follows from it.
    effect: &'static str,
) -> impl IntoView {
    // One popover for each URL.
    let id = format!("confirm{}", action.replace('/', "-"));
    let title = format!("{id}-title");
    let (opens, closes, labelled_by) = (id.clone(), id.clone(), title.clone());
    view! {
        <div class="confirm-button">
            <button class="button" type="button" aria-label=label popovertarget=opens>
                {text}
            </button>
            // A popover works without scripts, and closes with Escape.
            <div
                id=id
                popover
                class="confirm"
                role="dialog"
                aria-labelledby=labelled_by
            >
                <h3 id=title>{question}</h3>
                <p>{effect}</p>
                <form method="post" action=action>
                    <button class="button button-danger" type="submit">{text}</button>
                    <button class="button" type="button" popovertarget=closes popovertargetaction="hide">
                        "Cancel"
                    </button>
                </form>
            </div>
        </div>
    }
    .erased()
}
