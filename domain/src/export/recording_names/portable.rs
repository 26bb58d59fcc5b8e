//! What no name of a file has, so that every system can unpack it.

/// Whether some system does not take a character in the name of a file, or does not show it.
pub(super) fn is_refused(c: char) -> bool {
    c.is_control()
        || matches!(c, '/' | '\\' | '<' | '>' | ':' | '"' | '|' | '?' | '*')
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether Windows takes a name for that of a device, whatever follows its first dot.
pub(super) fn is_device(name: &str) -> bool {
    let base = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let is_digit = |c: char| c.is_ascii_digit() || "\u{b9}\u{b2}\u{b3}".contains(c);
    let is_number = |rest: &str| {
        let mut letters = rest.chars();
        letters.next().is_some_and(is_digit) && letters.next().is_none()
    };
    matches!(base.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || ["COM", "LPT"].iter().any(|kind| base.strip_prefix(kind).is_some_and(is_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_devices_are_known_in_any_case_and_with_any_ending() {
        for name in ["CON", "nul.wav", "Aux .tar.gz", "com1", "LPT\u{b3}.x", "conout$"] {
            assert!(is_device(name), "{name}");
        }
        for name in ["", "CONTACT", "COM", "COM10", "COM1a", "_CON", "x.CON", "LPT_1"] {
            assert!(!is_device(name), "{name}");
        }
    }
}
