//! Description of the calls of an export, in words.

use crate::CallFilter;

/// Which calls a background export is of.
#[derive(Debug, Clone, Copy)]
pub struct ExportSelection<'a> {
    /// Filter of the calls.
    pub filter: &'a CallFilter,
    /// Number of calls chosen one by one; 0 when the filter alone decides.
    pub chosen: usize,
    /// Contact whose calls alone are exported, as the reader may see it.
    pub contact: Option<&'a str>,
    /// Tags that each of the calls must have.
    pub tags: &'a [String],
}

impl ExportSelection<'_> {
    /// Names what was chosen, the filter and the tags: `2 chosen calls`, `Calls of contact Ann Marlow, Status:
    /// Missed` or `All calls`.
    pub fn describe(&self) -> String {
        let chosen = match self.chosen {
            0 => None,
            1 => Some("1 chosen call".to_owned()),
            chosen => Some(format!("{chosen} chosen calls")),
        };
        let contact = self.contact.map(|contact| format!("Calls of contact {contact}"));
        let filter = (*self.filter != CallFilter::default()).then(|| self.filter.describe());
        let tags = match self.tags {
            [] => None,
            [tag] => Some(format!("Tag: {tag}")),
            tags => Some(format!("All of the tags: {}", tags.join(", "))),
        };
        let parts: Vec<String> = [chosen, contact, filter, tags].into_iter().flatten().collect();
        if parts.is_empty() { self.filter.describe() } else { parts.join(", ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ListQuery;

    #[test]
    fn every_part_of_a_selection_is_named() {
        let filter = ListQuery::parse("status=missed").filter;
        let tags = ["vip".to_owned(), "billing".to_owned()];
        let all = CallFilter::default();
        let of = |filter, chosen, contact, tags| {
            ExportSelection { filter, chosen, contact, tags }.describe()
        };
        assert_eq!(of(&all, 0, None, &[]), "All calls");
        assert_eq!(of(&all, 1, None, &[]), "1 chosen call");
        assert_eq!(of(&all, 0, Some("Ann"), &tags[..1]), "Calls of contact Ann, Tag: vip");
        assert_eq!(
            of(&filter, 2, None, &tags),
            "2 chosen calls, Status: Missed, All of the tags: vip, billing"
        );
    }
}
