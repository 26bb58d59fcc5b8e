//! The store: all SQL, with one text for SQLite and PostgreSQL.

mod api_keys;
mod audit;
mod audit_heads;
mod audit_search;
mod audit_visibility;
mod call_feed;
mod call_legs;
mod call_rows;
mod call_tags;
mod calls;
mod connect;
mod contact_calls;
mod contact_lists;
mod contact_merges;
mod contacts;
mod conversation_pages;
mod conversations;
mod count;
mod database_file;
mod db;
mod dialect;
mod error;
mod export_field_sets;
mod export_files;
mod export_jobs;
mod export_lists;
mod export_projects;
mod export_visibility;
mod exports;
mod fault;
mod grants;
mod imports;
mod ingest;
mod inserted_texts;
mod job_queue;
mod jobs;
mod leases;
mod long_text;
mod long_writer;
mod matching;
mod new_deliveries;
mod number_updates;
mod outdated_calls;
mod pbx_calls;
mod pbx_tokens;
mod people;
mod prepared_call;
mod rates;
mod raw_texts;
mod recordings;
mod redaction_marks;
mod redaction_report;
mod redaction_updates;
mod refused_reports;
mod removals;
mod retry;
mod reviews;
mod rows;
mod scoped;
mod search;
mod sessions;
mod sql;
mod statement_limit;
mod stored;
mod stored_calls;
mod stored_values;
mod subject_requests;
mod sweeps;
mod tenants;
mod text_pieces;
mod unlock_lists;
mod unlocks;
mod webhook_deliveries;
mod webhooks;

pub(crate) use api_keys::{ApiKeyRow, KeyProjectRow, NewApiKey, NewRecordingLink};
pub use audit::AuditEntry;
pub(crate) use audit::{AuditEnd, NewAudit, append as append_audit};
pub(crate) use audit_heads::{AuditHeadRow, AuditPruningRow};
pub(crate) use audit_search::AuditSearch;
pub(crate) use audit_visibility::VisibleAudit;
#[cfg(test)]
pub(crate) use call_rows::ExtraCells;
pub(crate) use call_rows::{CallRecord, ExportRecordRow, ReviewRecord, SealedCall};
pub use connect::DatabaseSettings;
pub(crate) use contact_calls::{ContactCallPlace, ContactCallRow, SuggestionRow};
pub(crate) use contact_lists::{ContactPlace, ContactSearch, IdentityValueRow};
pub(crate) use contacts::{ContactSource, IdentityKey, NewContactCall, NewIdentity};
pub(crate) use conversation_pages::PlacedRow;
pub(crate) use conversations::{ConversationRow, ConversationTexts};
pub(crate) use count::unsigned;
pub use db::{Db, Tx};
pub(crate) use export_field_sets::{
    FieldSetRow, count_other_field_sets, delete_field_set, save_field_set,
};
pub(crate) use export_files::{ExportDownloadRow, ExportFileRow, ExportUploadRow};
pub(crate) use export_jobs::{
    EndedJob, ExportJobEnd, ExportJobProgress, ExportJobRow, NewExportJob,
};
pub(crate) use export_lists::{ActiveExportRow, ExportPageStart};
pub(crate) use export_projects::ExportProjectRow;
pub(crate) use export_visibility::{ExportRequester, VisibleExports};
pub(crate) use exports::{
    AbandonedExport, ExportEnd, ExportRow, InterruptedExport, NewExport, finish_export,
    insert_export,
};
pub(crate) use grants::{GrantRow, NewGrant};
pub(crate) use imports::{ImportEnd, ImportRow, NewImport, NewImportDecision};
pub(crate) use ingest::{CarriedCall, ROWS};
pub(crate) use inserted_texts::Keep;
pub(crate) use job_queue::NewJobRow;
pub(crate) use jobs::{ClaimableKind, JobProgress, JobRow, JobSettlement};
pub(crate) use leases::{AcquiredLease, LeaseTime};
pub(crate) use long_text::{Long, SpooledText};
pub(crate) use long_writer::LongWriter;
pub(crate) use matching::PageStart;
pub(crate) use new_deliveries::NewDelivery;
pub(crate) use number_updates::{CallerHashes, MAX_NUMBERS, NumberRules, OutdatedNumbers};
pub(crate) use pbx_calls::{LegSearch, PbxCallRow, PbxPageStart};
pub(crate) use pbx_tokens::{NewPbxTokens, PbxDownloadRow, PbxTokensRow};
pub(crate) use people::{AccountRow, PersonRow};
pub(crate) use prepared_call::{CallOwner, PreparedCall};
pub(crate) use rates::{BucketStatus, RateTake};
pub(crate) use raw_texts::SourceRecordRow;
pub(crate) use recordings::{NewDecision, NewRecording, RecordingRow, StoredMedia};
pub(crate) use redaction_marks::{MarkRow, MarkedTexts, NewMark};
pub(crate) use redaction_report::{MarkCountsRow, ReportedMarkRow};
pub(crate) use redaction_updates::{
    CallTexts, DerivedCall, EventTexts, OutdatedCall, RedactedCall, Replacement,
};
pub(crate) use refused_reports::{RefusedReportRow, UNVERIFIED};
pub(crate) use retry::persist;
pub(crate) use reviews::{EventKey, EventRow, NewEvent, ReviewedCall, SearchTexts};
pub(crate) use search::{Assignee, CallerDigits, CallerHash, Search, Words, project_word};
pub(crate) use sessions::{Account, SessionRow, SessionTimes};
pub(crate) use stored_calls::{SourceKey, StoredCall};
pub(crate) use stored_values::StoredValues;
pub(crate) use subject_requests::{NewSubjectRequest, SubjectRequestRow};
pub(crate) use sweeps::Sweepable;
pub(crate) use tenants::{
    NewProject, NewUser, ProjectRow, TenantRow, add_project, add_tenant, add_user, assign_project,
};
pub(crate) use text_pieces::{Column, LongColumns};
pub(crate) use unlock_lists::{AccessRow, UnlockUseRow};
pub(crate) use unlocks::{NewUnlock, UnlockRow, UnlockUsed};
pub(crate) use webhook_deliveries::{
    AttemptEnd, ClaimedDelivery, DeliveryPageStart, DeliveryRow, DueWebhook,
};
pub(crate) use webhooks::{Listener, NewWebhook, SelectedProject, WebhookProjectRow, WebhookRow};
