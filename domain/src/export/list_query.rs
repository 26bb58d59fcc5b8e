//! Query of the list of background exports for programs.

use crate::{FieldError, conversation_list::parse_limit};

/// Query of the list of a key's exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportListQuery {
    /// Exports per response, 1 to 100.
    pub limit: u32,
    /// Where to continue.
    pub cursor: Option<String>,
}

impl ExportListQuery {
    /// Names of its parameters.
    pub const PARAMETERS: &[&str] = &["limit", "cursor"];

    /// Parses query pairs; blank values are ignored.
    ///
    /// # Errors
    /// An invalid limit. The cursor is opaque, and checked where it is used.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, Vec<FieldError>> {
        let one = |wanted: &str| {
            let values = pairs.iter().filter(|(name, _)| name == wanted);
            values.map(|(_, value)| value.trim()).find(|value| !value.is_empty())
        };
        let limit = parse_limit(one("limit")).map_err(|error| vec![error])?;
        Ok(Self { limit, cursor: one("cursor").map(str::to_owned) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_values_are_ignored_and_limits_are_bounded() {
        let parse = |query: &str| {
            let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            ExportListQuery::parse(&pairs)
        };
        assert_eq!(parse("cursor=&limit="), Ok(ExportListQuery { limit: 20, cursor: None }));
        let cursor = Some("5.x".to_owned());
        assert_eq!(parse("limit=100&cursor=5.x"), Ok(ExportListQuery { limit: 100, cursor }));
        for limit in ["0", "101", "-1", "many"] {
            let errors = parse(&format!("limit={limit}")).unwrap_err();
            assert_eq!(errors[0].field, "limit", "{limit}");
        }
    }
}
