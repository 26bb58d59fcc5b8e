//! Columns of exports that a person saved under a name.

use serde::{Deserialize, Serialize};

use super::{ColumnSet, ExportRequest, ExportTable};
use crate::{FieldError, values};

/// Highest number of sets of columns that one person can save.
pub const MAX_FIELD_SETS: usize = 20;
const MAX_NAME: usize = 50;

/// Chosen columns under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ExportFieldSet {
    /// The name, unique to the person.
    pub name: String,
    /// Whether they are columns of a row per message.
    pub by_message: bool,
    /// The columns, in order.
    pub fields: Vec<String>,
}

impl ExportFieldSet {
    /// Field of the name of a set that is saved.
    pub const NAME: &'static str = "set_name";
    /// Field of the name of a set that is deleted.
    pub const DELETE: &'static str = "delete_set";

    /// The chosen columns of a request under a name.
    ///
    /// # Errors
    /// The field that is invalid, when no single columns are chosen, or for a name without text or of
    /// more than 50 characters.
    pub fn of(request: &ExportRequest, name: &str) -> Result<Self, FieldError> {
        let name = Self::parse_name(Self::NAME, name)?;
        let fields: Vec<String> = match &request.table {
            ExportTable::Calls { fields, .. } => fields.iter().map(ToString::to_string).collect(),
            ExportTable::Messages { fields } => fields.iter().map(ToString::to_string).collect(),
        };
        if fields.is_empty() {
            return Err(FieldError::new("field", "must be ticked one by one to be saved"));
        }
        Ok(Self { name, by_message: request.by_message(), fields })
    }

    /// Parses the name of a set in a field.
    ///
    /// # Errors
    /// The field, for a name without text, of more than 50 characters, or with NUL.
    pub fn parse_name(field: &str, name: &str) -> Result<String, FieldError> {
        let name = name.trim();
        if name.is_empty() {
            return Err(FieldError::new(field, "must not be empty"));
        }
        values::text(field, name, MAX_NAME)
    }

    /// The request with these columns; columns that are no longer known are left out.
    pub fn apply(&self, request: &ExportRequest) -> ExportRequest {
        fn known<T: std::str::FromStr>(fields: &[String]) -> Vec<T> {
            fields.iter().filter_map(|field| field.parse().ok()).collect()
        }
        let table = if self.by_message {
            ExportTable::Messages { fields: known(&self.fields) }
        } else {
            ExportTable::Calls { set: ColumnSet::Conversations, fields: known(&self.fields) }
        };
        ExportRequest { table, columns_chosen: true, ..request.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CallFilter, ExportFormat, ExportRequestForm};

    fn request(query: &str) -> ExportRequest {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        ExportRequestForm::parse(&pairs).request
    }

    #[test]
    fn saved_columns_are_applied_to_another_request() {
        let set = ExportFieldSet::of(&request("mode=messages&field=text&field=speaker"), " Lines ")
            .unwrap();
        assert_eq!((set.name.as_str(), set.by_message), ("Lines", true));
        let other = ExportRequest::new(CallFilter::default(), ExportFormat::Xlsx);
        let applied = set.apply(&other).to_query();
        assert_eq!(applied, "format=xlsx&mode=messages&field=text&field=speaker");
    }

    #[test]
    fn a_set_has_a_name_and_columns() {
        let refused =
            |query: &str, name: &str| ExportFieldSet::of(&request(query), name).unwrap_err().field;
        assert_eq!(refused("field=caller", " "), "set_name");
        let long = "x".repeat(51);
        assert_eq!(refused("field=caller", &long), "set_name");
        assert_eq!(refused("field=caller", "a\0b"), "set_name");
        assert_eq!(refused("set=calls", "Mine"), "field");
    }
}
