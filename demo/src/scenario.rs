//! The shape of a scenario: what a call is about, as data.

use earshot_domain::{Priority, Speaker};

/// Who speaks, and the ways of saying it; `{…}` is filled in from the call's facts.
pub(super) type Line = (Speaker, &'static [&'static str]);

/// Lines that are said together, in so many of 100 calls.
pub(super) type Step = (u32, &'static [Line]);

/// Names and templates of a function's parameters or result.
pub(super) type Fields = &'static [(&'static str, &'static str)];

/// Short for the tables.
pub(super) const A: Speaker = Speaker::Agent;
/// Short for the tables.
pub(super) const C: Speaker = Speaker::Caller;

/// The mood a call tends to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Pleased,
    Even,
    Upset,
}

/// Something the receptionist looks up or does.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) parameters: Fields,
    pub(super) result: Fields,
}

/// A page the receptionist quotes: title and path.
pub(super) type Page = (&'static str, &'static str);

/// One kind of call.
#[derive(Debug)]
pub(super) struct Scenario {
    /// The matter in one word; also a tag.
    pub(super) intent: &'static str,
    /// What it can come to; empty text stands for no outcome.
    pub(super) outcomes: &'static [&'static str],
    pub(super) mood: Mood,
    pub(super) priority: Option<Priority>,
    pub(super) summaries: &'static [&'static str],
    /// Between greeting and farewell.
    pub(super) steps: &'static [Step],
    pub(super) functions: &'static [&'static Function],
    pub(super) skills: &'static [&'static str],
    pub(super) pages: &'static [Page],
}

impl Scenario {
    /// What the tables leave out.
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
