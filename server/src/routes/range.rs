//! Which bytes a request wants: one range of RFC 9110, and nothing more.

use axum::http::{HeaderMap, header};

/// What is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RequestedRange {
    /// All of it.
    Full,
    /// From `first` up to, not including, `end`; never empty.
    Partial {
        /// The first byte.
        first: u64,
        /// The byte after the last.
        end: u64,
    },
    /// A range that begins beyond the end.
    Unsatisfiable,
}

/// Reads `Range` and `If-Range`. What cannot be read, and several ranges at once, mean the whole.
pub(super) fn requested_range(headers: &HeaderMap, length: u64, version: &str) -> RequestedRange {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(range) = text(header::RANGE) else { return RequestedRange::Full };
    // A date never fits: versions are named by tags alone.
    if headers.contains_key(header::IF_RANGE) && text(header::IF_RANGE) != Some(version) {
        return RequestedRange::Full;
    }
    let Some((first, last)) = range
        .strip_prefix("bytes=")
        .filter(|ranges| !ranges.contains(','))
        .and_then(|range| range.trim().split_once('-'))
    else {
        return RequestedRange::Full;
    };
    match (number(first), number(last)) {
        (Number::Some(first), Number::None) => part(first, length, length),
        (Number::Some(first), Number::Some(last)) if first <= last => {
            part(first, last.saturating_add(1).min(length), length)
        }
        (Number::None, Number::Some(suffix)) if suffix > 0 => {
            part(length.saturating_sub(suffix), length, length)
        }
        (Number::None, Number::Some(_)) => RequestedRange::Unsatisfiable,
        _ => RequestedRange::Full,
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

fn part(first: u64, end: u64, length: u64) -> RequestedRange {
    if first >= length {
        RequestedRange::Unsatisfiable
    } else {
        RequestedRange::Partial { first, end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &str) -> RequestedRange {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        requested_range(&headers, 100, "\"v\"")
    }

    #[test]
    fn one_range_is_served_within_the_length() {
        assert_eq!(asked("bytes=0-0"), RequestedRange::Partial { first: 0, end: 1 });
        assert_eq!(asked("bytes=10-"), RequestedRange::Partial { first: 10, end: 100 });
        assert_eq!(asked("bytes=10-5000"), RequestedRange::Partial { first: 10, end: 100 });
        assert_eq!(asked("bytes=-30"), RequestedRange::Partial { first: 70, end: 100 });
        assert_eq!(asked("bytes=-300"), RequestedRange::Partial { first: 0, end: 100 });
        assert_eq!(
            asked("bytes=0-99999999999999999999999"),
            RequestedRange::Partial { first: 0, end: 100 }
        );
    }

    #[test]
    fn a_range_beyond_the_end_cannot_be_had() {
        for beyond in ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999999-"]
        {
            assert_eq!(asked(beyond), RequestedRange::Unsatisfiable, "{beyond}");
        }
    }

    #[test]
    fn what_cannot_be_read_means_the_whole() {
        for odd in ["bytes=5-3", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=-", "bytes"] {
            assert_eq!(asked(odd), RequestedRange::Full, "{odd}");
        }
    }

    #[test]
    fn another_version_is_sent_whole() {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, "bytes=1-2".parse().unwrap());
        headers.insert(header::IF_RANGE, "\"other\"".parse().unwrap());
        assert_eq!(requested_range(&headers, 100, "\"v\""), RequestedRange::Full);
        headers.insert(header::IF_RANGE, "\"v\"".parse().unwrap());
        assert_eq!(
            requested_range(&headers, 100, "\"v\""),
            RequestedRange::Partial { first: 1, end: 3 }
        );
    }
}
