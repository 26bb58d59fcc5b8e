//! Consent and compliance as a Client Admin decides them, where the source is silent or wrong.

use earshot_domain::{Consent, PlaybackCompliance};
use leptos::prelude::*;

use crate::ui::{Choice, Erased, SelectField, TextField};

/// A menu with a form of both, and the evidence.
#[component]
pub fn DecisionForm(
    /// Where the form goes.
    action: String,
    /// What stands now.
    decision: (Consent, PlaybackCompliance),
) -> impl IntoView {
    let (consent, compliance) = decision;
    let consents = Consent::ALL.iter();
    let consents = consents
        .map(|value| Choice::new(value.as_str(), value.label(), *value == consent))
        .collect();
    let states = PlaybackCompliance::ALL.iter();
    let states = states
        .map(|value| Choice::new(value.as_str(), value.label(), *value == compliance))
        .collect();
    view! {
        <details class="menu recording-decision">
            <summary>"Set consent and compliance"</summary>
            <form class="menu-body" method="post" action=action>
                <SelectField label="Consent" name="consent" choices=consents/>
                <SelectField label="Playback compliance" name="playback_compliance" choices=states/>
                <TextField
                    label="Evidence"
                    name="evidence"
                    placeholder="Signed form of 3 May 2026"
                    max_length=1000
                    required=true
                />
                <button class="button button-primary" type="submit">"Save decision"</button>
            </form>
        </details>
    }
    .erased()
}
