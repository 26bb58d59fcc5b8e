//! Bounds of the values of a record, checked while it is read and before any of it is parsed.

use earshot_domain::format_number;

/// Longest text in a record, in bytes.
pub(super) const MAX_TEXT: usize = 1 << 20;
/// The field of a conversation export whose text is a whole transcript.
const TRANSCRIPT: &[u8] = b"raw";
/// Most values in a record: those of 100,000 lines of a transcript, with room.
pub(super) const MAX_VALUES: usize = 600_000;
/// Most values beside the lines of a transcript, which are read as JSON of any structure: an object counts
/// as [`OBJECT`] of them and a list as [`LIST`], since that is what they take of memory.
pub(super) const MAX_OTHER_VALUES: usize = 300_000;
const OBJECT: usize = 8;
const LIST: usize = 4;
/// Most of a report, all of which is read as JSON of any structure.
const MAX_REPORT_VALUES: usize = 600_000;
/// Bytes of a report that take nothing of its values, and bytes beyond them that take the room of one.
const FREE_REPORT_BYTES: usize = 2 << 20;
const VALUE_BYTES: usize = 64;
/// Where the lines of a transcript are: in the own format, and in a conversation export.
const LINES: [&[&[u8]]; 2] =
    [&[b"transcript", b"turns"], &[b"conversation", b"transcript", TRANSCRIPT]];
/// Names of enclosing fields that are known.
const MAX_PATH: usize = 3;
/// Longest name of a field that an error shows, in bytes.
const MAX_NAME: usize = 64;

/// The bound that a record exceeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Excess {
    /// The text of a field with this name is too long.
    Text(String),
    /// There are too many values.
    Values,
    /// There are too many beside the lines of a transcript.
    OtherValues,
}

/// What is wrong with a report that has too many values to be read; `None` for another.
pub(crate) fn report_excess(report: &[u8]) -> Option<String> {
    let most = report_values(report.len());
    let mut bounds = Bounds { report_values: Some(most), ..Bounds::default() };
    bounds.pass(report).map(|_| format!("has more than {} values", format_number(most as u64)))
}

/// Most values of a report of so many bytes: its texts take memory too.
fn report_values(bytes: usize) -> usize {
    let more = bytes.saturating_sub(FREE_REPORT_BYTES).div_ceil(VALUE_BYTES);
    MAX_REPORT_VALUES.saturating_sub(more)
}

/// Follows the bytes of a record.
#[derive(Default)]
pub(super) struct Bounds {
    in_string: bool,
    escaped: bool,
    /// Bytes of the current or last string.
    length: usize,
    /// Its beginning.
    string: Vec<u8>,
    /// The name of the current field.
    name: Vec<u8>,
    values: usize,
    other_values: usize,
    /// The depth of brackets, and the names of the fields that enclose the current one and it itself.
    depth: usize,
    path: [Vec<u8>; MAX_PATH],
    /// The depth of the list of lines, within it.
    lines: Option<usize>,
    /// Most values of a report, which has bounds of its own for texts.
    report_values: Option<usize>,
}

impl Bounds {
    /// Takes the next bytes; an excess is found once, where it begins.
    pub(super) fn pass(&mut self, bytes: &[u8]) -> Option<Excess> {
        bytes.iter().find_map(|byte| self.pass_byte(*byte))
    }

    fn pass_byte(&mut self, byte: u8) -> Option<Excess> {
        if self.in_string {
            return self.pass_text(byte);
        }
        match byte {
            b'"' => {
                self.in_string = true;
                self.length = 0;
                self.string.clear();
            }
            b':' => {
                self.name.clone_from(&self.string);
                if let Some(place) = self.depth.checked_sub(1).filter(|place| *place < MAX_PATH) {
                    self.path[place].clone_from(&self.string);
                }
            }
            b',' => return self.count(1),
            b'[' | b'{' => {
                self.depth = self.depth.saturating_add(1);
                let excess = self.count(if byte == b'{' { OBJECT } else { LIST });
                if byte == b'[' && self.lines.is_none() && self.is_at_lines() {
                    self.lines = Some(self.depth);
                }
                return excess;
            }
            b']' | b'}' => {
                if self.lines == Some(self.depth) {
                    self.lines = None;
                }
                self.depth = self.depth.saturating_sub(1);
            }
            _ => {}
        }
        None
    }

    /// Counts a value that takes so much.
    fn count(&mut self, weight: usize) -> Option<Excess> {
        self.values = self.values.saturating_add(1);
        if self.values > MAX_VALUES {
            return Some(Excess::Values);
        }
        let most = self.report_values.unwrap_or(MAX_OTHER_VALUES);
        if self.lines.is_none() {
            self.other_values = self.other_values.saturating_add(weight);
        }
        (self.other_values > most).then_some(Excess::OtherValues)
    }

