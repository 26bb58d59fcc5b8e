//! Checks of a mapping that do not depend on a file.

use serde_json::json;

use super::{
    super::{CallLogSpec, OWN_FIELDS, own_call, own_fault},
    calls::Record,
    values::of_field,
};

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
