//! Formatting of numbers, sizes and durations for pages.

/// Formats an integer with thousands separators: `12,480`.
pub fn format_number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len().saturating_add(digits.len() / 3));
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len().saturating_sub(place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Formats a size in the largest unit that divides it: `64 KB`, `256 MB`.
pub fn byte_size(bytes: u64) -> String {
    match bytes {
        0 => "0 bytes".to_owned(),
        _ if bytes.is_multiple_of(1 << 20) => format!("{} MB", format_number(bytes >> 20)),
        _ if bytes.is_multiple_of(1 << 10) => format!("{} KB", format_number(bytes >> 10)),
        _ => format!("{} bytes", format_number(bytes)),
    }
}

/// Formats a size rounded down: `512 B`, `64 KB`, `8.2 MB`, `1.4 GB`.
pub fn rounded_size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        1_000_000..1_000_000_000 => {
            format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
        }
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000),
    }
}

/// Formats a duration: `45 s`, `3 min 05 s`, `1 h 02 min`.
pub fn format_duration(seconds: u32) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => format!("{s} s"),
        (0, m, s) => format!("{m} min {s:02} s"),
        (h, m, _) => format!("{h} h {m:02} min"),
    }
}

/// Formats text as HTML that reads the same; line breaks stay as they are.
pub fn escape_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
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
    fn sizes_have_the_largest_unit_that_divides_them() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (40, "40 bytes"),
            (64 << 10, "64 KB"),
            (1025, "1,025 bytes"),
            (256 << 20, "256 MB"),
            (512 << 20, "512 MB"),
        ] {
            assert_eq!(byte_size(bytes), text);
        }
    }

    #[test]
    fn rounded_sizes_have_decimal_units() {
        for (bytes, text) in
            [(999, "999 B"), (64_900, "64 KB"), (8_250_000, "8.2 MB"), (1_480_000_000, "1.4 GB")]
        {
            assert_eq!(rounded_size(bytes), text);
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
