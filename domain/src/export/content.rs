//! Contents of an export: the parts of each conversation that its files include.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::code::codes;

codes! {
    /// Part of a conversation (docs/compatibility.md#askvault-contents).
    ExportContent {
        /// All turns.
        Messages = "messages", "Messages";
        /// The customer, where the source verified the identity.
        Customer = "customer", "Customer";
        /// Tags and audience.
        Tags = "tags", "Tags and audience";
        /// Function calls with parameters and results.
        FunctionCalls = "function_calls", "Function calls";
        /// Post-call analysis.
        Analysis = "analysis", "Analysis";
        /// Sources that the receptionist cited.
        Citations = "citations", "Citations";
        /// Skills that the receptionist used.
        Skills = "skills", "Skills";
        /// Internal notes.
        Notes = "notes", "Internal notes";
        /// Claim, escalate and resolve events, and the review history.
        AuditLog = "audit_log", "Audit log";
        /// Recordings, in a ZIP.
        Recordings = "recordings", "Recordings";
    }
}

impl ExportContent {
    /// Whether an export includes it unless it is left out
    /// (docs/compatibility.md#askvault-contents).
    pub const fn by_default(self) -> bool {
        matches!(self, Self::Messages | Self::Customer | Self::Tags)
    }
}

/// The contents that differ from the default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct ExportContents(BTreeMap<ExportContent, bool>);

impl ExportContents {
    /// Exactly these contents.
    pub fn only(chosen: &[ExportContent]) -> Self {
        let mut contents = Self::default();
        for content in ExportContent::ALL {
            contents.set(*content, chosen.contains(content));
        }
        contents
    }

    /// Includes a content, or leaves it out.
    pub fn set(&mut self, content: ExportContent, included: bool) {
        if included == content.by_default() {
            self.0.remove(&content);
        } else {
            self.0.insert(content, included);
        }
    }

    /// Whether the content is included.
    pub fn has(&self, content: ExportContent) -> bool {
        self.0.get(&content).copied().unwrap_or_else(|| content.by_default())
    }

    /// The included contents.
    pub fn included(&self) -> impl Iterator<Item = ExportContent> {
        ExportContent::ALL.iter().copied().filter(|content| self.has(*content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: docs/compatibility.md#askvault-contents.
    #[test]
    fn messages_customer_and_tags_are_the_default() {
        let included: Vec<_> =
            ExportContents::default().included().map(ExportContent::as_str).collect();
        assert_eq!(included, ["messages", "customer", "tags"]);
        let notes = ExportContents::only(&[ExportContent::Notes]);
        assert_eq!(notes.included().collect::<Vec<_>>(), [ExportContent::Notes]);
        assert_eq!(serde_json::to_string(&ExportContents::default()).unwrap(), "{}");
    }
}
