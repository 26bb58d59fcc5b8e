//! Mappings of the columns of a call log to the fields of our own format.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{OWN_FIELDS, own_call, own_fault},
    calls::Record,
    values::of_field,
};

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

impl CallLogSpec {
    /// Checks what does not depend on a file; the error says what is wrong.
    pub fn check(&self) -> Result<(), String> {
        let mapped = || self.fields.keys().chain(self.fixed.keys());
        for field in mapped().chain(self.values.keys()) {
            let outer = field.split('.').next().unwrap_or_default();
            if !OWN_FIELDS.contains(&outer) || matches!(outer, "transcript" | "legs") {
                return Err(format!("maps `{field}`, which is not a field of a call log"));
            }
        }
        if !mapped().any(|field| field == "started_at") {
            return Err("must map `started_at`".to_owned());
        }
        if let Some(fault) = self.value_fault() {
            return Err(fault);
        }
        let call = json!({
            "source_id": "1", "started_at": "1970-01-01T00:00:00Z", "status": "unknown", "total_seconds": 0,
        });
        // Names of sources have rules of their own.
        own_call(&self.source, &call, Vec::new())?;
        match self.separator {
            Some(separator) if !separator.is_ascii() || separator == '"' => {
                Err("separator: must be one ASCII character, not a quotation mark".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// The first fixed value or translation that its field would never accept.
    fn value_fault(&self) -> Option<String> {
        let fixed = self.fixed.iter().map(|(field, value)| (field, Some(value.clone())));
        let words = self.values.iter().flat_map(|(field, words)| {
            words.values().map(move |word| (field, of_field(field, word)))
        });
        fixed.chain(words).find_map(|(field, value)| {
            let mut record = Record::default();
            for (field, value) in
                [("source_id", "1"), ("started_at", "1970-01-01T00:00:00Z"), ("status", "unknown")]
            {
                record.set(field, value.into());
            }
            record.set(field, value.unwrap_or_default());
            let fault = own_fault(&record.into_value())?;
            Some(format!("has a value that its field does not accept: {fault}"))
        })
    }
}
