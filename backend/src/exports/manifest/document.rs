//! The manifest of a background export: who exported what, and the digests of its files.

use earshot_domain::{
    CallFileFormat, ExportContent, ExportFormat, ExportRequest, ExportSelection, ExportTable,
    OmittedCalls, OmittedRecordings,
};
use serde::{Deserialize, Serialize};

use crate::{
    Error,
    access::rfc3339,
    store::{ExportFileRow, ExportJobRow, unsigned},
};

/// Version of the manifest's structure.
const VERSION: u32 = 1;

/// The manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::exports) struct Manifest {
    pub(super) manifest_version: u32,
    pub(super) export_id: String,
    tenant: String,
    projects: Vec<String>,
    author: String,
    api_key: Option<String>,
    requested_at: String,
    completed_at: Option<String>,
    time_zone: String,
    filter: FilterPart,
    pub(super) format: ExportFormat,
    pub(super) mode: String,
    /// Names of a table's columns, in order.
    pub(super) columns: Vec<String>,
    contents: Vec<ExportContent>,
    anonymised: bool,
    whole_numbers: bool,
    #[serde(default)]
    options: OptionsPart,
    /// Version of the rules of redaction that the texts follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    redaction_version: Option<i64>,
    /// Arrival number of the last call that the export could contain.
    snapshot: i64,
    pub(super) matched: u64,
    pub(super) written: u64,
    omitted: u64,
    /// Those calls by reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    omitted_reasons: Vec<OmittedCalls>,
    /// Recordings that are not in the files, by reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    recordings_omitted: Vec<OmittedRecordings>,
    notes: Vec<String>,
    pub(super) files: Vec<FilePart>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FilterPart {
    words: String,
    query: String,
    calls: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    tags: Vec<String>,
}

/// What was asked for besides the contents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct OptionsPart {
    for_excel: bool,
    entities: bool,
    decrypted_transcript: bool,
    /// Format of each call's file in a ZIP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    call_files: Option<CallFileFormat>,
    /// Template of the names of recordings, if they are included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recording_names: Option<String>,
}

impl OptionsPart {
    fn of(request: &ExportRequest) -> Self {
        Self {
            for_excel: request.options.bom,
            entities: request.options.entities.is_some(),
            decrypted_transcript: request.options.decrypted_transcript.is_some(),
            call_files: (request.format == ExportFormat::Zip).then_some(request.call_files),
            recording_names: request.has_recordings().then(|| request.recording_names.to_string()),
        }
    }
}

/// A file in the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::exports) struct FilePart {
    pub(super) n: i64,
    pub(super) name: String,
    pub(super) rows: u64,
    pub(super) calls: u64,
    pub(super) bytes: u64,
    pub(super) sha256: String,
    /// Digest of the ids of its calls, each followed by a line feed, in order.
    pub(super) calls_sha256: String,
    first_arrival: i64,
    last_arrival: i64,
}

/// What a manifest is made of.
pub(in crate::exports) struct Described<'a> {
    pub(in crate::exports) row: &'a ExportJobRow,
    pub(in crate::exports) request: &'a ExportRequest,
    pub(in crate::exports) files: &'a [ExportFileRow],
    /// First number or address of the contact whose calls these are, masked as in the files.
    pub(in crate::exports) contact: Option<String>,
    pub(in crate::exports) author: String,
    pub(in crate::exports) tenant: &'a str,
    pub(in crate::exports) projects: Vec<String>,
    pub(in crate::exports) zone: &'a jiff::tz::TimeZone,
    pub(in crate::exports) zone_name: &'a str,
}

