//! Calls that programs push in: read as they arrive, stored in batches, each one answered for.

use std::{
    io::{BufReader, Read},
    sync::Arc,
};

use earshot_domain::{ApiScope, AuditAction, PushReport, PushResult, PushedCall, Slug};
use jiff::tz::TimeZone;
use serde_json::json;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use super::{Ingested, IngestedCall, ProjectIngest, bounded::Bounded};
use crate::{
    Backend, Error, KeyHolder,
    intake::readers::{
        BadRecord, Format, IncomingCall, Layout, ReadError, ReadOptions, read_as, unpacked,
    },
};

/// Most calls stored in one transaction; small, so that a write never holds others up for long.
const BATCH: usize = 250;
/// Most bytes of calls that were read and are not stored yet.
const IN_FLIGHT: u32 = 16 << 20;
/// Most bytes of one request, unpacked.
const MOST_BYTES: u64 = 256 << 20;
/// Most records of one request.
const MOST_RECORDS: usize = 100_000;

/// How pushed calls are to be read, and where they go.
#[derive(Debug, Clone)]
pub struct Push {
    /// The project, which a key that reaches one only need not name.
    pub project: Option<Slug>,
    /// The format of the records.
    pub format: Format,
    /// How they follow each other.
    pub layout: Layout,
    /// The zone of a PBX's local times; the tenant's when not named.
    pub time_zone: Option<TimeZone>,
}

/// Why pushed calls were not all read. What was stored before stays.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct PushError {
    /// What went wrong.
    pub error: Error,
    /// What had become of the records until then.
    pub report: Box<PushReport>,
}

impl From<Error> for PushError {
    fn from(error: Error) -> Self {
        Self { error, report: Box::default() }
    }
}

/// One record on its way from the reader, with its share of the memory.
type Arriving = (Result<IncomingCall, BadRecord>, OwnedSemaphorePermit);

impl Backend {
    /// Stores the calls of `body`, gzip or plain, for a key that may push them. Pushing them again
    /// changes nothing.
    ///
    /// # Errors
    /// [`Error::ScopeMissing`], [`Error::NotFound`] for a project that is not the key's,
    /// [`Error::Malformed`] for a body that is no JSON, [`Error::TooLarge`] beyond 256 MB unpacked or
    /// 100,000 records, [`Error::Invalid`] for a body of another format, [`Error::Busy`] while too many
    /// push at the same time.
    pub async fn push_calls(
        &self,
        holder: &KeyHolder,
        push: &Push,
        body: Box<dyn Read + Send>,
    ) -> Result<PushReport, PushError> {
        holder.demand(ApiScope::CallsWrite)?;
        let _place = self.pushes.try_acquire().map_err(|_| Error::Busy)?;
        let tenant = &holder.viewer.tenant;
        let project = holder.viewer.project(push.project.as_ref())?;
        let row = self.tenant(tenant.slug.as_str()).await?;
        let time_zone = push.time_zone.clone().unwrap_or_else(|| tenant.zone.clone());
        let options = ReadOptions::in_zone(time_zone);
        let ingest = self.ingest_into(&row, project.project_id, project.project.slug, options)?;
        let result = ingest.take_all(push, body).await;
        let report = match &result {
            Ok(report) => report,
            Err(PushError { report, .. }) => report,
        };
        if report.taken + report.extended > 0 {
            self.note_push(holder, &ingest.project_slug, report).await?;
        }
        result
    }

    async fn note_push(
        &self,
        holder: &KeyHolder,
        project: &Slug,
        report: &PushReport,
    ) -> Result<(), Error> {
        let detail = json!({
            "taken": report.taken, "extended": report.extended,
            "unchanged": report.unchanged, "refused": report.refused,
        });
        let mut tx = self.db.begin().await?;
        let action = AuditAction::CallsPushed;
        self.record(&mut tx, &holder.viewer, action, project, &detail, None).await?;
        tx.commit().await
    }
}

impl ProjectIngest {
    /// Reads on a thread of its own what this task stores.
    async fn take_all(
        &self,
        push: &Push,
        body: Box<dyn Read + Send>,
    ) -> Result<PushReport, PushError> {
        let (sender, mut records) = mpsc::channel(BATCH);
        let options = self.options.clone();
        let (format, layout) = (push.format, push.layout);
        let reader =
            tokio::task::spawn_blocking(move || send_all(format, layout, options, body, &sender));
        let mut report = PushReport::default();
        while let Some(first) = records.recv().await {
            let mut batch = vec![first];
            while batch.len() < BATCH
                && let Ok(next) = records.try_recv()
            {
                batch.push(next);
            }
            if let Err(error) = self.take_batch(batch, &mut report).await {
                return Err(PushError { error, report: Box::new(report) });
            }
            if report.results.len() >= MOST_RECORDS {
                let error = Error::TooLarge("100,000 records in one request".to_owned());
                return Err(PushError { error, report: Box::new(report) });
            }
        }
        match reader.await.map_err(Error::internal)? {
            Ok(()) => Ok(report),
            Err(error) => Err(PushError { error, report: Box::new(report) }),
        }
    }

