//! Domain types shared by browser, server and store; they compile to WebAssembly.
//!
//! The crate does no I/O, reads no clock and depends on no database: it parses text into values or
//! [`FieldError`]s.
#![warn(missing_docs)]
// Sums of what strangers send are checked; tests may overflow.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod access;
mod activity;
mod api_key;
mod api_key_form;
mod audit;
mod bound;
mod call;
mod call_feed;
mod call_file;
mod calls_page;
mod client_network;
mod code;
mod contact;
mod conversation_list;
mod conversation_messages;
mod conversation_request;
mod country;
mod day;
mod details;
mod details_texts;
mod export;
mod filter;
mod filter_query;
mod filter_text;
mod form_field;
mod form_pairs;
mod format;
mod id;
mod job;
mod line_times;
mod list_query;
mod pbx;
mod permission;
mod problem;
mod push;
mod recording;
mod review;
mod settings;
mod sort;
mod subject_request;
mod transcript;
mod unlock;
mod values;
mod webhook;
mod webhook_form;

pub use access::{Profile, Project, Role};
pub use activity::{
    ActivityArea, ActivityEvent, ActivityFact, ActivityOutcome, ActivityPage, ActivityQuery,
};
pub use api_key::{
    AddressRange, ApiKey, ApiKeyKind, ApiKeyState, ApiKeys, ApiScope, CreatedApiKey,
    DEFAULT_REQUESTS_PER_MINUTE, InvalidAddressRange, MAX_REQUESTS_PER_MINUTE,
};
pub use api_key_form::ApiKeyForm;
pub use audit::AuditAction;
pub use bound::Bound;
pub use call::{CallRow, CallerView, LocalTime, PlacedFunctionCall, Review};
pub use call_feed::{CallFeed, CallFeedQuery, FeedCall, feed_cursor};
pub use call_file::{
    CallFileQuery, ConversationFormat, ConversationQuery, FileFormat, TranscriptFormat,
    TranscriptQuery,
};
pub use calls_page::{CallsPage, Choices, TriedNumber};
pub use client_network::client_network;
pub use code::{Channel, Direction, OutcomeCode, Sentiment, Status};
pub use contact::{
    Contact, ContactCall, ContactPage, ContactQuery, ContactsPage, Identity, IdentityKind,
    MAX_CONTACT_SEARCH, MergeSuggestion,
};
pub use conversation_list::{
    Conversation, ConversationCustomer, ConversationListQuery, Conversations, Pagination,
};
pub use conversation_messages::{ConversationMessage, ConversationMessages, MessagesQuery};
pub use conversation_request::ConversationRequest;
pub use country::{Country, NotACountry};
pub use day::Day;
pub use details::{
    CallDetails, Citation, Consent, Costs, Csat, Customer, FunctionCall, Leg, PlaybackCompliance,
    Priority, Recording, ReviewEvent,
};
pub use details_texts::for_each_text_of;
pub use export::{
    ActiveExport, BACKGROUND_CALLS, CallColumn, CallExclusion, CallFileFormat, CallOmission,
    ColumnSet, ContactSelection, EXPORT_LIMIT, ExportAccepted, ExportAnswer, ExportAnswerError,
    ExportAnswerFile, ExportAnswerProgress, ExportAnswers, ExportContent, ExportContents,
    ExportDownload, ExportFieldSet, ExportFile, ExportForm, ExportFormat, ExportJob, ExportKind,
    ExportList, ExportListQuery, ExportMail, ExportOptions, ExportProgress, ExportRecord,
    ExportRequest, ExportRequestForm, ExportSelection, ExportStarted, ExportState, ExportStatus,
    ExportTable, InvalidRecordingNames, ListedExport, MAX_CHOSEN_CALLS, MAX_FIELD_SETS,
    MessageColumn, MoveDirection, OmittedCalls, OmittedRecordings, OrderButton, ReasonCode,
    RecordingNames, RecordingOmission, RecordingPlaceholder, RecordingValues, SensitiveUse,
};
pub use filter::{CallFilter, FilterParameter, MAX_SEARCHED_TAG, ParsedFilter};
pub use form_field::FormField;
pub use form_pairs::{FormPairs, MAX_FORM_BYTES, UnreadableForm};
pub use format::{byte_size, escape_html, format_duration, format_number, rounded_size};
pub use id::{
    ApiKeyId, CallId, ContactId, DeliveryId, ExportId, IdentityId, ImportId, JobId, NotASlug,
    ProjectId, RedactionMarkId, SessionId, Slug, SubjectRequestId, TenantId, UnlockId, UserId,
    WebhookId,
};
pub use job::{JobEvent, JobState, JobTransitionError};
pub use line_times::{CallSpan, LinePlace, OutsideLine};
pub use list_query::ListQuery;
pub use pbx::{ClockFormat, DateOrder, PbxCallType, PbxCode, PbxStatus};
pub use permission::Permission;
pub use problem::{FieldError, Problem, ProblemCode};
pub use push::{PushReport, PushResult, PushedCall};
pub use recording::{MediaState, RecordingAction, RecordingBlock, RecordingCard, RecordingGrant};
pub use review::{
    Dispute, DisputeState, FollowUp, FollowUpView, HistoryEvent, MarkKind, Person, RedactionCounts,
    RedactionLabel, RedactionMark, RedactionReport, ReviewAction, ReviewChange, ReviewConflict,
    ReviewRights, ReviewState, Verdict,
};
pub use settings::{ImportDecision, ImportRecord, RefusedReport, Settings};
pub use sort::Sort;
pub use subject_request::{Deadline, SUBJECT_REQUEST_DAYS, SubjectRequest, SubjectRequestState};
pub use transcript::{Speaker, Transcript, TranscriptState, Turn};
pub use unlock::{
    ExtractedEntity, SensitiveAccess, SensitiveAccessPage, UNLOCK_MINUTES, Unlock, UnlockArtefact,
    UnlockCard, UnlockEnd, UnlockForm, UnlockOver, UnlockRefusal, UnlockRequest, UnlockScope,
    UnlockState, UnlockUse, UnlockedText,
};
pub use webhook::{
    CreatedWebhook, DeliveryFault, DeliveryState, LastDelivery, MAX_WEBHOOKS, Webhook,
    WebhookDeliveries, WebhookDelivery, WebhookEvent, WebhookState, Webhooks,
};
pub use webhook_form::WebhookForm;
