//! Decision on consent and compliance by a Client Admin, where the source's values are missing or wrong.

use earshot_domain::{Consent, PlaybackCompliance};
use leptos::prelude::*;

use crate::ui::{Choice, Erased, SelectField, TextField};

/// A menu with the form of the decision and its evidence.
#[component]
pub fn DecisionForm(
    /// The URL the form is posted to.
    action: String,
    /// The current values.
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
