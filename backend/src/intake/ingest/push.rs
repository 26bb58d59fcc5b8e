//! Calls pushed by programs: read as they arrive, stored in batches, with a result for each.

use std::io::{BufReader, Read};

use earshot_domain::{
    ApiScope, AuditAction, ClockFormat, DateOrder, PushReport, PushedCall, Slug, byte_size,
    format_number,
};
use jiff::tz::TimeZone;
use serde_json::json;
use tokio::sync::mpsc;

use super::{
    OnConflict, ProjectIngest,
    body::{checked_body, unreadable},
    bounded::Bounded,
    project_ingest::Prepared,
    push_answer::{accepted, refused, set_result},
};
use crate::{
    ApiClient, DisplayFormat, Error,
    intake::{
        Intake,
        readers::{
            BadRecord, CallLogSpec, CallShare, Format, Gate, IncomingCall, Layout, ReadOptions,
            TextEncoding, read_as, unpacked,
        },
    },
    store::Keep,
};

/// Calls stored in one transaction; few, so that a write never blocks others for long.
const MAX_BATCH: usize = 250;
/// Bytes of one request, unpacked.
pub(super) const MAX_BYTES: u64 = 256 << 20;
/// Records of one request.
const MAX_RECORDS: usize = 100_000;

/// Format and destination of pushed calls.
#[derive(Debug, Clone)]
pub struct Push {
    /// The project; a key with access to one only need not name it.
    pub project: Option<Slug>,
    /// The format of the records.
    pub format: Format,
    /// Their layout.
    pub layout: Layout,
    /// The zone of a PBX's local times; the tenant's when not named.
    pub time_zone: Option<TimeZone>,
    /// The order of dates in a PBX's local times; the tenant's when not named.
    pub date_order: Option<DateOrder>,
    /// The clock of a PBX's local times; the tenant's when not named.
    pub clock_face: Option<ClockFormat>,
    /// What to do where a record contradicts the stored call.
    pub on_conflict: OnConflict,
    /// The encoding of the body; UTF-8 when not named.
    pub encoding: Option<TextEncoding>,
    /// The mapping of a call log's columns; known systems need none.
    pub call_log: Option<CallLogSpec>,
}

/// An error that ended a push; records stored before it remain.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct PushError {
    /// The error.
    pub error: Error,
    /// Results of the records before it.
    pub report: Box<PushReport>,
}

impl From<Error> for PushError {
    fn from(error: Error) -> Self {
        Self { error, report: Box::default() }
    }
}

/// One record from the reader, with its share of the memory.
type ReadRecord = (Result<IncomingCall, BadRecord>, CallShare);

impl Intake<'_> {
    /// Stores the calls of `body`, gzip or plain, for a key with the scope to push them. Pushing is
    /// idempotent.
    ///
    /// # Errors
    /// [`Error::ScopeMissing`], [`Error::NotFound`] for a project that is not the key's,
    /// [`Error::Malformed`] for a body that is not JSON, [`Error::TooLarge`] beyond the limits of one
    /// request, [`Error::Invalid`] for a body of another format, [`Error::Busy`]
    /// while too many pushes run at the same time, of the tenant or in all.
    pub async fn push(
        self,
        holder: &ApiClient,
        push: &Push,
        body: Box<dyn Read + Send>,
    ) -> Result<PushReport, PushError> {
        holder.demand(ApiScope::CallsWrite)?;
        let tenant = &holder.viewer.tenant;
        let _place = self.0.pushes.running.take(tenant.id).ok_or(Error::Busy)?;
        let project = holder.viewer.project(push.project.as_ref())?;
        let row = self.0.tenants().find(tenant.slug.as_str()).await?;
        let time_zone = push.time_zone.clone().unwrap_or_else(|| tenant.zone.clone());
        let own = self.0.access().display_format(tenant.id).await?;
        let display = DisplayFormat {
            date_order: push.date_order.unwrap_or(own.date_order),
            clock_face: push.clock_face.unwrap_or(own.clock_face),
        };
        let options = ReadOptions {
            time_zone,
            display: Some(display),
            encoding: push.encoding,
            call_log: push.call_log.clone(),
        };
        let known = self.0.db.projects(row.id).await?;
        let found = known.into_iter().find(|known| known.id == project.project_id);
        let ingest = self.ingest_into(&row, found.ok_or(Error::NotFound)?, options)?;
        let ingest = ingest.on_conflict(push.on_conflict);
        let result = ingest.ingest_body(push, body, self.0.pushes.memory.gate()).await;
        let report = match &result {
            Ok(report) => report,
            Err(PushError { report, .. }) => report,
        };
        if report.taken > 0 || report.extended > 0 {
            self.note_push(holder, &ingest.project_slug, report).await?;
        }
        result
    }

    async fn note_push(
        self,
        holder: &ApiClient,
        project: &Slug,
        report: &PushReport,
    ) -> Result<(), Error> {
        let detail = json!({
            "taken": report.taken, "extended": report.extended,
            "unchanged": report.unchanged, "refused": report.refused,
            "ignored": report.results.iter().filter(|call| call.is_partly_ignored()).count(),
        });
        let mut tx = self.0.db.begin().await?;
        let action = AuditAction::CallsPushed;
        self.0.audit().record(&mut tx, &holder.viewer, action, project, &detail, None).await?;
        tx.commit().await
    }
}