    /// Stores one call and answers for it.
    pub(crate) async fn take_one(&self, call: IncomingCall) -> Result<PushedCall, Error> {
        let mut answer = named(&call);
        if let Some(ingested) = self.ingest(vec![call]).await?.pop() {
            tell(&mut answer, &ingested);
        }
        Ok(answer)
    }

    /// Stores the calls of a batch and answers for every record of it, in order.
    async fn take_batch(&self, batch: Vec<Arriving>, report: &mut PushReport) -> Result<(), Error> {
        let (mut calls, mut answers) = (Vec::new(), Vec::with_capacity(batch.len()));
        let mut permits = Vec::with_capacity(batch.len());
        for (record, permit) in batch {
            permits.push(permit);
            answers.push(match record {
                Ok(call) => {
                    let answer = named(&call);
                    calls.push(call);
                    answer
                }
                Err(bad) => refused(&bad),
            });
        }
        let ingested = if calls.is_empty() { Vec::new() } else { self.ingest(calls).await? };
        let mut ingested = ingested.into_iter();
        for mut answer in answers {
            if answer.place.is_none()
                && let Some(call) = ingested.next()
            {
                tell(&mut answer, &call);
            }
            report.add(answer);
        }
        Ok(())
    }
}

/// Reads `body` and sends its records, for as long as somebody takes them.
fn send_all(
    format: Format,
    layout: Layout,
    options: ReadOptions,
    body: Box<dyn Read + Send>,
    sender: &mpsc::Sender<Arriving>,
) -> Result<(), Error> {
    let body = BufReader::with_capacity(1 << 16, body);
    let plain = unpacked(Box::new(body)).map_err(|error| unreadable(&error.into()))?;
    let (input, exceeded) = Bounded::new(plain, MOST_BYTES);
    let too_large = || Error::TooLarge("256 MB in one request".to_owned());
    let input = Box::new(BufReader::with_capacity(1 << 16, input));
    let calls = match read_as(format, layout, input, options) {
        Ok(calls) => calls,
        Err(_) if exceeded.is_set() => return Err(too_large()),
        Err(error) => return Err(unreadable(&error)),
    };
    let memory = Arc::new(Semaphore::new(IN_FLIGHT as usize));
    let runtime = tokio::runtime::Handle::current();
    for call in calls {
        if exceeded.is_set() {
            return Err(too_large());
        }
        let bytes = call.as_ref().map_or(0, |call| call.source_record.len());
        let share = u32::try_from(bytes).unwrap_or(IN_FLIGHT).min(IN_FLIGHT);
        let permit = runtime.block_on(Arc::clone(&memory).acquire_many_owned(share));
        let permit = permit.map_err(Error::internal)?;
        if sender.blocking_send((call, permit)).is_err() {
            break;
        }
    }
    Ok(())
}

fn unreadable(error: &ReadError) -> Error {
    match error {
        ReadError::NotTheFormat { .. } => Error::field("body", format!("is {error}")),
        ReadError::NotJson { .. } | ReadError::Io(_) => {
            Error::Malformed(format!("The body is {error}. Nothing was taken from it."))
        }
    }
}

fn named(call: &IncomingCall) -> PushedCall {
    PushedCall {
        result: PushResult::Taken,
        source: Some(call.source.clone()),
        source_id: Some(call.source_id.clone()),
        call_id: None,
        place: None,
        reason: None,
    }
}

fn refused(bad: &BadRecord) -> PushedCall {
    PushedCall {
        result: PushResult::Refused,
        source: None,
        source_id: None,
        call_id: None,
        place: Some(bad.place.to_string()),
        reason: Some(bad.reason.clone()),
    }
}

fn tell(answer: &mut PushedCall, call: &IngestedCall) {
    let (result, reason) = match call.ingested {
        Ingested::Taken => (PushResult::Taken, None),
        Ingested::Extended => (PushResult::Extended, None),
        Ingested::Unchanged => (PushResult::Unchanged, None),
        Ingested::Kept => (PushResult::Unchanged, Some(KEPT)),
        Ingested::InAnotherProject => (PushResult::Refused, Some(IN_ANOTHER_PROJECT)),
    };
    answer.result = result;
    answer.reason = reason.map(str::to_owned);
    if call.ingested != Ingested::InAnotherProject {
        answer.call_id = Some(call.call_id);
    }
}

const KEPT: &str = "differs from the stored call of this source and id without saying more; what is \
                    stored stays";
const IN_ANOTHER_PROJECT: &str =
    "this source and id belong to a call of another project of the organisation";
