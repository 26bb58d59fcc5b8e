//! List of imports, with the decision on the playback of their calls.

use earshot_domain::{Consent, ImportDecision, ImportRecord, PlaybackCompliance, format_number};
use leptos::prelude::*;

use crate::{review::DecisionForm, ui::Erased};

/// The list, newest first.
#[component]
pub fn Imports(imports: Vec<ImportRecord>, may_edit: bool) -> impl IntoView {
    let none = imports.is_empty();
    view! {
        <section class="setting" aria-labelledby="setting-imports">
            <h2 id="setting-imports">"Imports"</h2>
            <p class="lead">
                "Consent and compliance can be set for all calls of an import at once. A prohibition \
                 by the source always applies, and a decision on a single call takes precedence \
                 over the decision on its import."
            </p>
            {if none {
                view! {
                    <p class="empty">
                        "No imports into your projects yet. The operator of this installation \
                         imports calls."
                    </p>
                }
                    .erased()
            } else {
                view! {
                    <ul class="imports">
                        {imports
                            .into_iter()
                            .map(|import| view! { <ImportLine import may_edit/> })
                            .collect_view()}
                    </ul>
                }
                    .erased()
            }}
        </section>
    }
    .erased()
}

#[component]
fn ImportLine(import: ImportRecord, may_edit: bool) -> impl IntoView {
    let (id, counts, pending) = (import.id, counts(&import), pending(&import));
    let waiting = import.waiting > 0;
    let files = import.files.join(", ");
    let decided = import
        .decision
        .as_ref()
        .map_or((Consent::Unknown, PlaybackCompliance::MissingEvidence), |decision| {
            (decision.consent, decision.playback_compliance)
        });
    view! {
        <li class="import-line" data-import-id=id.to_string()>
            <div>
                <strong>{import.project.name}</strong>
                <time datetime=import.started.rfc3339>
                    {import.started.day}", "{import.started.time}
                </time>
                <span class="faint">{import.format}{(!files.is_empty()).then(|| format!(": {files}"))}</span>
            </div>
            <div>
                <span>{counts}</span>
                {(!import.finished).then(|| view! { <span class="faint">"The import did not finish."</span> })}
            </div>
            <div>
                <span class:import-pending=waiting>{pending}</span>
                {import.decision.map(|decision| view! { <Decided decision/> })}
                {(may_edit && import.recordings > 0)
                    .then(|| {
                        let action = format!("/settings/imports/{id}/decision");
                        view! { <DecisionForm action decision=decided/> }
                    })}
            </div>
        </li>
    }
    .erased()
}

#[component]
fn Decided(decision: ImportDecision) -> impl IntoView {
    view! {
        <span>
            <span class=format!("flag flag-{}", decision.consent)>
                "Consent "{decision.consent.label().to_lowercase()}
            </span>
            ", "
            <span class=format!("flag flag-{}", decision.playback_compliance)>
                "playback "{decision.playback_compliance.label().to_lowercase()}
            </span>
        </span>
        <span class="faint">
            "Decided by "{decision.decided_by}" on "{decision.decided.day}
        </span>
    }
    .erased()
}

fn counts(import: &ImportRecord) -> String {
    let mut parts = vec![format!("{} added", format_number(import.taken))];
    for (count, word) in [
        (import.extended, "updated"),
        (import.unchanged, "unchanged"),
        (import.refused, "rejected"),
    ] {
        if count > 0 {
            parts.push(format!("{} {word}", format_number(count)));
        }
    }
    parts.join(", ")
}

fn pending(import: &ImportRecord) -> String {
    match (import.recordings, import.waiting) {
        (0, _) => "No recordings".to_owned(),
        (all, 0) => format!("{}, none awaiting a decision", recordings(all)),
        (all, waiting) => {
            format!("{} of {} awaiting a decision", format_number(waiting), recordings(all))
        }
    }
}

fn recordings(count: u64) -> String {
    if count == 1 {
        "1 recording".to_owned()
    } else {
        format!("{} recordings", format_number(count))
    }
}
