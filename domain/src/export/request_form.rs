//! The form of a background export.

use std::str::FromStr;

use super::{
    CallColumn, CallFileFormat, ColumnSet, ExportContent, ExportContents, ExportFieldSet,
    ExportForm, ExportFormat, ExportRequest, ExportTable, MAX_CHOSEN_CALLS, MessageColumn,
    RecordingNames, request::ContactSelection,
};
use crate::{CallId, ContactId, FieldError, values::one_of};

/// A parsed form; invalid values are reported in `errors`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRequestForm {
    /// The request, with defaults in place of invalid values.
    pub request: ExportRequest,
    /// Errors by field.
    pub errors: Vec<FieldError>,
    /// Names of unknown fields.
    pub unknown: Vec<String>,
}

impl ExportRequestForm {
    /// Field of a chosen call; may repeat.
    pub const CALL: &'static str = "call";
    /// Field of the contact whose calls are exported.
    pub const CONTACT: &'static str = "contact";
    /// Field of a tag that each of the calls must have; may repeat.
    pub const EVERY_TAG: &'static str = "every_tag";
    /// Field of the format.
    pub const FORMAT: &'static str = "format";
    /// Field of the rows: `calls` or `messages`.
    pub const MODE: &'static str = "mode";
    /// Field of the set of columns.
    pub const SET: &'static str = "set";
    /// Field of a chosen column; may repeat.
    pub const COLUMN: &'static str = "field";
    /// Field of a chosen column in a form that offers both kinds of rows; only the rows' own counts.
    pub const CALL_COLUMN: &'static str = "call_field";
    /// The same for the columns of a row per message.
    pub const MESSAGE_COLUMN: &'static str = "message_field";
    /// Field of an included content; may repeat.
    pub const INCLUDE: &'static str = "include";
    /// Field that marks the contents as chosen, because unticked boxes are not sent.
    pub const CONTENTS_CHOSEN: &'static str = "contents";
    /// Field of the format of each call's file in a ZIP.
    pub const CALL_FILES: &'static str = "call_files";
    /// Field of the template of the names of recordings in a ZIP.
    pub const RECORDING_NAMES: &'static str = "recording_names";
    /// Field of pseudonyms in place of callers and customers.
    pub const ANONYMISE: &'static str = "anonymise";

