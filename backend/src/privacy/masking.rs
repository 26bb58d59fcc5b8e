//! How much of a caller's number each role sees, on a page and in a file.

use earshot_domain::{CallerView, Permission, Role};

/// The number as a page shows it to `role`.
pub(crate) fn on_page(number: Option<&str>, role: Role) -> CallerView {
    match number {
        None => CallerView::Absent,
        Some(number) if role.may(Permission::ViewCallers) => CallerView::Full(number.to_owned()),
        Some(number) => CallerView::last_four(number),
    }
}

/// How a file writes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileMask {
    /// Nothing of it: Staff.
    Redacted,
    /// Four stars and the last four digits: Admin and Manager.
    LastFour,
    /// All of it: the sensitive option.
    Full,
}

impl FileMask {
    /// The number as a cell; empty when the source has none.
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
    fn staff_see_no_number_in_a_file_and_four_digits_on_a_page() {
        let number = Some("+12025550160");
        assert_eq!(FileMask::Redacted.cell(number), "[REDACTED]");
        assert_eq!(on_page(number, Role::ClientStaff).words(), "•••• 0160");
        assert_eq!(on_page(number, Role::ClientManager).words(), "+12025550160");
    }

    #[test]
    fn a_missing_number_is_an_empty_cell_for_everybody() {
        for mask in [FileMask::Redacted, FileMask::LastFour, FileMask::Full] {
            assert_eq!(mask.cell(None), "");
        }
        assert_eq!(FileMask::LastFour.cell(Some("+12025550160")), "****0160");
    }
}
