//! Single byte ranges of RFC 9110.

use axum::http::{HeaderMap, header};

/// Bytes that a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RequestedRange {
    /// The full content.
    Full,
    /// From `first` up to but excluding `end`; never empty.
    Partial {
        /// The first byte.
        first: u64,
        /// The byte after the last.
        end: u64,
    },
    /// A range that begins after the end.
    Unsatisfiable,
}

/// Parses `Range` and `If-Range`. Invalid and multiple ranges are ignored: the full content is sent.
pub(super) fn requested_range(headers: &HeaderMap, length: u64, version: &str) -> RequestedRange {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(range) = text(header::RANGE) else { return RequestedRange::Full };
    // A date never matches: versions have entity tags only.
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
            // A number that overflows is after any end.
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
    fn a_range_after_the_end_is_unsatisfiable() {
        for beyond in ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999999-"]
        {
            assert_eq!(asked(beyond), RequestedRange::Unsatisfiable, "{beyond}");
        }
    }

    #[test]
    fn an_invalid_range_means_the_full_content() {
        for odd in ["bytes=5-3", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=-", "bytes"] {
            assert_eq!(asked(odd), RequestedRange::Full, "{odd}");
        }
    }

    #[test]
    fn another_version_is_sent_in_full() {
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
