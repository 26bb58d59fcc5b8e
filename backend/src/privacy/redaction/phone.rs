//! Which digits are a telephone number.

use rlibphonenumber::{PhoneNumber, enums::Region};

use super::{
    cue::Cue,
    digit_run::{Joint, Window},
};

/// The rarer ways to group the ten digits of a North American number.
const NORTH_AMERICAN: [&[usize]; 5] =
    [&[3, 7], &[1, 10], &[1, 3, 7], &[3, 3, 2, 2], &[1, 3, 3, 2, 2]];

/// Whether a plus and these digits make an international number that exists.
pub(super) fn exists_abroad(digits: &[u8]) -> bool {
    let Ok(digits) = str::from_utf8(digits) else { return false };
    PhoneNumber::parse(format!("+{digits}"), None).is_ok_and(|number| number.is_valid())
}

fn exists_in(digits: &[u8], region: Region) -> bool {
    str::from_utf8(digits).is_ok_and(|digits| {
        PhoneNumber::parse(digits, Some(region)).is_ok_and(|number| number.is_valid())
    })
}

/// Whether written digits look like a telephone number whatever stands before them, except the
/// word for a thing that has a number of its own.
pub(super) fn is_shaped(window: &Window, cue: Option<Cue>) -> bool {
    if !window.written || window.joint > Joint::Slash {
        return false;
    }
    if let [group] = window.groups {
        return cue != Some(Cue::Thing) && group.size() >= 10 && is_shaped_bare(window.digits());
    }
    is_north_american(window)
        || is_grouped_with_prefix(window)
        || is_local(window, cue)
        || (cue != Some(Cue::Thing) && is_odd_but_valid(window))
}

/// Digits without any grouping: only what a dialling plan knows.
fn is_shaped_bare(digits: &[u8]) -> bool {
    match digits {
        [b'0', b'0', ..] | [b'0', b'1', b'1', ..] => (11..=18).contains(&digits.len()),
        [b'0', ..] => matches!(digits.len(), 10 | 11),
        [b'1', national @ ..] if national.len() == 10 => is_area_and_exchange(national),
        [b'4', b'4', ..] if digits.len() == 12 => true,
        [b'6', b'1', ..] if digits.len() == 11 => true,
        _ if digits.len() == 10 => is_area_and_exchange(digits) || exists_in(digits, Region::US),
        // What starts so is the time of day in digits more often than a number.
        [b'1', ..] | [b'2', b'0', ..] => false,
        _ => (11..=15).contains(&digits.len()) && exists_abroad(digits),
    }
}

fn is_area_and_exchange(digits: &[u8]) -> bool {
    digits[0] >= b'2' && digits[3] >= b'2'
}

fn is_north_american(window: &Window) -> bool {
    let digits = window.digits();
    let bare = digits.strip_prefix(b"1").filter(|rest| rest.len() == 10).unwrap_or(digits);
    window.sizes_are(&[3, 3, 4])
        || (digits[0] == b'1' && window.sizes_are(&[1, 3, 3, 4]))
        || (bare.len() == 10
            && is_area_and_exchange(bare)
            && window.joint <= Joint::Comma
            && NORTH_AMERICAN.iter().any(|sizes| window.sizes_are(sizes)))
}

/// National numbers with a zero in front, and those of services and of countries without a plus.
fn is_grouped_with_prefix(window: &Window) -> bool {
    let digits = window.digits();
    if window.joint > Joint::Comma || window.groups.len() > 7 {
        return false;
    }
    let first = window.groups[0].size();
    match digits {
        [b'0', b'0', ..] | [b'0', b'1', b'1', ..] if (11..=18).contains(&digits.len()) => {
            (2..=7).contains(&first)
        }
        [b'0', ..] => matches!(digits.len(), 10 | 11) && first >= 2,
        [b'1', b'3' | b'8', b'0', b'0', ..] => window.sizes_are(&[4, 3, 3]),
        [b'4', b'4', ..] | [b'6', b'1', ..] => {
            first == 2 && matches!(digits.len(), 11..=13) && window.joint == Joint::Tight
        }
        _ => false,
    }
}

/// Seven digits: fiction's 555, or three and four with a hyphen.
fn is_local(window: &Window, cue: Option<Cue>) -> bool {
    let digits = window.digits();
    let hyphen = window.groups[1].start - window.groups[0].end == 1;
    window.sizes_are(&[3, 4])
        && window.joint == Joint::Tight
        && (digits.starts_with(b"555") || (cue != Some(Cue::Thing) && hyphen && digits[0] >= b'2'))
}

/// Ten digits in an odd grouping that are a number in the North American plan.
fn is_odd_but_valid(window: &Window) -> bool {
    let digits = window.digits();
    digits.len() == 10
        && matches!(digits[0], b'2'..=b'9')
        && window.joint == Joint::Tight
        && window.groups.len() <= 5
        && window.groups.iter().all(|group| group.size() >= 2)
        && !window.sizes_are(&[5, 5])
        && exists_in(digits, Region::US)
}

/// Whether digits that were announced as a telephone number can be one.
pub(super) fn is_plausible(window: &Window) -> bool {
    (7..=15).contains(&window.digits().len())
}
