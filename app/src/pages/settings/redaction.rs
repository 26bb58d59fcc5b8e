//! How far stored calls are redacted by the current rules.

use earshot_domain::format_number;
use leptos::prelude::*;

use crate::ui::Erased;

/// The calls that are left; nothing where every call is redacted by the current rules.
#[component]
pub fn RedactionProgress(left: u64) -> impl IntoView {
    if left == 0 {
        return ().into_any();
    }
    let calls = if left == 1 {
        "1 call is".to_owned()
    } else {
        format!("{} calls are", format_number(left))
    };
    view! {
        <section class="setting" aria-labelledby="setting-redaction">
            <h2 id="setting-redaction">"Redaction"</h2>
            <p>
                {calls}
                " still to be redacted by the current rules. This runs in the background, and calls can \
                 be used meanwhile."
            </p>
        </section>
    }
    .erased()
}
