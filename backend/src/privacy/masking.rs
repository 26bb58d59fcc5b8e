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

/// What stands in a file for a value that is not shown.
const REDACTED: &str = "[REDACTED]";

impl FileMask {
    /// Returns the number as a cell, empty if the source has none.
    pub(crate) fn cell(self, number: Option<&str>) -> String {
        match (number, self) {
            (None, _) => String::new(),
            (Some(_), Self::Redacted) => REDACTED.to_owned(),
            (Some(number), Self::Full) => number.to_owned(),
            (Some(number), Self::LastFour) => {
                let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
                let tail: String = digits[digits.len().saturating_sub(4)..].iter().collect();
                format!("****{tail}")
            }
        }
    }

    /// Returns an e-mail address as a cell: its domain alone, unless it is shown in full.
    pub(crate) fn email(self, address: &str) -> String {
        match self {
            Self::Redacted => REDACTED.to_owned(),
            Self::Full => address.to_owned(),
            Self::LastFour => match address.rsplit_once('@') {
                Some((_, domain)) => format!("****@{domain}"),
                None => "****".to_owned(),
            },
        }
    }

    /// Returns a person's name as a cell; only files with whole numbers show it.
    pub(crate) fn name(self, name: &str) -> String {
        match self {
            Self::Full => name.to_owned(),
            Self::Redacted | Self::LastFour => REDACTED.to_owned(),
        }
    }

    /// Returns the name of a person's organisation as a cell.
    pub(crate) fn organisation(self, name: &str) -> String {
        match self {
            Self::Full | Self::LastFour => name.to_owned(),
            Self::Redacted => REDACTED.to_owned(),
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

    #[test]
    fn e_mail_addresses_keep_their_domain_and_names_nothing() {
        let shown = |mask: FileMask| {
            [mask.email("ann@example.com"), mask.name("Ann Lee"), mask.organisation("Harbour")]
        };
        assert_eq!(shown(FileMask::Full), ["ann@example.com", "Ann Lee", "Harbour"]);
        assert_eq!(shown(FileMask::LastFour), ["****@example.com", "[REDACTED]", "Harbour"]);
        assert_eq!(shown(FileMask::Redacted), ["[REDACTED]"; 3]);
        assert_eq!(FileMask::LastFour.email("not an address"), "****");
    }
}
