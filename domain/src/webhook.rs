//! Webhooks: where other people's programs are told what happened, and what became of each message.

use serde::{Deserialize, Serialize};

use crate::{CallId, DeliveryId, LocalTime, Profile, Project, WebhookId, code::codes};

codes! {
    /// What a message is about: its `type`.
    WebhookEvent {
        /// A call was taken in.
        CallIngested = "call.ingested", "Call ingested";
        /// A call's transcript can be read.
        TranscriptReady = "transcript.ready", "Transcript available";
        /// Somebody changed the review of a call.
        ReviewChanged = "review.changed", "Review changed";
        /// Somebody tries the webhook out; every webhook gets it when it is asked for.
        Test = "webhook.test", "Test";
    }
    /// Whether a webhook sends.
    WebhookState {
        /// It does.
        On = "on", "Active";
        /// Somebody switched it off.
        Off = "off", "Disabled";
        /// Its receiver answered that it is gone for good.
        Gone = "gone", "Receiver gone";
        /// Whoever made it may not see what it would send.
        MakerLost = "maker_lost", "Creator lost access";
    }
    /// How far a message is.
    DeliveryState {
        /// It is sent, or sent again, when its time comes.
        Pending = "pending", "Pending";
        /// Its receiver took it.
        Delivered = "delivered", "Delivered";
        /// It was given up.
        Failed = "failed", "Failed";
    }
    /// Why a message did not arrive.
    DeliveryFault {
        /// The receiver answered with something else than 2xx.
        Answer = "answer", "Not accepted";
        /// The receiver pointed elsewhere, and redirects are not followed.
        Redirect = "redirect", "Redirect, not followed";
        /// No whole answer in time.
        TimedOut = "timed_out", "Timed out";
        /// No connection.
        Unreachable = "unreachable", "Not reachable";
        /// The host's address is a private one.
        AddressRefused = "address_refused", "Address refused";
        /// The receiver answered that it is gone for good.
        Gone = "gone", "Receiver gone";
        /// The webhook was switched off before the message went out.
        SwitchedOff = "switched_off", "Webhook disabled";
        /// Whoever made the webhook may not see the call any more.
        MakerLost = "maker_lost", "Creator lost access";
    }
}

impl WebhookEvent {
    /// What a webhook can ask for.
    pub const CHOICES: [Self; 3] = [Self::CallIngested, Self::TranscriptReady, Self::ReviewChanged];
}

/// Most webhooks of a tenant.
pub const MOST_WEBHOOKS: usize = 20;

/// A webhook as it is listed; its secret was shown once.
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
    pub made_by: String,
    /// When it was created.
    pub made: LocalTime,
    /// State.
    pub state: WebhookState,
    /// What became of its newest message that was tried.
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
pub struct MadeWebhook {
    /// Its id.
    pub id: WebhookId,
    /// Display name.
    pub name: String,
    /// Secret that signs its messages.
    pub secret: String,
}

/// Id of a message to a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WebhookDelivery {
    /// Id, sent as `webhook-id`.
    pub id: DeliveryId,
    /// Event.
    pub event: WebhookEvent,
    /// The call it is about, and the call's project.
    pub call: Option<(CallId, Project)>,
    /// When the event occurred.
    pub made: LocalTime,
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

/// A page of one webhook's messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WebhookDeliveries {
    /// The viewer.
    pub profile: Profile,
    /// The webhook.
    pub webhook: Webhook,
    /// This page's messages, newest first.
    pub deliveries: Vec<WebhookDelivery>,
    /// Whether this is not the first page.
    pub continued: bool,
    /// Id to continue after, for older messages.
    pub older: Option<DeliveryId>,
}
