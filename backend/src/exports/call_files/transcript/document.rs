//! Contents of a transcript file, shared by TXT and PDF.

use std::borrow::Cow;

use earshot_domain::{CallerView, Review, Speaker, Turn, format_duration};

use crate::{calls::one_line, privacy::masking::FileMask};

/// A call's transcript, independent of the file format. Every text is on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TranscriptDocument {
    /// Title of the file.
    pub(super) title: &'static str,
    /// Facts about the call. No label is a speaker's, so that no line looks like a turn.
    pub(super) metadata: Vec<Line>,
    /// The turns of the conversation.
    pub(super) turns: Vec<Line>,
    /// The review history, if requested.
    pub(super) history: Option<Vec<Line>>,
}

/// `label: text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// A speaker, the name of a fact, or a time.
    pub(super) label: Cow<'static, str>,
    /// The text of a turn, or a value.
    pub(super) text: String,
    /// Whether the caller is the speaker.
    pub(super) from_caller: bool,
}

impl Line {
    fn new(label: impl Into<Cow<'static, str>>, text: &str) -> Self {
        Self { label: label.into(), text: one_line(text).into_owned(), from_caller: false }
    }
}

impl TranscriptDocument {
    /// Heading of the review history.
    pub(super) const HISTORY: &'static str = "Review history";
    /// Text in place of an empty review history.
    pub(super) const NO_HISTORY: &'static str = "There are no review events.";

    /// Builds the document of a call.
    pub(super) fn new(review: &Review, include_quality_history: bool) -> Self {
        Self {
            title: "Transcript of a call, personal details removed",
            metadata: metadata(review),
            turns: review.transcript.turns.iter().map(turn).collect(),
            history: include_quality_history.then(|| history(review)),
        }
    }
}

fn turn(turn: &Turn) -> Line {
    let from_caller = turn.speaker == Speaker::Caller;
    Line { from_caller, ..Line::new(turn.speaker.label(), &turn.text) }
}

fn history(review: &Review) -> Vec<Line> {
    let before = review.details.review_events.iter();
    let before = before.map(|event| Line::new(one_line(&event.at).into_owned(), &event.sentence()));
    let here = review.history.iter();
    let here = here.map(|event| Line::new(event.at.rfc3339.clone(), &event.sentence()));
    before.chain(here).collect()
}

fn metadata(review: &Review) -> Vec<Line> {
    let row = &review.row;
    let mut lines = vec![
        Line::new("Call", &row.id.to_string()),
        Line::new("Project", review.project.as_str()),
        Line::new("Started", &row.started.rfc3339),
        Line::new("Status", row.status.label()),
        Line::new("Channel", row.channel.label()),
        Line::new("Direction", review.direction.label()),
        Line::new("Caller number", &caller(&row.caller)),
        Line::new("Duration", &format_duration(row.duration_seconds)),
        Line::new("Messages", &review.transcript.turns.len().to_string()),
    ];
    let mut put = |name, value: Option<&str>| lines.extend(value.map(|v| Line::new(name, v)));
    put("Ended", review.ended.as_ref().map(|ended| ended.rfc3339.as_str()));
    put("Answered by", row.agent.as_deref());
    put("Summary", row.summary.as_deref());
    lines
}

/// The caller's number masked to its last four digits, as in a CSV, since a file leaves the portal
/// (ADR 3).
fn caller(caller: &CallerView) -> String {
    match caller {
        CallerView::Full(number) => FileMask::LastFour.cell(Some(number)),
        other => other.label(),
    }
}
