//! Fields of a submitted form that is shown again.

/// The fields of a form as they were submitted.
#[derive(Clone)]
pub struct SubmittedForm(pub Vec<(String, String)>);

impl SubmittedForm {
    /// Returns the value of a field.
    pub fn value(&self, field: &str) -> Option<String> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone())
    }

    /// Returns whether a field, which may be repeated, had this value.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.0.iter().any(|(name, submitted)| name == field && submitted == value)
    }
}
