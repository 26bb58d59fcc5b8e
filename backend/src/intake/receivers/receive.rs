//! Receiving a report: verification, reading and ingest of its call.

use std::{borrow::Cow, collections::HashMap};

use earshot_domain::PushedCall;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::{
    Delivery, LineTimeSpec, MappingSpec, ReceiverSpec, Vendor, mapping,
    refused::{refusal, unverified},
    retell,
    signature::{is_genuine, may_be_genuine, signature_fault},
    spec::report_bytes,
    twilio, vapi,
};
use crate::{
    Backend, Error, Rate,
    access::RateBucket,
    intake::{
        Intake,
        readers::{IncomingCall, ReadOptions},
    },
};

/// Rate limit of a receiver.
const REPORT_RATE: Rate = Rate { events: 1200, seconds: 60 };
/// Largest report that an operator may allow, in bytes.
const MAX_REPORT_BYTES: usize = 16 << 20;
/// Characters of a secret.
const MIN_SECRET: usize = 16;

/// The receivers of an installation, by name.
#[derive(Debug, Clone, Default)]
pub struct Receivers(HashMap<String, ReceiverSpec>);

/// Outcome of receiving a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// The report is not about the end of a call.
    Ignored,
    /// Result of ingesting its call.
    Call(PushedCall),
}

/// How to read the body of a report, by its headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportBody {
    /// Largest body, in bytes.
    pub max_bytes: usize,
    /// Whether the body is worth keeping: the receiver exists, and the report may be genuine.
    pub is_wanted: bool,
}

impl Receivers {
    /// Validates the operator's descriptions.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the receiver and the fault.
    pub fn new(specs: Vec<ReceiverSpec>) -> Result<Self, Error> {
        let mut receivers = HashMap::new();
        for spec in specs {
            check(&spec)?;
            let field = named(&spec.name);
            if receivers.insert(spec.name.clone(), spec).is_some() {
                return Err(Error::field(field, "is described twice"));
            }
        }
        Ok(Self(receivers))
    }
}

fn named(name: &str) -> String {
    format!("receiver {name}")
}

fn check(spec: &ReceiverSpec) -> Result<(), Error> {
    let wrong = |message: &str| Err(Error::field(named(&spec.name), message));
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !(1..=40).contains(&spec.name.len()) || !spec.name.bytes().all(fits) {
        return wrong("must have a name of 1 to 40 lower-case letters, digits and hyphens");
    }
    if spec.secret.len() < MIN_SECRET {
        return wrong(&format!("must have a secret of at least {MIN_SECRET} characters"));
    }
    if (spec.vendor == Vendor::Twilio) != spec.twilio.is_some() {
        return wrong("must have [receiver.twilio] for the vendor twilio, and for no other");
    }
    if !(1..=MAX_REPORT_BYTES).contains(&spec.max_bytes) {
        return wrong("must have max_bytes of 1 to 16777216");
    }
    if spec.vendor != Vendor::Json && (spec.mapping.is_some() || spec.signature.is_some()) {
        return wrong("must have no mapping and no signature unless its vendor is json");
    }
    if let Some(fault) = spec.signature.as_ref().and_then(signature_fault) {
        return wrong(fault);
    }
    match &spec.mapping {
        None if spec.vendor == Vendor::Json => wrong("must have [receiver.mapping.fields]"),
        None => Ok(()),
        Some(mapping) => check_mapping(spec, mapping),
    }
}

fn check_mapping(spec: &ReceiverSpec, mapping: &MappingSpec) -> Result<(), Error> {
    let fields = || mapping.fields.keys().chain(mapping.fixed.keys());
    for field in ["source_id", "started_at", "status"] {
        if !fields().any(|known| known == field) {
            let message = format!("must map `{field}` or set a fixed value");
            return Err(Error::field(named(&spec.name), message));
        }
    }
    for field in fields().chain(mapping.values.keys()) {
        let outer = field.split('.').next().unwrap_or_default();
        if !crate::intake::readers::OWN_FIELDS.contains(&outer) {
            let message = format!("maps `{field}`, which is not a field of the own format");
            return Err(Error::field(named(&spec.name), message));
        }
    }
    if let Some(fault) = mapping::value_fault(mapping) {
        let message = format!("has a value that its field does not accept, {fault}");
        return Err(Error::field(named(&spec.name), message));
    }
    let transcript = mapping.transcript.as_ref();
    let within = transcript.into_iter().flat_map(|t| {
        let at = t.at.as_ref().map(LineTimeSpec::path);
        [Some(t.turns.as_str()), Some(&t.speaker), Some(&t.text), at].into_iter().flatten()
    });
    let outer = mapping.fields.values().chain(mapping.when.keys()).map(String::as_str);
    let mut places = outer.chain(within);
    match places.find(|place| !place.is_empty() && !place.starts_with('/')) {
        Some(place) => {
            let message = format!("must use JSON pointers such as /call/id, not {place}");
            Err(Error::field(named(&spec.name), message))
        }
        None => Ok(()),
    }
}