impl Manifest {
    /// The manifest of a completed export. It depends on the stored export only, so that it is the
    /// same each time.
    pub(in crate::exports) fn new(described: &Described<'_>) -> Result<Self, Error> {
        let Described { row, request, files, zone, .. } = described;
        let time = |at| rfc3339(at, zone);
        let (mode, columns) = columns_of(request);
        Ok(Self {
            manifest_version: VERSION,
            export_id: row.id.to_string(),
            tenant: described.tenant.to_owned(),
            projects: described.projects.clone(),
            author: described.author.clone(),
            api_key: row.api_key_name.clone(),
            requested_at: time(row.created_at)?,
            completed_at: row.finished_at.map(time).transpose()?,
            time_zone: described.zone_name.to_owned(),
            filter: FilterPart {
                words: ExportSelection {
                    filter: &request.filter,
                    chosen: request.calls.len(),
                    contact: described.contact.as_deref(),
                    tags: &request.tags,
                }
                .describe(),
                query: request.filter.to_query(),
                calls: request.calls.iter().map(ToString::to_string).collect(),
                contact: request.contact.as_ref().map(|contact| contact.id.to_string()),
                tags: request.tags.clone(),
            },
            format: request.format,
            mode: mode.to_owned(),
            columns,
            contents: request.contents.included().collect(),
            anonymised: request.anonymise,
            whole_numbers: request.options.caller_full.is_some(),
            options: OptionsPart::of(request),
            redaction_version: request.redaction_version,
            snapshot: row.ingest_bound,
            matched: unsigned(row.matched)?,
            written: unsigned(row.written)?,
            omitted: unsigned(row.omitted)?,
            omitted_reasons: serde_json::from_str(&row.omitted_reasons)?,
            recordings_omitted: serde_json::from_str(&row.recordings_omitted)?,
            notes: serde_json::from_str(&row.notes)?,
            files: files.iter().map(file_part).collect::<Result<_, _>>()?,
        })
    }

    /// The manifest as JSON, on lines.
    pub(in crate::exports) fn to_json(&self) -> Result<Vec<u8>, Error> {
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        Ok(json)
    }
}

fn columns_of(request: &ExportRequest) -> (&'static str, Vec<String>) {
    let table = request.format.is_table() || request.columns_chosen;
    match request.table {
        ExportTable::Calls { .. } if table => {
            let chosen = request.call_columns();
            let added = request.options.added_columns().into_iter().map(str::to_owned);
            ("calls", chosen.iter().map(ToString::to_string).chain(added).collect())
        }
        ExportTable::Calls { .. } => ("calls", Vec::new()),
        ExportTable::Messages { .. } => {
            ("messages", request.message_columns().iter().map(ToString::to_string).collect())
        }
    }
}

fn file_part(file: &ExportFileRow) -> Result<FilePart, Error> {
    Ok(FilePart {
        n: file.n,
        name: file.name.clone(),
        rows: unsigned(file.rows_written)?,
        calls: unsigned(file.calls)?,
        bytes: unsigned(file.bytes)?,
        sha256: file.sha256.clone(),
        calls_sha256: file.calls_sha256.clone(),
        first_arrival: file.first_arrival,
        last_arrival: file.last_arrival,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// A package is verified by its manifest, byte for byte.
    #[test]
    fn a_manifest_of_an_earlier_version_is_written_as_it_was() {
        let older = json!({
            "manifest_version": 1, "export_id": "01890a5d-ac96-474b-bcce-b302099a8057",
            "tenant": "Harbour", "projects": ["front-desk"], "author": "a@harbour.example",
            "api_key": null, "requested_at": "2026-06-01T10:00:00+01:00", "completed_at": null,
            "time_zone": "Europe/London",
            "filter": { "words": "All calls", "query": "", "calls": [], "tags": [] },
            "format": "csv", "mode": "calls", "columns": [], "contents": [], "anonymised": false,
            "whole_numbers": false,
            "options": { "for_excel": false, "entities": false, "decrypted_transcript": false },
            "snapshot": 3, "matched": 3, "written": 2, "omitted": 1, "notes": [], "files": [],
        });
        let manifest: Manifest = serde_json::from_value(older.clone()).unwrap();
        let written: Value = serde_json::from_slice(&manifest.to_json().unwrap()).unwrap();
        assert_eq!(written, older);
    }
}
