//! Consent and compliance as a Client Admin decides them, where the source is silent or wrong.

use earshot_domain::{Consent, PlaybackCompliance};
use leptos::prelude::*;

use crate::ui::Erased;

/// A menu with a form of both, and the evidence.
#[component]
pub fn DecisionForm(
    /// Where the form goes.
    action: String,
    /// What stands now.
    decision: (Consent, PlaybackCompliance),
) -> impl IntoView {
    let (consent, compliance) = decision;
    let consent_option = move |value: &Consent| {
        view! { <option value=value.as_str() selected=*value == consent>{value.label()}</option> }
    };
    let compliance_option = move |value: &PlaybackCompliance| {
        view! { <option value=value.as_str() selected=*value == compliance>{value.label()}</option> }
    };
    view! {
        <details class="menu recording-decision">
            <summary>"Set consent and compliance"</summary>
            <form class="menu-body" method="post" action=action>
                <label class="field">
                    <span>"Consent"</span>
                    <select name="consent">
                        {Consent::ALL.iter().map(consent_option).collect_view()}
                    </select>
                </label>
                <label class="field">
                    <span>"Playback compliance"</span>
                    <select name="playback_compliance">
                        {PlaybackCompliance::ALL.iter().map(compliance_option).collect_view()}
                    </select>
                </label>
                <label class="field">
                    <span>"Evidence"</span>
                    <input
                        type="text"
                        name="evidence"
                        required
                        maxlength="1000"
                        placeholder="Signed form of 3 May 2026"
                    />
                </label>
                <button class="button button-primary" type="submit">"Save decision"</button>
            </form>
        </details>
    }
    .erased()
}
