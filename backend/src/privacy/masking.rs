//! Masking of caller numbers by role, on pages and in files.

use earshot_domain::{CallerView, Permission, Role};

use super::{
    numbers::{WITHHELD, Written},
    redaction::redact,
};

/// Digits of a number below which four would be all or most of it.
const MIN_DIGITS: usize = 7;

/// Returns the number as shown to `role` on a page.
pub(crate) fn on_page(number: Option<&str>, role: Role) -> CallerView {
    let Some(number) = number else { return CallerView::Absent };
    match Written::read(number) {
        Written::Withheld => CallerView::Withheld,
        _ if role.may(Permission::ViewCallers) => CallerView::Full(number.to_owned()),
        written => last_four(&written).map_or(CallerView::Masked, CallerView::LastFour),
    }
}

/// The last four digits of a number, or of the user of a SIP address; `None` if it has few.
fn last_four(number: &Written) -> Option<String> {
    let digits = number.dialled()?.digits;
    let start = digits.len().checked_sub(4).filter(|_| digits.len() >= MIN_DIGITS)?;
    digits.get(start..).map(str::to_owned)
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
        let Some(number) = number else { return String::new() };
        match (Written::read(number), self) {
            (Written::Withheld, _) => WITHHELD.to_owned(),
            (_, Self::Redacted) => REDACTED.to_owned(),
            (_, Self::Full) => number.to_owned(),
            (written, Self::LastFour) => {
                format!("****{}", last_four(&written).unwrap_or_default())
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

    /// Returns the name of a person's organisation as a cell, without personal details that the source
    /// wrote into it.
    pub(crate) fn organisation(self, name: &str) -> String {
        match self {
            Self::Full => name.to_owned(),
            Self::LastFour => redact(name).text,
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
    fn pages_and_files_show_the_same_digits() {
        for (number, page, file) in [
            ("+1 202 555 0160", "•••• 0160", "****0160"),
            ("+1 202 555 0160 x12", "•••• 0160", "****0160"),
            ("sip:+12025550160@203.0.113.7", "•••• 0160", "****0160"),
            ("sip:nina@203.0.113.77", "••••", "****"),
            ("sip:1001@203.0.113.77", "••••", "****"),
            ("7000", "••••", "****"),
            ("555016", "••••", "****"),
            ("Front desk", "••••", "****"),
        ] {
            assert_eq!(on_page(Some(number), Role::ClientStaff).label(), page, "{number}");
            assert_eq!(FileMask::LastFour.cell(Some(number)), file, "{number}");
            assert_eq!(FileMask::Redacted.cell(Some(number)), "[REDACTED]", "{number}");
        }
    }

    #[test]
    fn a_withheld_number_is_said_to_be_to_every_role() {
        for number in ["anonymous", "RESTRICTED", "<sip:Anonymous@anonymous.invalid>"] {
            for role in Role::ALL {
                assert_eq!(on_page(Some(number), *role), CallerView::Withheld, "{number}");
            }
            for mask in [FileMask::Redacted, FileMask::LastFour, FileMask::Full] {
                assert_eq!(mask.cell(Some(number)), "Withheld", "{number}");
            }
        }
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
        let organisation = FileMask::LastFour.organisation("Harbour, +44 7700 900123");
        assert_eq!(organisation, "Harbour, [PHONE]");
    }
}
