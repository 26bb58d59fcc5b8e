//! A transcript as plain text: what the call was, then who said what, a line a turn.

use std::fmt::Write;

use earshot_domain::{CallerView, Review, duration_words};

use crate::{export::one_line, masking::FileMask};

/// Writes the file: UTF-8, a line feed after each line.
pub(super) fn write(review: &Review, include_quality_history: bool) -> Vec<u8> {
    let mut text = String::from("Transcript of a call, personal details removed\n\n");
    for (name, value) in metadata(review) {
        line(&mut text, name, &value);
    }
    text.push('\n');
    for turn in &review.transcript.turns {
        line(&mut text, turn.speaker.label(), &turn.text);
    }
    if include_quality_history {
        text.push_str("\nReview history\n\n");
        for event in &review.details.review_events {
            line(&mut text, &event.at, &event.words());
        }
        if review.details.review_events.is_empty() {
            text.push_str("Nothing was reviewed.\n");
        }
    }
    text.into_bytes()
}

/// What is known of the call; no name here is a speaker's, so that no line looks like a turn.
fn metadata(review: &Review) -> Vec<(&'static str, String)> {
    let row = &review.row;
    let mut lines = vec![
        ("Call", row.id.to_string()),
        ("Project", review.project.to_string()),
        ("Started", row.started.rfc3339.clone()),
        ("Status", row.status.label().to_owned()),
        ("Channel", row.channel.label().to_owned()),
        ("Direction", review.direction.label().to_owned()),
        ("Caller number", caller(&row.caller)),
        ("Duration", duration_words(row.duration_seconds)),
        ("Messages", review.transcript.turns.len().to_string()),
    ];
    let mut put = |name, value: Option<String>| lines.extend(value.map(|value| (name, value)));
    put("Ended", review.ended.as_ref().map(|ended| ended.rfc3339.clone()));
    put("Answered by", row.agent.clone());
    put("Summary", row.summary.clone());
    lines
}

/// A file leaves the portal, so it has the last four digits, as a CSV does (ADR 3).
fn caller(caller: &CallerView) -> String {
    match caller {
        CallerView::Full(number) => FileMask::LastFour.cell(Some(number)),
        other => other.words(),
    }
}

fn line(text: &mut String, name: &str, value: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{name}: {}", one_line(value));
}
