//! Classification of national ids: social security, health and tax numbers.

use super::{
    checksum,
    cue::Cue,
    digit_run::{Separator, Window, with_digits},
};

/// Returns how many of the first groups of `windows` form a national id.
pub(super) fn national_id(text: &str, windows: &[Window], cue: Option<Cue>) -> Option<usize> {
    [11, 10, 9, 8].iter().find_map(|length| {
        let window = with_digits(windows, *length)?;
        (is_announced(window, cue) || is_checked(text, window, cue)).then_some(window.groups.len())
    })
}

/// Whether a written number has the grouping and the check digit of a national id.
fn is_checked(text: &str, window: &Window, cue: Option<Cue>) -> bool {
    if !window.written || window.separator != Separator::Tight {
        return false;
    }
    let digits = window.digits();
    let is_social = window.sizes_are(&[3, 2, 4]) && checksum::social_security(digits);
    let is_medicare = (window.sizes_are(&[4, 5, 1]) || window.sizes_are(&[4, 5, 1, 1]))
        && checksum::medicare(digits);
    // Telephone numbers share these groupings, but rarely with spaces only and a valid checksum.
    let is_health =
        window.sizes_are(&[3, 3, 4]) && !digits[3..].starts_with(b"555") && checksum::nhs(digits);
    let is_tax = window.sizes_are(&[3, 3, 3]) && checksum::tax_file(digits);
    is_social
        || is_medicare
        || ((is_health || is_tax) && cue != Some(Cue::Phone) && has_only_spaces(text, window))
}

fn has_only_spaces(text: &str, window: &Window) -> bool {
    let [first, .., last] = window.groups else { return false };
    text[first.start..last.end].bytes().all(|byte| byte.is_ascii_digit() || byte == b' ')
}

/// Whether a cue announces a national id of this length.
fn is_announced(window: &Window, cue: Option<Cue>) -> bool {
    let length = window.digits().len();
    window.separator != Separator::Slash
        && match cue {
            Some(Cue::SocialSecurity) => length == 9,
            Some(Cue::Health) => length == 10,
            Some(Cue::TaxFile) => matches!(length, 8 | 9),
            Some(Cue::Medicare) => matches!(length, 10 | 11),
            _ => false,
        }
}