    /// Whether the list that was just opened is that of a transcript's lines.
    fn is_at_lines(&self) -> bool {
        let mut places = LINES.iter().filter(|_| self.report_values.is_none());
        places.any(|lines| {
            self.depth.checked_sub(1) == Some(lines.len())
                && self.path.iter().zip(*lines).all(|(name, wanted)| name == wanted)
        })
    }

    fn pass_text(&mut self, byte: u8) -> Option<Excess> {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => {
                self.in_string = false;
                return None;
            }
            _ => {}
        }
        self.length = self.length.saturating_add(1);
        if self.string.len() < MAX_NAME {
            self.string.push(byte);
        }
        let name = || String::from_utf8_lossy(&self.name).into_owned();
        let is_longer =
            self.length > MAX_TEXT && self.name != TRANSCRIPT && self.report_values.is_none();
        is_longer.then(|| Excess::Text(name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excess(record: &str) -> Option<Excess> {
        let mut bounds = Bounds::default();
        record.as_bytes().chunks(7).find_map(|piece| bounds.pass(piece))
    }

    #[test]
    fn a_text_that_is_too_long_is_named_by_its_field() {
        let text = |length| "x".repeat(length);
        let record =
            |length| format!(r#"{{"a \"quoted\" name":"b","summary":"{}"}}"#, text(length));
        assert_eq!(excess(&record(MAX_TEXT)), None);
        assert_eq!(excess(&record(MAX_TEXT + 1)), Some(Excess::Text("summary".to_owned())));
        let nested = format!(r#"{{"turns":[{{"text":"{}"}}]}}"#, text(MAX_TEXT + 1));
        assert_eq!(excess(&nested), Some(Excess::Text("text".to_owned())));
        let name = format!(r#"{{"{}":1}}"#, text(MAX_TEXT + 1));
        assert_eq!(excess(&name), Some(Excess::Text(String::new())));
        let transcript = format!(r#"{{"raw":"{}"}}"#, text(MAX_TEXT + 1));
        assert_eq!(excess(&transcript), None);
        let escaped = format!("\"{}\"", "x\\\"".repeat(MAX_TEXT));
        assert_eq!(excess(&escaped), Some(Excess::Text(String::new())));
    }

    #[test]
    fn values_are_counted_outside_of_texts() {
        let list = |count: usize| format!("[{}]", vec!["0"; count].join(","));
        assert_eq!(excess(&list(MAX_OTHER_VALUES - LIST + 1)), None);
        assert_eq!(excess(&list(MAX_OTHER_VALUES - LIST + 2)), Some(Excess::OtherValues));
        assert_eq!(excess(&"[".repeat(MAX_OTHER_VALUES / LIST)), None);
        assert_eq!(excess(&"[".repeat(MAX_OTHER_VALUES / LIST + 1)), Some(Excess::OtherValues));
        assert_eq!(excess(&"{".repeat(MAX_OTHER_VALUES / OBJECT + 1)), Some(Excess::OtherValues));
        assert_eq!(excess(&format!("[\"{}\"]", ",".repeat(MAX_VALUES + 1))), None);
    }

    #[test]
    fn a_report_has_bounds_of_its_own() {
        assert_eq!(report_excess(format!("[\"{}\"]", "x".repeat(2 * MAX_TEXT)).as_bytes()), None);
        let report = |count| format!(r#"{{"transcript":{{"turns":[{}"#, "{},".repeat(count));
        assert_eq!(report_excess(report(60_000).as_bytes()), None);
        assert!(report_excess(report(70_000).as_bytes()).is_some());
        // Much text leaves room for fewer values.
        let text = "x".repeat(6 << 20);
        let long = |count| format!(r#"{{"text":"{text}","turns":[{}"#, "{},".repeat(count));
        assert_eq!(report_excess(long(58_000).as_bytes()), None);
        assert!(report_excess(long(60_000).as_bytes()).unwrap().contains("more than 53"));
    }

    #[test]
    fn the_lines_of_a_transcript_are_counted_apart() {
        let lines = |count: usize| vec![r#"{"text":"a","at":0}"#; count].join(",");
        // Six values surround the lines of the one, eight those of the other.
        for (before, after) in [
            (r#"{"a":[{}],"transcript":{"state":"b","turns":["#, r#"]},"c":{}}"#),
            (r#"{"a":[{}],"conversation":{"transcript":{"raw":["#, r#"]},"c":[]}}"#),
        ] {
            let record = |count| format!("{before}{}{after}", lines(count));
            assert_eq!(excess(&record(190_000)), None, "{before}");
            assert_eq!(excess(&record(200_001)), Some(Excess::Values), "{before}");
            let beside = format!("{before}{},\"d\":[{}]}}", lines(1) + after, lines(40_000));
            assert_eq!(excess(&beside), Some(Excess::OtherValues), "{before}");
        }
        for elsewhere in [r#"{"turns":["#, r#"{"analysis":{"transcript":{"turns":["#] {
            assert_eq!(excess(&format!("{elsewhere}{}", lines(40_000))), Some(Excess::OtherValues));
        }
    }
}
