//! Placeholders in the names of recordings, and the values that replace them.

use crate::{
    CallId, Direction, Status,
    code::{choices, codes},
};

/// Longest part of a name that comes from one value, in characters.
const MAX_VALUE: usize = 64;
/// What stands for a value that a call does not have.
const ABSENT: &str = "none";

codes! {
    /// A placeholder in the names of recordings, which has braces around it.
    RecordingPlaceholder {
        /// Day on which the call started.
        Date = "date", "Date";
        /// Time at which the call started.
        Time = "time", "Time";
        /// The call's project.
        Project = "project", "Project";
        /// Direction of the call.
        Direction = "direction", "Direction";
        /// Who answered.
        Agent = "agent", "Agent";
        /// Caller, as the files of the export show it.
        Caller = "caller", "Caller";
        /// How the call ended.
        Status = "status", "Status";
        /// The call's id.
        CallId = "call_id", "Call ID";
        /// Place of the call in the export.
        Number = "number", "Number";
    }
}

impl RecordingPlaceholder {
    /// All of them as a sentence lists them: `{date}, {time} … or {number}`.
    pub fn listed() -> String {
        let names: Vec<String> = Self::ALL.iter().map(|name| format!("{{{name}}}")).collect();
        choices(&names.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// What the name of one recording is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordingValues<'a> {
    /// Day on which the call started, such as `2026-05-09`.
    pub date: &'a str,
    /// Time at which the call started, such as `144921`.
    pub time: &'a str,
    /// Slug of the call's project.
    pub project: &'a str,
    /// Direction of the call.
    pub direction: Direction,
    /// Who answered, where it is known.
    pub agent: Option<&'a str>,
    /// Caller, as the files of the export show it; `None` if the source has none.
    pub caller: Option<&'a str>,
    /// How the call ended.
    pub status: Status,
    /// The call's id.
    pub call_id: CallId,
    /// Place of the call in the export, from 1.
    pub number: u64,
}

impl RecordingValues<'_> {
    /// The text of a placeholder.
    pub(super) fn text(&self, placeholder: RecordingPlaceholder) -> String {
        use RecordingPlaceholder as P;
        match placeholder {
            P::Date => safe(self.date),
            P::Time => safe(self.time),
            P::Project => safe(self.project),
            P::Direction => self.direction.to_string(),
            P::Agent => given(self.agent),
            P::Caller => given(self.caller),
            P::Status => self.status.to_string(),
            P::CallId => self.call_id.to_string(),
            P::Number => format!("{:06}", self.number),
        }
    }
}

fn given(value: Option<&str>) -> String {
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    value.map_or_else(|| ABSENT.to_owned(), safe)
}

/// Letters and digits of any script, `-` and `+`, which no system reads as a path. The asterisks of a
/// masked number become `x`, any other character `-`.
fn safe(value: &str) -> String {
    let safe = |c: char| match c {
        '*' => 'x',
        '-' | '+' => c,
        c if c.is_alphanumeric() => c,
        _ => '-',
    };
    value.chars().take(MAX_VALUE).map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_characters_of_values_are_replaced() {
        for (value, expected) in [
            ("Marina", "Marina"),
            ("Zo\u{eb} \u{5e9}\u{5dc}", "Zo\u{eb}-\u{5e9}\u{5dc}"),
            ("../../etc/passwd", "------etc-passwd"),
            ("a\\b:c<d>e\"f|g?h", "a-b-c-d-e-f-g-h"),
            ("\0\r\n\u{202e}x", "----x"),
            ("{date}_.", "-date---"),
            ("****0018", "xxxx0018"),
            ("[REDACTED]", "-REDACTED-"),
            ("+442079460018", "+442079460018"),
            ("sip:ann@pbx.example", "sip-ann-pbx-example"),
        ] {
            assert_eq!(safe(value), expected, "{value:?}");
        }
        assert_eq!(safe(&"\u{1f600}".repeat(70)), "-".repeat(64));
    }

    #[test]
    fn a_value_that_a_call_does_not_have_is_said_to_be_absent() {
        assert_eq!([given(None), given(Some("")), given(Some(" \t"))], ["none"; 3]);
    }

    #[test]
    fn placeholders_are_listed_with_their_braces() {
        let listed = RecordingPlaceholder::listed();
        assert!(listed.starts_with("{date}, {time}, {project}, "), "{listed}");
        assert!(listed.ends_with(", {call_id} or {number}"), "{listed}");
    }
}
