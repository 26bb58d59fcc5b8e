//! Webhooks, their events and deliveries.

use serde::{Deserialize, Serialize};

use crate::{CallId, DeliveryId, LocalTime, Profile, Project, WebhookId, code::codes};

codes! {
    /// Type of an event, sent as `type`.
    WebhookEvent {
        /// A call was ingested.
        CallIngested = "call.ingested", "Call ingested";
        /// A stored call was extended or corrected by its source.
        CallUpdated = "call.updated", "Call updated";
        /// The transcript of a call is available.
        TranscriptReady = "transcript.ready", "Transcript available";
        /// The review of a call was changed.
        ReviewChanged = "review.changed", "Review changed";
        /// A background export was completed.
        ExportCompleted = "export.completed", "Export completed";
        /// A background export failed.
        ExportFailed = "export.failed", "Export failed";
        /// A head of the audit log was signed.
        AuditHead = "audit.head", "Audit log signed";
        /// A test requested for one webhook, whichever events it sends.
        Test = "webhook.test", "Test";
    }
    /// State of a webhook.
    WebhookState {
        /// Enabled.
        Enabled = "on", "Active";
        /// Disabled by a person.
        Disabled = "off", "Disabled";
        /// Disabled because its receiver answered 410 Gone.
        Gone = "gone", "Receiver gone";
        /// Disabled because its creator may no longer see what it would send.
        CreatorLostAccess = "maker_lost", "Creator lost access";
    }
    /// State of a delivery.
    DeliveryState {
        /// Waiting for its first or next attempt.
        Pending = "pending", "Pending";
        /// Accepted by the receiver.
        Delivered = "delivered", "Delivered";
        /// Abandoned after the last attempt.
        Failed = "failed", "Failed";
    }
    /// Reason for which a delivery failed.
    DeliveryFault {
        /// The receiver answered with a status other than 2xx.
        ErrorStatus = "answer", "Not accepted";
        /// The receiver answered with a redirect, which is not followed.
        Redirect = "redirect", "Redirect, not followed";
        /// The receiver did not answer in time.
        TimedOut = "timed_out", "Timed out";
        /// No connection could be made.
        Unreachable = "unreachable", "Not reachable";
        /// The host has a private IP address.
        AddressRefused = "address_refused", "Private address not permitted";
        /// The receiver answered 410 Gone.
        Gone = "gone", "Receiver gone";
        /// The webhook was disabled before the delivery was sent.
        WebhookDisabled = "switched_off", "Webhook disabled";
        /// The creator of the webhook may no longer see what it is about.
        CreatorLostAccess = "maker_lost", "Creator lost access";
    }
}

impl WebhookEvent {
    /// Events that a webhook can subscribe to.
    pub const CHOICES: [Self; 7] = [
        Self::CallIngested,
        Self::CallUpdated,
        Self::TranscriptReady,
        Self::ReviewChanged,
        Self::ExportCompleted,
        Self::ExportFailed,
        Self::AuditHead,
    ];
}

/// Highest number of webhooks of a tenant.
pub const MAX_WEBHOOKS: usize = 20;

/// A webhook as listed; its secret was shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Display name.
    pub name: String,
    /// URL it sends to.
    pub url: String,
    /// Events it sends.
    pub events: Vec<WebhookEvent>,
    /// Projects whose events it sends.
    pub projects: Vec<Project>,
    /// Who created it; it sends only what this person may see.
    pub created_by: String,
    /// When it was created.
    pub created: LocalTime,
    /// State.
    pub state: WebhookState,
    /// Result of the latest attempt.
    pub last: Option<LastDelivery>,
}

/// Result of the latest attempt of a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LastDelivery {
    /// State.
    pub state: DeliveryState,
    /// When it was attempted.
    pub at: LocalTime,
}

/// The webhooks page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Webhooks {
    /// The viewer.
    pub profile: Profile,
    /// The tenant's webhooks, newest first.
    pub webhooks: Vec<Webhook>,
}

/// A new webhook, with the secret that is shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CreatedWebhook {
    /// Its id.
    pub id: WebhookId,
    /// Display name.
    pub name: String,
    /// Secret that signs its deliveries.
    pub secret: String,
}

/// A delivery to a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WebhookDelivery {
    /// Id, sent as `webhook-id`.
    pub id: DeliveryId,
    /// Event.
    pub event: WebhookEvent,
    /// The call it is about, and the call's project.
    pub call: Option<(CallId, Project)>,
    /// When the event occurred.
    pub created: LocalTime,
    /// State.
    pub state: DeliveryState,
    /// Number of attempts.
    pub attempts: u32,
    /// HTTP status of the last response.
    pub status: Option<u16>,
    /// Why the last attempt failed.
    pub fault: Option<DeliveryFault>,
    /// Time of the last attempt.
    pub tried: Option<LocalTime>,
    /// Time of the next attempt.
    pub next: Option<LocalTime>,
}

/// A page of the deliveries of one webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WebhookDeliveries {
    /// The viewer.
    pub profile: Profile,
    /// The webhook.
    pub webhook: Webhook,
    /// This page's deliveries, newest first.
    pub deliveries: Vec<WebhookDelivery>,
    /// Whether this is not the first page.
    pub continued: bool,
    /// Id to continue after, for older deliveries.
    pub older: Option<DeliveryId>,
}
