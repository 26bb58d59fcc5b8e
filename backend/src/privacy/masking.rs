//! Masking of caller numbers by role, on pages and in files.

use earshot_domain::{CallerView, Permission, Role};

/// Returns the number as shown to `role` on a page.
pub(crate) fn on_page(number: Option<&str>, role: Role) -> CallerView {
    match number {
        None => CallerView::Absent,
        Some(number) if role.may(Permission::ViewCallers) => CallerView::Full(number.to_owned()),
        Some(number) => CallerView::last_four(number),
    }
}

/// Masking of numbers in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileMask {
    /// Replaced completely: Client Staff.
    Redacted,
    /// Four asterisks and the last four digits: Client Admin and Client Manager.
    LastFour,
    /// In full: the sensitive option.
    Full,
}

impl FileMask {
    /// Returns the number as a cell, empty if the source has none.
    pub(crate) fn cell(self, number: Option<&str>) -> String {
        match (number, self) {
            (None, _) => String::new(),
            (Some(_), Self::Redacted) => "[REDACTED]".to_owned(),
            (Some(number), Self::Full) => number.to_owned(),
            (Some(number), Self::LastFour) => {
                let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
                let tail: String = digits[digits.len().saturating_sub(4)..].iter().collect();
                format!("****{tail}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_see_four_digits_on_pages_and_no_number_in_files() {
        let number = Some("+12025550160");
        assert_eq!(FileMask::Redacted.cell(number), "[REDACTED]");
        assert_eq!(on_page(number, Role::ClientStaff).label(), "•••• 0160");
        assert_eq!(on_page(number, Role::ClientManager).label(), "+12025550160");
    }

    #[test]
    fn a_missing_number_is_an_empty_cell() {
        for mask in [FileMask::Redacted, FileMask::LastFour, FileMask::Full] {
            assert_eq!(mask.cell(None), "");
        }
        assert_eq!(FileMask::LastFour.cell(Some("+12025550160")), "****0160");
    }
}
