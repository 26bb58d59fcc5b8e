//! Mappings of the columns of a call log to the fields of our own format.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// The source of calls whose mapping names none.
const SOURCE: &str = "csv";

/// A description of a call log, which the operator writes in TOML. Names of columns are compared
/// without regard to case, blanks and punctuation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallLogSpec {
    /// The calls' source; with the source's id it identifies a call.
    #[serde(default = "source")]
    pub source: String,
    /// The character between cells; recognised if not given.
    pub separator: Option<char>,
    /// Names of the columns, in order, of a file without a header.
    pub columns: Option<Vec<String>>,
    /// Conditions: accepted values by column. Rows that do not meet them are ignored.
    #[serde(default)]
    pub when: BTreeMap<String, Vec<String>>,
    /// Columns by field of our format (`customer.name` for a nested one).
    pub fields: BTreeMap<String, ColumnSpec>,
    /// Fixed values by field.
    #[serde(default)]
    pub fixed: BTreeMap<String, Value>,
    /// Translations of values by field; `*` matches any other value.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
}

/// The column of a field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum ColumnSpec {
    /// One column.
    One(String),
    /// The first of several that is not blank.
    First(Vec<String>),
}

impl ColumnSpec {
    pub(super) fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::First(names) => names,
        }
    }
}

fn source() -> String {
    SOURCE.to_owned()
}