impl Backend {
    /// The same backend with receivers.
    ///
    /// # Errors
    /// [`Error::Invalid`] names a receiver whose tenant or project does not exist.
    pub async fn with_receivers(self, receivers: Receivers) -> Result<Self, Error> {
        for spec in receivers.0.values() {
            let options = ReadOptions::in_zone(TimeZone::UTC);
            self.intake().project(&spec.tenant, &spec.project, options).await.map_err(|error| {
                Error::field(
                    named(&spec.name),
                    format!("cannot be used: {}", error.problem().detail),
                )
            })?;
        }
        Ok(Self { receivers: std::sync::Arc::new(receivers), ..self })
    }
}

impl Intake<'_> {
    /// Says how to read the body of a report for the receiver `name`. One that cannot be genuine is
    /// read like any other, so that nobody learns which names exist, but not kept.
    pub fn report_body(self, name: &str, headers: &[(String, String)]) -> ReportBody {
        let delivery = Delivery { url: "", headers, body: Cow::default() };
        match self.0.receivers.0.get(name) {
            Some(spec) => ReportBody {
                max_bytes: spec.max_bytes,
                is_wanted: may_be_genuine(spec, &delivery, self.0.now_ms()),
            },
            None => ReportBody { max_bytes: report_bytes(), is_wanted: false },
        }
    }

    /// Receives a report for the receiver `name` from a client's `address`.
    ///
    /// # Errors
    /// [`Error::InvalidKey`] for a report that is not signed by the receiver's secret, as for an
    /// unknown name, [`Error::Malformed`] and [`Error::Invalid`] for one that cannot
    /// be read as a call, [`Error::RateLimited`], [`Error::Upstream`].
    pub async fn receive(
        self,
        name: &str,
        delivery: Delivery<'_>,
        address: &str,
    ) -> Result<Received, Error> {
        let spec = self.0.receivers.0.get(name);
        let received = match spec.filter(|spec| is_genuine(spec, &delivery, self.0.now_ms())) {
            Some(spec) => self.read(spec, delivery).await,
            None => self.refuse_unsigned(address).await,
        };
        if let Some((spec, reason)) = spec.zip(refusal(&received)) {
            self.note_refusal(spec, reason).await;
        }
        received
    }

    /// Notes that the body of a report for the receiver `name` was refused before it was read to its
    /// end, unless it could not be genuine.
    pub async fn note_unread_report(
        self,
        name: &str,
        headers: &[(String, String)],
        address: &str,
        error: &Error,
    ) {
        let Some(spec) = self.0.receivers.0.get(name) else { return };
        let rate = [(RateBucket::BadKeyAddress(address), self.0.limits.bad_key_rate)];
        if self.report_body(name, headers).is_wanted
            && self.0.access().take_rates(&rate).await.is_ok()
        {
            self.note_refusal(spec, unverified(&error.problem().detail)).await;
        }
    }

    /// Refuses a report that no receiver's secret was used for.
    async fn refuse_unsigned(self, address: &str) -> Result<Received, Error> {
        let bucket = RateBucket::BadKeyAddress(address);
        self.0.access().take_rates(&[(bucket, self.0.limits.bad_key_rate)]).await?;
        Err(Error::InvalidKey)
    }

    async fn read(self, spec: &ReceiverSpec, delivery: Delivery<'_>) -> Result<Received, Error> {
        self.0.access().take_rates(&[(RateBucket::Receiver(&spec.name), REPORT_RATE)]).await?;
        // The report as it was read, and its call, take several times the memory of its body.
        let _share = self.0.pushes.memory.share(delivery.body.len()).await?;
        let report = delivery.report(spec.vendor)?;
        let Some(call) = call(spec, report).await? else { return Ok(Received::Ignored) };
        let options = ReadOptions::in_zone(TimeZone::UTC);
        let ingest = self.project(&spec.tenant, &spec.project, options).await?;
        ingest.ingest_one(call).await.map(Received::Call)
    }
}

/// Reads the call of a report; `None` for a report that is not about the end of a call.
async fn call(spec: &ReceiverSpec, report: Value) -> Result<Option<IncomingCall>, Error> {
    let call = match (spec.vendor, &spec.mapping, &spec.twilio) {
        (Vendor::Vapi, ..) => vapi::call(report),
        (Vendor::Retell, ..) => retell::call(&report),
        (Vendor::Json, Some(mapping), _) => return mapping::call(&spec.name, mapping, report),
        (Vendor::Twilio, _, Some(twilio)) => {
            return twilio::fetched_call(twilio, &spec.secret, &report).await;
        }
        // `Receivers::new` refuses these.
        (Vendor::Json, None, _) | (Vendor::Twilio, _, None) => {
            return Err(Error::internal(format!("{} has no description", named(&spec.name))));
        }
    };
    call.map_err(|reason| Error::field("body", reason))
}
