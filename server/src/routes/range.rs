//! Which bytes a request wants: one range of RFC 9110, and nothing more.

use axum::http::{HeaderMap, header};

/// What is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of it.
    Whole,
    /// From `first` up to, not including, `end`; never empty.
    Part {
        /// The first byte.
        first: u64,
        /// The byte after the last.
        end: u64,
    },
    /// A range that begins beyond the end.
    Nothing,
}

/// Reads `Range` and `If-Range`. What cannot be read, and several ranges at once, mean the whole.
pub(super) fn wanted(headers: &HeaderMap, length: u64, version: &str) -> Wanted {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(range) = text(header::RANGE) else { return Wanted::Whole };
    // A date never fits: versions are named by tags alone.
    if headers.contains_key(header::IF_RANGE) && text(header::IF_RANGE) != Some(version) {
        return Wanted::Whole;
    }
    let Some((first, last)) = range
        .strip_prefix("bytes=")
        .filter(|ranges| !ranges.contains(','))
        .and_then(|range| range.trim().split_once('-'))
    else {
        return Wanted::Whole;
    };
    match (number(first), number(last)) {
        (Number::Some(first), Number::None) => part(first, length, length),
        (Number::Some(first), Number::Some(last)) if first <= last => {
            part(first, last.saturating_add(1).min(length), length)
        }
        (Number::None, Number::Some(suffix)) if suffix > 0 => {
            part(length.saturating_sub(suffix), length, length)
        }
        (Number::None, Number::Some(_)) => Wanted::Nothing,
        _ => Wanted::Whole,
    }
}

enum Number {
    Some(u64),
    None,
    Unreadable,
}

fn number(text: &str) -> Number {
    match text {
        "" => Number::None,
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            // More digits than fit mean a place beyond any end.
            Number::Some(digits.parse().unwrap_or(u64::MAX))
        }
        _ => Number::Unreadable,
    }
}

fn part(first: u64, end: u64, length: u64) -> Wanted {
    if first >= length { Wanted::Nothing } else { Wanted::Part { first, end } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &str) -> Wanted {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        wanted(&headers, 100, "\"v\"")
    }

    #[test]
    fn one_range_is_served_within_the_length() {
        assert_eq!(asked("bytes=0-0"), Wanted::Part { first: 0, end: 1 });
        assert_eq!(asked("bytes=10-"), Wanted::Part { first: 10, end: 100 });
        assert_eq!(asked("bytes=10-5000"), Wanted::Part { first: 10, end: 100 });
        assert_eq!(asked("bytes=-30"), Wanted::Part { first: 70, end: 100 });
        assert_eq!(asked("bytes=-300"), Wanted::Part { first: 0, end: 100 });
        assert_eq!(asked("bytes=0-99999999999999999999999"), Wanted::Part { first: 0, end: 100 });
    }

    #[test]
    fn a_range_beyond_the_end_cannot_be_had() {
        for beyond in ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999999-"]
        {
            assert_eq!(asked(beyond), Wanted::Nothing, "{beyond}");
        }
    }

    #[test]
    fn what_cannot_be_read_means_the_whole() {
        for odd in ["bytes=5-3", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=-", "bytes"] {
            assert_eq!(asked(odd), Wanted::Whole, "{odd}");
        }
    }

    #[test]
    fn another_version_is_sent_whole() {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, "bytes=1-2".parse().unwrap());
        headers.insert(header::IF_RANGE, "\"other\"".parse().unwrap());
        assert_eq!(wanted(&headers, 100, "\"v\""), Wanted::Whole);
        headers.insert(header::IF_RANGE, "\"v\"".parse().unwrap());
        assert_eq!(wanted(&headers, 100, "\"v\""), Wanted::Part { first: 1, end: 3 });
    }
}