    const OWN: &'static [&'static str] = &[
        Self::CALL,
        Self::CONTACT,
        Self::EVERY_TAG,
        Self::FORMAT,
        Self::MODE,
        Self::SET,
        Self::COLUMN,
        Self::CALL_COLUMN,
        Self::MESSAGE_COLUMN,
        Self::INCLUDE,
        Self::CONTENTS_CHOSEN,
        Self::CALL_FILES,
        Self::RECORDING_NAMES,
        Self::ANONYMISE,
        // Buttons of the same form save and delete sets of columns.
        ExportFieldSet::NAME,
        ExportFieldSet::DELETE,
    ];

    /// Parses the pairs of a form or query; blank values are ignored. Without a format it is CSV.
    pub fn parse(pairs: &[(String, String)]) -> Self {
        let (own, others): (Vec<_>, Vec<_>) =
            pairs.iter().cloned().partition(|(name, _)| Self::OWN.contains(&name.as_str()));
        let ExportForm { filter, options, errors, unknown, .. } = ExportForm::parse(&others);
        let mut form = Self {
            request: ExportRequest { options, ..ExportRequest::new(filter, ExportFormat::Csv) },
            errors,
            unknown,
        };
        let all = |field: &'static str| {
            let of = own.iter().filter(move |(name, _)| name == field);
            of.map(|(_, value)| value.trim()).filter(|value| !value.is_empty()).collect::<Vec<_>>()
        };
        let one = |field| all(field).first().copied();
        if let Some(format) = form.one_of(Self::FORMAT, one(Self::FORMAT), ExportFormat::ALL) {
            form.request.format = format;
        }
        if let Some(files) =
            form.one_of(Self::CALL_FILES, one(Self::CALL_FILES), CallFileFormat::ALL)
        {
            form.request.call_files = files;
        }
        form.take_recording_names(one(Self::RECORDING_NAMES));
        form.request.anonymise = matches!(one(Self::ANONYMISE), Some("on" | "true" | "1"));
        form.take_calls(&all(Self::CALL));
        form.take_contact(one(Self::CONTACT));
        form.request.tags = all(Self::EVERY_TAG).into_iter().map(str::to_owned).collect();
        let mode = one(Self::MODE);
        let by_message = mode == Some("messages");
        let mut columns = all(Self::COLUMN);
        columns.extend(all(if by_message { Self::MESSAGE_COLUMN } else { Self::CALL_COLUMN }));
        form.take_columns(mode, one(Self::SET), &columns);
        form.take_contents(one(Self::CONTENTS_CHOSEN).is_some(), &all(Self::INCLUDE));
        form
    }

    fn take_calls(&mut self, ids: &[&str]) {
        for id in ids {
            match id.parse::<CallId>() {
                Ok(id) if self.request.calls.contains(&id) => {}
                Ok(id) => self.request.calls.push(id),
                Err(_) => self.errors.push(FieldError::new(Self::CALL, "must be the id of a call")),
            }
        }
        if self.request.calls.len() > MAX_CHOSEN_CALLS {
            let message = format!("must not name more than {MAX_CHOSEN_CALLS} calls");
            self.errors.push(FieldError::new(Self::CALL, message));
        }
    }

    fn take_contact(&mut self, id: Option<&str>) {
        match id.map(str::parse::<ContactId>) {
            None => {}
            Some(Ok(id)) => {
                self.request.contact = Some(ContactSelection::new(id));
            }
            Some(Err(_)) => {
                self.errors.push(FieldError::new(Self::CONTACT, "must be the id of a contact"));
            }
        }
    }

    fn take_recording_names(&mut self, template: Option<&str>) {
        match template.map(str::parse::<RecordingNames>) {
            None => {}
            Some(Ok(names)) => self.request.recording_names = names,
            Some(Err(error)) => {
                self.errors.push(FieldError::new(Self::RECORDING_NAMES, error.to_string()));
            }
        }
    }

    fn take_columns(&mut self, mode: Option<&str>, set: Option<&str>, columns: &[&str]) {
        self.request.columns_chosen = set.is_some() || !columns.is_empty();
        self.request.table = match mode {
            None | Some("calls") => ExportTable::Calls {
                set: self
                    .one_of(Self::SET, set, ColumnSet::ALL)
                    .unwrap_or(ColumnSet::Conversations),
                fields: self.columns(columns, CallColumn::ALL),
            },
            Some("messages") => {
                ExportTable::Messages { fields: self.columns(columns, MessageColumn::ALL) }
            }
            Some(_) => {
                self.errors.push(FieldError::new(Self::MODE, "must be calls or messages"));
                return;
            }
        };
    }

    fn columns<T: Copy + FromStr + ToString + PartialEq>(
        &mut self,
        names: &[&str],
        all: &[T],
    ) -> Vec<T> {
        let mut columns = Vec::new();
        for name in names {
            match one_of(Self::COLUMN, name, all) {
                Ok(column) if columns.contains(&column) => {}
                Ok(column) => columns.push(column),
                Err(error) => self.errors.push(error),
            }
        }
        columns
    }

    fn take_contents(&mut self, chosen: bool, names: &[&str]) {
        if !chosen && names.is_empty() {
            return;
        }
        let mut contents = Vec::new();
        for name in names {
            match one_of(Self::INCLUDE, name, ExportContent::ALL) {
                Ok(content) => contents.push(content),
                Err(error) => self.errors.push(error),
            }
        }
        self.request.contents = ExportContents::only(&contents);
    }

    fn one_of<T: Copy + FromStr + ToString>(
        &mut self,
        field: &str,
        value: Option<&str>,
        all: &[T],
    ) -> Option<T> {
        let value = value?;
        one_of(field, value, all).map_err(|error| self.errors.push(error)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> ExportRequestForm {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        ExportRequestForm::parse(&pairs)
    }

    #[test]
    fn a_request_round_trips_through_its_query() {
        for query in [
            "format=csv",
            "project_id=front-desk&status=missed&format=xlsx&set=calls&field=call_id&field=caller",
            "call=01890a5d-ac96-774b-bcce-b302099a8057&format=zip&contents=1&include=messages\
             &include=recordings&call_files=txt&anonymise=on",
            "format=jsonl&mode=messages&field=text&contents=1",
            "contact=01890a5d-ac96-774b-bcce-b302099a8057&format=zip",
            "q=late+checkout&format=csv&bom=on",
            "every_tag=vip&every_tag=billing&format=csv",
            "format=zip&recording_names=%7Bdate%7D+%7Bcaller%7D&anonymise=on",
        ] {
            let form = parse(query);
            assert_eq!((form.errors, form.unknown), (Vec::new(), Vec::new()), "{query}");
            assert_eq!(form.request.to_query(), query);
        }
    }

    #[test]
    fn a_form_with_both_kinds_of_columns_sends_those_of_its_rows() {
        let chosen = "call_field=caller&call_field=agent&message_field=text";
        let query = |mode| parse(&format!("{chosen}&mode={mode}")).request.to_query();
        assert_eq!(query("calls"), "format=csv&set=conversations&field=caller&field=agent");
        assert_eq!(query("messages"), "format=csv&mode=messages&field=text");
    }

    /// Rule: docs/compatibility.md#askvault-selection.
    #[test]
    fn invalid_values_are_reported_by_field() {
        let fields = |query| -> Vec<String> {
            parse(query).errors.into_iter().map(|error| error.field).collect()
        };
        assert_eq!(
            fields("format=doc&mode=rows&call=x&contact=y"),
            ["format", "call", "contact", "mode"]
        );
        assert_eq!(fields("field=colour&include=everything"), ["field", "include"]);
        assert_eq!(fields("mode=messages&field=caller"), ["field"]);
        let ids: Vec<String> =
            (0..201).map(|n| format!("call={}", uuid::Uuid::from_u128(n))).collect();
        let too_many = ids.join("&");
        assert_eq!(fields(&too_many), ["call"]);
        assert_eq!(parse("colour=red").unknown, ["colour"]);
        assert_eq!(fields("format=zip&recording_names=%7Bcolour%7D"), ["recording_names"]);
    }

    #[test]
    fn the_standard_names_of_recordings_are_those_of_no_template() {
        for template in ["", "+", "%7Bdate%7D_%7Btime%7D_%7Bproject%7D_%7Bcall_id%7D"] {
            let form = parse(&format!("format=zip&recording_names={template}"));
            assert_eq!((form.errors, form.unknown), (Vec::new(), Vec::new()), "{template}");
            assert_eq!(form.request.to_query(), "format=zip", "{template}");
        }
    }
}
