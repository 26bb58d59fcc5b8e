//! An event of Activity, with its technical evidence.

use earshot_domain::{ActivityEvent, ActivityFact, ActivityOutcome};
use leptos::prelude::*;

use crate::ui::{Erased, date_time};

/// An event in a list.
#[component]
pub fn ActivityLine(
    /// The event.
    event: ActivityEvent,
) -> impl IntoView {
    let ActivityEvent { seq, at, actor, label, area, outcome, why, .. } = event.clone();
    let by = format!("/activity?{}", pair("actor", &actor));
    let about = format!("/activity?{}", pair("subject", &event.subject));
    view! {
        <li class="entry activity-event" data-seq=seq.to_string()>
            <div class="activity-head">
                <strong>{label}</strong>
                <span class=format!("flag {}", flag(outcome))>{outcome.label()}</span>
                <time datetime=at.rfc3339.clone()>{date_time(&at)}</time>
            </div>
            <div>
                <a href=by rel="external">{actor}</a>
                <Subject event=event.clone() about/>
                <span class="faint">{area.label()}</span>
            </div>
            <p class="faint">{why}</p>
            <Evidence facts=event.facts json=event.json/>
        </li>
    }
    .erased()
}

#[component]
fn Subject(event: ActivityEvent, about: String) -> impl IntoView {
    let ActivityEvent { subject, subject_kind: kind, subject_href: href, .. } = event;
    let page = href.map(|href| {
        let label = format!("Open: {}", kind.to_lowercase());
        view! { <a href=href rel="external">{label}</a> }
    });
    view! {
        <span class="activity-subject">
            {(!kind.is_empty()).then(|| format!("{kind} "))}
            <a href=about rel="external"><code>{subject}</code></a>
        </span>
        {page}
    }
    .erased()
}

#[component]
fn Evidence(facts: Vec<ActivityFact>, json: String) -> impl IntoView {
    let fact = |ActivityFact { label, value }: ActivityFact| {
        let hidden = value.is_none();
        let value = value.unwrap_or_else(|| "Only a Client Admin sees this.".to_owned());
        view! {
            <dt>{label}</dt>
            <dd class:faint=hidden>{value}</dd>
        }
    };
    view! {
        <details class="activity-evidence">
            <summary>"Details"</summary>
            <dl>{facts.into_iter().map(fact).collect_view()}</dl>
            <pre tabindex="0" aria-label="Details as JSON">{json}</pre>
        </details>
    }
    .erased()
}

const fn flag(outcome: ActivityOutcome) -> &'static str {
    match outcome {
        ActivityOutcome::Done => "flag-done",
        ActivityOutcome::Refused => "flag-refused",
        ActivityOutcome::Failed => "flag-failed",
        ActivityOutcome::Cancelled => "flag-cancelled",
    }
}

fn pair(name: &str, value: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish()
}
