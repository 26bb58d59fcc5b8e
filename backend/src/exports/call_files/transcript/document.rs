//! Contents of a transcript file, shared by TXT and PDF.

use std::borrow::Cow;

use earshot_domain::{
    CallerView, HistoryEvent, LinePlace, OutsideLine, Review, ReviewEvent, Speaker, Turn,
    format_duration,
};

use crate::{calls::one_line, privacy::masking::FileMask};

/// A call's transcript, independent of the file format. Every text is on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exports) struct TranscriptDocument {
    /// Title of the file.
    pub(in crate::exports) title: &'static str,
    /// Facts about the call. No label is a speaker's, so that no line looks like a turn.
    pub(in crate::exports) metadata: Vec<Line>,
    /// The turns of the conversation.
    pub(in crate::exports) turns: Vec<Line>,
    /// What follows the turns.
    pub(in crate::exports) sections: Vec<Section>,
}

/// Lines under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exports) struct Section {
    pub(in crate::exports) heading: &'static str,
    pub(in crate::exports) lines: Vec<Line>,
    /// Text in place of no lines.
    pub(in crate::exports) empty: &'static str,
}

/// `label: text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exports) struct Line {
    /// A speaker, the name of a fact, or a time.
    pub(in crate::exports) label: Cow<'static, str>,
    /// The text of a turn, or a value.
    pub(in crate::exports) text: String,
    /// Whether the caller is the speaker.
    pub(in crate::exports) from_caller: bool,
}

impl Line {
    /// A line of anybody's text.
    pub(in crate::exports) fn new(label: impl Into<Cow<'static, str>>, text: &str) -> Self {
        Self { label: label.into(), text: one_line(text).into_owned(), from_caller: false }
    }
}

impl TranscriptDocument {
    /// Title of every document.
    pub(in crate::exports) const TITLE: &'static str =
        "Transcript of a call, personal details removed";

    /// Builds the document of a call.
    pub(in crate::exports) fn new(review: &Review, include_quality_history: bool) -> Self {
        Self {
            title: Self::TITLE,
            metadata: metadata(review),
            turns: turns(&review.transcript.turns, &review.outside),
            sections: include_quality_history.then(|| history(review)).into_iter().collect(),
        }
    }

    /// Text at the foot of its pages.
    pub(in crate::exports) fn foot(&self) -> String {
        let call = self.metadata.first().map(|call| call.text.as_str()).unwrap_or_default();
        format!("Call {call}")
    }
}

impl Section {
    /// The review events of the source, then those of this portal.
    pub(in crate::exports) fn history(source: &[ReviewEvent], portal: &[HistoryEvent]) -> Self {
        let source = source
            .iter()
            .map(|event| Line::new(one_line(&event.at).into_owned(), &event.sentence()));
        let portal =
            portal.iter().map(|event| Line::new(event.at.rfc3339.clone(), &event.sentence()));
        Self {
            heading: "Review history",
            lines: source.chain(portal).collect(),
            empty: "There are no review events.",
        }
    }
}

/// The turns of the conversation; one whose time is outside of the call says so.
pub(in crate::exports) fn turns(turns: &[Turn], outside: &[OutsideLine]) -> Vec<Line> {
    let mut outside = outside.iter().peekable();
    let line = |(index, turn): (usize, &Turn)| {
        let place = outside.next_if(|outside| outside.line == index);
        let label = spoken_by(turn.speaker.label(), place.map(|outside| outside.place));
        let from_caller = turn.speaker == Speaker::Caller;
        Line { from_caller, ..Line::new(label, &turn.text) }
    };
    turns.iter().enumerate().map(line).collect()
}

/// The label of a line, with what is said of one outside of the call.
pub(in crate::exports) fn spoken_by(
    speaker: &'static str,
    place: Option<LinePlace>,
) -> Cow<'static, str> {
    match place.unwrap_or(LinePlace::Within) {
        LinePlace::Within => speaker.into(),
        place => format!("{speaker} ({})", place.label().to_lowercase()).into(),
    }
}

fn history(review: &Review) -> Section {
    Section::history(&review.details.review_events, &review.history)
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
        other => other.in_file(),
    }
}
