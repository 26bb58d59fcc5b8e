//! Scenarios: the subject of a call as data.

use earshot_domain::{Priority, Speaker};

/// Speaker and variants of a line; `{…}` is replaced by the call's facts.
pub(super) type Line = (Speaker, &'static [&'static str]);

/// Consecutive lines, with the percentage of calls that contain them.
pub(super) type Step = (u32, &'static [Line]);

/// Names and templates of a function's parameters or result.
pub(super) type Fields = &'static [(&'static str, &'static str)];

/// The agent, abbreviated for the tables.
pub(super) const A: Speaker = Speaker::Agent;
/// The caller, abbreviated for the tables.
pub(super) const C: Speaker = Speaker::Caller;

/// Tendency of a call's sentiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Pleased,
    Even,
    Upset,
}

/// A function that the receptionist calls.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) parameters: Fields,
    pub(super) result: Fields,
}

/// A page that the receptionist cites: title and path.
pub(super) type Page = (&'static str, &'static str);

/// One kind of call.
#[derive(Debug)]
pub(super) struct Scenario {
    /// Subject in one word; also a tag.
    pub(super) intent: &'static str,
    /// Possible outcomes; an empty text means no outcome.
    pub(super) outcomes: &'static [&'static str],
    pub(super) mood: Mood,
    pub(super) priority: Option<Priority>,
    pub(super) summaries: &'static [&'static str],
    /// Steps between greeting and farewell.
    pub(super) steps: &'static [Step],
    pub(super) functions: &'static [&'static Function],
    pub(super) skills: &'static [&'static str],
    pub(super) pages: &'static [Page],
}

impl Scenario {
    /// Defaults for the tables.
    pub(super) const PLAIN: Self = Self {
        intent: "",
        outcomes: &[""],
        mood: Mood::Even,
        priority: None,
        summaries: &[],
        steps: &[],
        functions: &[],
        skills: &[],
        pages: &[],
    };
}