impl ProjectIngest {
    /// Stores the calls that a thread of its own reads from `body`.
    async fn ingest_body(
        &self,
        push: &Push,
        body: Box<dyn Read + Send>,
        gate: Gate,
    ) -> Result<PushReport, PushError> {
        let (sender, mut records) = mpsc::channel(MAX_BATCH);
        let options = self.options.clone();
        let (format, layout) = (push.format, push.layout);
        let reader = tokio::task::spawn_blocking(move || {
            send_records((format, layout, options), body, &gate, &sender)
        });
        let mut report = PushReport::default();
        let mut ready = self.next_batch(&mut records).await;
        while let Some(batch) = ready {
            // The next calls are prepared while these are stored, which takes one core.
            let stored = async { self.store_batch(batch?).await };
            let (answers, next) = tokio::join!(stored, self.next_batch(&mut records));
            match answers {
                Ok(answers) => answers.into_iter().for_each(|answer| report.add(answer)),
                Err(error) => return Err(PushError { error, report: Box::new(report) }),
            }
            if report.results.len() >= MAX_RECORDS {
                let records = format_number(MAX_RECORDS as u64);
                let error = Error::TooLarge(format!("{records} records in one request"));
                return Err(PushError { error, report: Box::new(report) });
            }
            ready = next;
        }
        match reader.await.map_err(Error::internal)? {
            Ok(()) => Ok(report),
            Err(error) => Err(PushError { error, report: Box::new(report) }),
        }
    }

    /// Stores one call and returns its result.
    pub(crate) async fn ingest_one(&self, call: IncomingCall) -> Result<PushedCall, Error> {
        let mut answer = accepted(&call, &self.key);
        if let Some(ingested) = self.ingest(vec![call]).await?.pop() {
            set_result(&mut answer, &ingested);
        }
        Ok(answer)
    }

    /// Prepares the records that have been read, when there are any; `None` after the last.
    async fn next_batch(
        &self,
        records: &mut mpsc::Receiver<ReadRecord>,
    ) -> Option<Result<Batch, Error>> {
        let mut read = vec![records.recv().await?];
        while read.len() < MAX_BATCH
            && let Ok(next) = records.try_recv()
        {
            read.push(next);
        }
        Some(self.prepare_batch(read).await)
    }

    async fn prepare_batch(&self, read: Vec<ReadRecord>) -> Result<Batch, Error> {
        let (mut calls, mut answers) = (Vec::new(), Vec::with_capacity(read.len()));
        let mut shares = Vec::with_capacity(read.len());
        for (record, share) in read {
            shares.push(share);
            answers.push(match record {
                Ok(call) => {
                    let answer = accepted(&call, &self.key);
                    calls.push(call);
                    answer
                }
                Err(bad) => refused(&bad),
            });
        }
        let prepared = self.prepare_all(calls).await?;
        Ok(Batch { answers, prepared, _shares: shares })
    }

    /// Stores the calls of a batch; the results of its records, in order.
    async fn store_batch(&self, batch: Batch) -> Result<Vec<PushedCall>, Error> {
        let Batch { mut answers, mut prepared, _shares } = batch;
        let ingested = if prepared.is_empty() {
            Vec::new()
        } else {
            self.store_all(&mut prepared, Keep::Nothing).await?
        };
        let accepted = answers.iter_mut().filter(|answer| answer.place.is_none());
        for (answer, call) in accepted.zip(&ingested) {
            set_result(answer, call);
        }
        Ok(answers)
    }
}

/// Records that were read and prepared together.
struct Batch {
    /// The answer to each, as far as it is known before the calls are stored.
    answers: Vec<PushedCall>,
    prepared: Vec<Prepared>,
    _shares: Vec<CallShare>,
}

/// Reads `body` and sends its records for as long as the receiver is there.
fn send_records(
    (format, layout, options): (Format, Layout, ReadOptions),
    body: Box<dyn Read + Send>,
    gate: &Gate,
    sender: &mpsc::Sender<ReadRecord>,
) -> Result<(), Error> {
    let body = checked_body((format, layout, &options), body)?;
    let plain = unpacked(body).map_err(|error| unreadable(&error.into()))?;
    let (input, exceeded) = Bounded::new(plain, MAX_BYTES);
    let too_large = || Error::TooLarge(format!("{} in one request", byte_size(MAX_BYTES)));
    let input = Box::new(BufReader::with_capacity(1 << 16, input));
    let calls = match read_as((format, layout), input, options, Some(gate.clone())) {
        Ok(calls) => calls,
        Err(_) if exceeded.is_set() => return Err(too_large()),
        Err(error) => return Err(unreadable(&error)),
    };
    for call in calls {
        if exceeded.is_set() {
            return Err(too_large());
        }
        let share = gate.share_of(&call);
        if sender.blocking_send((call, share)).is_err() {
            break;
        }
    }
    Ok(())
}
