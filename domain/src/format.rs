//! Formatting of numbers and durations for pages.

/// Formats an integer with thousands separators: `12,480`.
pub fn format_number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Formats a duration: `45 s`, `3 min 05 s`, `1 h 02 min`.
pub fn format_duration(seconds: u32) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => format!("{s} s"),
        (0, m, s) => format!("{m} min {s:02} s"),
        (h, m, _) => format!("{h} h {m:02} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_separators() {
        let pairs =
            [(0, "0"), (999, "999"), (1000, "1,000"), (12_480, "12,480"), (1_234_567, "1,234,567")];
        for (number, text) in pairs {
            assert_eq!(format_number(number), text);
        }
    }

    #[test]
    fn durations_have_units() {
        for (seconds, text) in [(0, "0 s"), (45, "45 s"), (185, "3 min 05 s"), (3725, "1 h 02 min")]
        {
            assert_eq!(format_duration(seconds), text);
        }
    }
}
