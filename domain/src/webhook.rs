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
    /// Its name for people.
    pub name: String,
    /// Where it sends to.
    pub url: String,
    /// What it sends.
    pub events: Vec<WebhookEvent>,
    /// The projects whose calls it tells of.
    pub projects: Vec<Project>,
    /// Who made it; it tells only of what they may see.
    pub made_by: String,
    /// When it was made.
    pub made: LocalTime,
    /// Whether it sends.
    pub state: WebhookState,
    /// What became of its newest message that was tried.
    pub last: Option<LastDelivery>,
}

/// What became of a webhook's newest message that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LastDelivery {
    /// How far it is.
    pub state: DeliveryState,
    /// When it was tried.
    pub at: LocalTime,
}

/// The webhooks page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Webhooks {
    /// Who looks.
    pub profile: Profile,
    /// The tenant's webhooks, newest first.
    pub webhooks: Vec<Webhook>,
}

/// A webhook just made, with what is shown this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MadeWebhook {
    /// Its id.
    pub id: WebhookId,
    /// Its name for people.
    pub name: String,
    /// What its messages are signed with.
    pub secret: String,
}

/// One message to one webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WebhookDelivery {
    /// Its id, which is sent as `webhook-id`.
    pub id: DeliveryId,
    /// What it is about.
    pub event: WebhookEvent,
    /// The call it is about, and the call's project.
    pub call: Option<(CallId, Project)>,
    /// When it happened.
    pub made: LocalTime,
    /// How far it is.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// The status of the last answer.
    pub status: Option<u16>,
    /// Why it did not arrive the last time.
    pub fault: Option<DeliveryFault>,
    /// When it was tried last.
    pub tried: Option<LocalTime>,
    /// When it is tried next.
    pub next: Option<LocalTime>,
}

/// The page of one webhook's messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WebhookDeliveries {
    /// Who looks.
    pub profile: Profile,
    /// Whose messages.
    pub webhook: Webhook,
    /// This page's messages, newest first.
    pub deliveries: Vec<WebhookDelivery>,
    /// Whether this is not the first page.
    pub continued: bool,
    /// Where the page of older ones begins: after this message.
    pub older: Option<DeliveryId>,
}
