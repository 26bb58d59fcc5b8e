//! Classification of telephone numbers.

use rlibphonenumber::{PhoneNumber, enums::Region};

use super::{
    cue::Cue,
    digit_run::{Separator, Window},
};

/// Less common groupings of the ten digits of a North American number.
const NORTH_AMERICAN: [&[usize]; 5] =
    [&[3, 7], &[1, 10], &[1, 3, 7], &[3, 3, 2, 2], &[1, 3, 3, 2, 2]];

/// Whether a plus and these digits form a valid international number.
pub(super) fn is_valid_international(digits: &[u8]) -> bool {
    let Ok(digits) = str::from_utf8(digits) else { return false };
    PhoneNumber::parse(format!("+{digits}"), None).is_ok_and(|number| number.is_valid())
}

fn is_valid_in(digits: &[u8], region: Region) -> bool {
    str::from_utf8(digits).is_ok_and(|digits| {
        PhoneNumber::parse(digits, Some(region)).is_ok_and(|number| number.is_valid())
    })
}

/// Whether written digits have the form of a telephone number, whatever precedes them except a cue
/// of a reference number.
pub(super) fn is_shaped(window: &Window, cue: Option<Cue>) -> bool {
    if !window.written || window.separator > Separator::Slash {
        return false;
    }
    if let [group] = window.groups {
        return cue != Some(Cue::Reference)
            && group.size() >= 10
            && is_shaped_ungrouped(window.digits());
    }
    is_north_american(window)
        || is_grouped_with_prefix(window)
        || is_local(window, cue)
        || (cue != Some(Cue::Reference) && is_valid_despite_grouping(window))
}

/// Whether digits without grouping follow a dialling plan.
fn is_shaped_ungrouped(digits: &[u8]) -> bool {
    match digits {
        [b'0', b'0', ..] | [b'0', b'1', b'1', ..] => (11..=18).contains(&digits.len()),
        [b'0', ..] => matches!(digits.len(), 10 | 11),
        [b'1', national @ ..] if national.len() == 10 => is_area_and_exchange(national),
        [b'4', b'4', ..] if digits.len() == 12 => true,
        [b'6', b'1', ..] if digits.len() == 11 => true,
        _ if digits.len() == 10 => is_area_and_exchange(digits) || is_valid_in(digits, Region::US),
        // Such digits are more often a timestamp than a telephone number.
        [b'1', ..] | [b'2', b'0', ..] => false,
        _ => (11..=15).contains(&digits.len()) && is_valid_international(digits),
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
            && window.separator <= Separator::Comma
            && NORTH_AMERICAN.iter().any(|sizes| window.sizes_are(sizes)))
}

/// Whether the groups form a national number with a leading zero, a service number, or a country code
/// without a plus.
fn is_grouped_with_prefix(window: &Window) -> bool {
    let digits = window.digits();
    let first = window.groups[0].size();
    // Unusual signs stand in dates and sums too, but not behind a whole prefix.
    let separated = window.separator <= Separator::Comma
        || (window.separator <= Separator::Slash && first >= 4);
    if !separated || window.groups.len() > 7 {
        return false;
    }
    match digits {
        [b'0', b'0', ..] | [b'0', b'1', b'1', ..] if (11..=18).contains(&digits.len()) => {
            (2..=7).contains(&first)
        }
        [b'0', ..] => matches!(digits.len(), 10 | 11) && first >= 2,
        [b'1', b'3' | b'8', b'0', b'0', ..] => window.sizes_are(&[4, 3, 3]),
        [b'4', b'4', ..] | [b'6', b'1', ..] => {
            first == 2 && matches!(digits.len(), 11..=13) && window.separator == Separator::Tight
        }
        _ => false,
    }
}

/// Whether seven digits are a local number: a fictional 555 number, or three and four with a hyphen.
fn is_local(window: &Window, cue: Option<Cue>) -> bool {
    let digits = window.digits();
    let hyphen = window.groups[1].start.saturating_sub(window.groups[0].end) == 1;
    window.sizes_are(&[3, 4])
        && window.separator == Separator::Tight
        && (digits.starts_with(b"555")
            || (cue != Some(Cue::Reference) && hyphen && digits[0] >= b'2'))
}

/// Whether ten digits in an unusual grouping are a valid North American number.
fn is_valid_despite_grouping(window: &Window) -> bool {
    let digits = window.digits();
    digits.len() == 10
        && matches!(digits[0], b'2'..=b'9')
        && window.separator == Separator::Tight
        && window.groups.len() <= 5
        && window.groups.iter().all(|group| group.size() >= 2)
        && !window.sizes_are(&[5, 5])
        && is_valid_in(digits, Region::US)
}

/// Whether digits announced as a telephone number can be one.
pub(super) fn is_plausible(window: &Window) -> bool {
    (7..=15).contains(&window.digits().len())
}
