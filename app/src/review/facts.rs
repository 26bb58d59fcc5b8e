//! Facts of an opened call, as far as its source provides them.

use earshot_domain::{Citation, Costs, Csat, Review, format_duration, format_number};
use leptos::prelude::*;
use serde_json::Value;

use crate::ui::Erased;

/// The facts, followed by the lists of legs, analysis and citations.
#[component]
pub fn Facts(review: Review) -> impl IntoView {
    let fact = |(name, value): (&'static str, String)| {
        view! { <div><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div> }
    };
    let listed = facts(&review).into_iter().map(fact).collect_view();
    let details = review.details;
    view! {
        <div>
            <dl>{listed}</dl>
            {(details.legs.len() > 1).then(|| view! { <Legs legs=details.legs/> })}
            {details.analysis.and_then(analysis)}
            {(!details.citations.is_empty()).then(|| citations(details.citations))}
        </div>
    }
    .erased()
}

/// Renders the post-call analysis with the names its source uses.
fn analysis(analysis: Value) -> Option<AnyView> {
    let Value::Object(fields) = analysis else { return None };
    let field = |(name, value): (String, Value)| {
        let text = match value {
            Value::Null => return None,
            Value::String(text) => text,
            Value::Array(values) if values.iter().all(Value::is_string) => {
                let words: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
                words.join(", ")
            }
            other => other.to_string(),
        };
        let name = name.replace('_', " ");
        Some(view! { <div><dt>{name}</dt><dd><bdi>{text}</bdi></dd></div> })
    };
    let fields = fields.into_iter().filter_map(field).collect_view();
    Some(
        view! {
            <details class="review-more">
                <summary>"Post-call analysis"</summary>
                <dl>{fields}</dl>
            </details>
        }
        .erased(),
    )
}

fn citations(citations: Vec<Citation>) -> AnyView {
    let cite = |citation: Citation| {
        // Only what a browser opens as a page becomes a link.
        let link =
            citation.url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        view! {
            <li>
                {match link {
                    Some(url) => {
                        view! {
                            <a href=url rel="noopener noreferrer external" target="_blank">
                                {citation.title}
                            </a>
                        }
                            .erased()
                    }
                    None => citation.title.erased(),
                }}
            </li>
        }
    };
    view! {
        <h3>"Sources the receptionist used"</h3>
        <ul class="legs">{citations.into_iter().map(cite).collect_view()}</ul>
    }
    .erased()
}

/// Returns the facts in the order of their importance.
fn facts(review: &Review) -> Vec<(&'static str, String)> {
    let row = &review.row;
    let moment =
        |time: &earshot_domain::LocalTime| format!("{} {} ({})", time.day, time.time, time.offset);
    let mut facts = vec![
        ("Started", moment(&row.started)),
        ("From", row.caller.label()),
        ("To", review.callee.label()),
        (
            "Channel",
            format!("{}, {}", row.channel.label(), review.direction.label().to_lowercase()),
        ),
        ("Status", status_words(review)),
        ("Duration", format_duration(row.duration_seconds)),
    ];
    let mut put = |name, value: Option<String>| facts.extend(value.map(|value| (name, value)));
    put("Ended", review.ended.as_ref().map(moment));
    put("End reason", review.end_reason.as_ref().map(|reason| reason.replace('_', " ")));
    put("Agent", row.agent.clone());
    put("Ring time", review.ring_seconds.map(format_duration));
    put("Talk time", review.talk_seconds.map(format_duration));
    put("Hold time", review.hold_seconds.map(format_duration));
    put("Outcome", row.outcome.as_ref().map(earshot_domain::OutcomeCode::label));
    put("Caller sentiment", row.sentiment.map(|sentiment| sentiment.label().to_owned()));
    put(
        "Agent sentiment",
        review.details.agent_sentiment.map(|sentiment| sentiment.label().to_owned()),
    );
    put("Transferred to", review.details.transfer_destination.clone());
    let details = &review.details;
    let list = |words: &[String]| (!words.is_empty()).then(|| words.join(", "));
    put("Messages", Some(format_number(review.transcript.turns.len() as u64)));
    put("Audience", details.audience.clone());
    put("Priority", details.priority.map(|priority| priority.label().to_owned()));
    put("Skills", list(&details.skills));
    put("Caller rating", details.csat.as_ref().map(rating));
    put("Cost", details.costs.as_ref().and_then(cost));
    facts
}

/// `4 of 5: very friendly`.
fn rating(csat: &Csat) -> String {
    let comment = csat.comment.as_ref().map(|comment| format!(": {comment}")).unwrap_or_default();
    format!("{} of 5{comment}", csat.rating)
}

/// `0.0292 in total, of which 0.02 infrastructure`, in the source's currency.
fn cost(costs: &Costs) -> Option<String> {
    match (costs.total, costs.base) {
        (Some(total), Some(base)) => {
            Some(format!("{total} in total, of which {base} infrastructure"))
        }
        (Some(total), None) => Some(format!("{total} in total")),
        (None, Some(base)) => Some(format!("{base} for infrastructure")),
        (None, None) => None,
    }
}

/// Returns our status, with the source's own if it is more specific.
fn status_words(review: &Review) -> String {
    let (ours, theirs) = (review.row.status.label(), review.source_status.replace('_', " "));
    if theirs.is_empty() || theirs.eq_ignore_ascii_case(ours) {
        ours.to_owned()
    } else {
        format!("{ours} ({theirs})")
    }
}

#[component]
fn Legs(legs: Vec<earshot_domain::Leg>) -> impl IntoView {
    let leg = |leg: earshot_domain::Leg| {
        view! {
            <li>
                {format!(
                    "Leg {}: {} to {}, {}",
                    leg.leg,
                    leg.status,
                    leg.call_to,
                    format_duration(leg.total_seconds),
                )}
            </li>
        }
    };
    view! {
        <h3>"Legs"</h3>
        <ol class="legs">{legs.into_iter().map(leg).collect_view()}</ol>
    }
    .erased()
}
