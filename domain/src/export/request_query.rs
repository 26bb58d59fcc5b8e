//! The query string of a background export, from which its form is filled again.

use form_urlencoded::Serializer;

use super::{CallFileFormat, ExportContents, ExportRequest, ExportRequestForm, ExportTable};
use crate::CallFilter;

impl ExportRequest {
    /// Returns the request as a query string without `?`, which parses to the same request but for
    /// sensitive options, whose reason is asked for again.
    pub fn to_query(&self) -> String {
        use ExportRequestForm as F;
        let mut query = Serializer::new(self.filter.to_query());
        for id in &self.calls {
            query.append_pair(F::CALL, &id.to_string());
        }
        if let Some(contact) = &self.contact {
            query.append_pair(F::CONTACT, &contact.id.to_string());
        }
        for tag in &self.tags {
            query.append_pair(F::EVERY_TAG, tag);
        }
        query.append_pair(F::FORMAT, self.format.as_str());
        let columns: Vec<&str> = match &self.table {
            ExportTable::Calls { set, fields } => {
                if self.columns_chosen {
                    query.append_pair(F::SET, set.as_str());
                }
                fields.iter().map(|column| column.as_str()).collect()
            }
            ExportTable::Messages { fields } => {
                query.append_pair(F::MODE, "messages");
                fields.iter().map(|column| column.as_str()).collect()
            }
        };
        for column in columns {
            query.append_pair(F::COLUMN, column);
        }
        if self.contents != ExportContents::default() {
            query.append_pair(F::CONTENTS_CHOSEN, "1");
            for content in self.contents.included() {
                query.append_pair(F::INCLUDE, content.as_str());
            }
        }
        if self.call_files != CallFileFormat::Pdf {
            query.append_pair(F::CALL_FILES, self.call_files.as_str());
        }
        if !self.recording_names.is_default() {
            query.append_pair(F::RECORDING_NAMES, &self.recording_names.to_string());
        }
        if self.anonymise {
            query.append_pair(F::ANONYMISE, "on");
        }
        if self.options.bom {
            query.append_pair("bom", "on");
        }
        query.finish()
    }

    /// The URL of the page of a new export with this filter.
    pub fn page_of(filter: &CallFilter) -> String {
        let query = filter.to_query();
        if query.is_empty() { "/exports/new".to_owned() } else { format!("/exports/new?{query}") }
    }
}
