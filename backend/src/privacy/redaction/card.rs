//! Classification of payment card numbers.

use super::{
    checksum,
    cue::Cue,
    digit_run::{Separator, Window, with_digits},
};

/// Lengths of card numbers, the most common first.
const CARD_LENGTHS: [usize; 7] = [16, 15, 14, 13, 19, 18, 17];
/// Groupings of card numbers with groups of more than four digits.
const CARD_GROUPS: [&[usize]; 3] = [&[4, 6, 5], &[4, 6, 4], &[8, 8]];

/// Returns how many of the first groups of `windows` form a card number.
pub(super) fn card(windows: &[Window], cue: Option<Cue>) -> Option<usize> {
    CARD_LENGTHS.iter().find_map(|length| {
        let window = with_digits(windows, *length)?;
        is_card(window, cue).then_some(window.groups.len())
    })
}

fn is_card(window: &Window, cue: Option<Cue>) -> bool {
    let digits = window.digits();
    if window.separator == Separator::Slash {
        return false;
    }
    let announced = cue == Some(Cue::Card);
    let issued = match digits[0] {
        b'3'..=b'6' => true,
        b'2' | b'8' | b'9' => digits.len() >= 16,
        _ => false,
    };
    let grouped = window.groups.len() == 1
        || window.groups.iter().all(|group| group.size() <= 4)
        || CARD_GROUPS.iter().any(|sizes| window.sizes_are(sizes));
    (checksum::luhn(digits) && issued && (grouped || announced))
        || (announced && digits.len() == 16)
}
