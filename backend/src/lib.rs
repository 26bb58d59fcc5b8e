//! The portal without HTTP or HTML: use cases, policy, storage and files.
//!
//! [`Backend`] is the entry point. A request is authenticated as a [`Viewer`] once; every
//! tenant-facing query requires a scope, which only a viewer can create.
#![warn(missing_docs)]

// Sums of what strangers send are checked, in the areas that read it.
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
mod access;
mod backend;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
mod calls;
mod clock;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
mod custody;
mod error;
mod exports;
mod ids;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
mod intake;
mod jobs;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
mod notify;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
mod partners;
mod pdf;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
mod privacy;
mod problem;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
mod recordings;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
mod reviews;
mod schema;
mod store;

pub use access::{
    Access, Actor, ApiClient, Credential, Credentials, DailyRate, DeviceToken, DisplayFormat, Keys,
    NewUserSpec, OperatorAccess, Place, Places, ProjectListing, Rate, RateStatus,
    RecordingSettings, SessionToken, SignedIn, TenantListing, Tenants, UserChanges, UserListing,
    Viewer,
};
pub use backend::{Backend, Limits};
pub use calls::{Calls, KeyConversations};
pub use clock::Clock;
pub use custody::Custody;
pub use error::Error;
pub use exports::{
    ActivityFormat, CallFile, ExportArchive, ExportManifest, ExportPlace, ExportedFile, Exports,
    FileStream, KeyExports, StartedExport, StreamedExport, Verification, conversation_schema,
    verify_package,
};
pub use intake::{
    Delivery, Ignored, ImportCounts, Ingested, IngestedCall, Intake, OnConflict, ProjectIngest,
    Push, PushError, Received, ReceiverSpec, Receivers, RedactionProgress, ReportBody,
    UnknownOnConflict, readers,
};
pub use jiff::tz::TimeZone;
pub use jobs::{JobContext, JobKind, Jobs, NewJob, RunEnd, Turn, Worker};
pub use notify::{
    ExportNotice, HeadPlace, InvalidMailSender, InvalidMailServer, Mail, MailSender, MailServer,
    MailTemplate, Mailer, NewMail, WebhookAdministration, use_ring,
};
pub use partners::{
    ExportedConversation, Exporter, Pbx, PbxContexts, PbxDownload, PbxError, PbxFile, PbxStream,
    PbxSummary, PbxTokens, Talkifai, exported_conversation_schema, pbx_leg_schema,
};
pub use pdf::PdfFonts;
pub use privacy::{
    Audit, AuditBundle, AuditFault, AuditFinding, AuditHead, MIN_RETENTION_DAYS, PrunedAudit,
    VerifiedAudit, encryption::MasterKey, redaction,
};
pub use recordings::{
    ImportedFile, Media, MediaRequest, MediaStore, PlaybackDecision, PushedRecording,
    RecordingFile, RecordingImport, Recordings, RemovalReport, Removed, Unmatched,
};
pub use reviews::Reviews;
pub use schema::TypeSchema;
pub use store::{AuditEntry, DatabaseSettings, Db};
