//! Bounds of the values of a record, checked while it is read and before any of it is parsed.

/// Longest text in a record, in bytes.
pub(super) const MAX_TEXT: usize = 1 << 20;
/// The field of a conversation export whose text is a whole transcript.
const TRANSCRIPT: &[u8] = b"raw";
/// Most values in a record: those of 100,000 lines of a transcript, with room.
pub(super) const MAX_VALUES: usize = 600_000;
/// Longest name of a field that an error shows, in bytes.
const MAX_NAME: usize = 64;

/// The bound that a record exceeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Excess {
    /// The text of a field with this name is too long.
    Text(String),
    /// There are too many values.
    Values,
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
            b':' => self.name.clone_from(&self.string),
            b',' | b'[' | b'{' => {
                self.values = self.values.saturating_add(1);
                return (self.values > MAX_VALUES).then_some(Excess::Values);
            }
            _ => {}
        }
        None
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
        let is_longer = self.length > MAX_TEXT && self.name != TRANSCRIPT;
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
        assert_eq!(excess(&list(MAX_VALUES)), None);
        assert_eq!(excess(&list(MAX_VALUES + 1)), Some(Excess::Values));
        assert_eq!(excess(&"[".repeat(MAX_VALUES + 1)), Some(Excess::Values));
        assert_eq!(excess(&format!("[\"{}\"]", ",".repeat(MAX_VALUES + 1))), None);
    }
}
