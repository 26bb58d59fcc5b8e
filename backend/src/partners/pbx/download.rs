//! Asking for a file of legs, and fetching it: what is asked is kept, and made when it is fetched.

use bytes::Bytes;
use earshot_domain::{ApiScope, AuditAction, CallId, PbxCode, ProjectId};
use futures::stream::{BoxStream, StreamExt, try_unfold};
use jiff::fmt::strtime;
use serde::Serialize;
use serde_json::json;

use super::{
    PbxError,
    filter::LegFilter,
    lease,
    leg::{Leg, LegView},
};
use crate::{
    ApiClient, Backend, DisplayFormat, Error,
    access::alphanumeric,
    jobs::{Hold, Lease},
    partners::Pbx,
    privacy::encryption::Sealed,
    store::{LegSearch, PbxCallRow, PbxDownloadRow},
};

/// Milliseconds a file can be fetched: 30 minutes (docs/compatibility.md#yeastar-download-url).
const FILE_MS: i64 = 30 * 60 * 1000;
/// Calls read at once.
const BATCH: i64 = 250;

/// A file that can be downloaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PbxFile {
    /// File name: the version, the time and random characters.
    pub file: String,
    /// Path of the file, to be combined with the server's URL and a token.
    pub download_resource_url: String,
}

/// A file on its way. A stream that ends in an error must not end properly.
pub type PbxStream = BoxStream<'static, Result<Bytes, Error>>;

impl Pbx<'_> {
    /// Asks for the legs that match; nothing is made yet.
    ///
    /// # Errors
    /// Those of the parameters; `DataNotFound` when nothing matches; `OverloadTaskRunning` while
    /// another request of the client runs.
    pub async fn aidownload(
        self,
        holder: &ApiClient,
        pairs: &[(String, String)],
    ) -> Result<PbxFile, PbxError> {
        let viewer = &holder.viewer;
        let format = self.0.access().display_format(viewer.tenant.id).await?;
        let filter = LegFilter::read(pairs, format, &viewer.tenant.zone)?;
        let api_key_id = holder.api_key_id().ok_or(PbxCode::AccessDenied)?;
        let lease = lease::take(self.0, api_key_id).await?.ok_or(PbxCode::OverloadTaskRunning)?;
        let ingest_bound = self.0.db.last_arrival(&viewer.scope()).await?;
        let mut reader = Reader::new(self.0.clone(), holder.clone(), format, filter, ingest_bound);
        let found = reader.finds_any().await;
        lease.end().await?;
        if !found? {
            return Err(PbxCode::DataNotFound.into());
        }
        let file = file_name(holder, self.0.clock.now())?;
        let clear = serde_json::to_vec(&reader.filter).map_err(Error::from)?;
        let filter_encrypted = viewer.tenant.key.seal(Sealed::PbxFilter, &file, &clear)?;
        let now = self.0.now_ms();
        let row = PbxDownloadRow {
            file_name: file.clone(),
            tenant_id: viewer.tenant.id,
            api_key_id,
            filter_encrypted,
            ingest_bound,
            expires_at: now + FILE_MS,
        };
        let mut tx = self.0.db.begin().await?;
        tx.add_pbx_download(&row, now).await?;
        tx.commit().await?;
        Ok(PbxFile { download_resource_url: format!("/api/download/{file}"), file })
    }

    /// Opens a file that a client of the same tenant asked for. What the holder may see decides what
    /// is in it, and is asked again as it is read.
    pub async fn open_download(
        self,
        holder: &ApiClient,
        file: &str,
    ) -> Result<PbxStream, PbxError> {
        let tenant = &holder.viewer.tenant;
        let row = self.0.db.pbx_download(file).await?;
        let row = row.filter(|row| row.tenant_id == tenant.id && self.0.now_ms() < row.expires_at);
        let row = row.ok_or(PbxCode::DataNotFound)?;
        let clear = tenant.key.open(Sealed::PbxFilter, file, &row.filter_encrypted)?;
        let filter: LegFilter = serde_json::from_slice(&clear).map_err(Error::from)?;
        let api_key_id = holder.api_key_id().ok_or(PbxCode::AccessDenied)?;
        let lease = lease::take(self.0, api_key_id).await?.ok_or(PbxCode::OverloadTaskRunning)?;
        let format = self.0.access().display_format(tenant.id).await?;
        self.note_download(holder, file, &clear).await?;
        let reader = Reader::new(self.0.clone(), holder.clone(), format, filter, row.ingest_bound);
        Ok(stream(reader, lease))
    }

    async fn note_download(
        self,
        holder: &ApiClient,
        file: &str,
        filter: &[u8],
    ) -> Result<(), Error> {
        let detail = json!({ "raw_text": holder.may(ApiScope::TranscriptsRaw) });
        let filter = String::from_utf8_lossy(filter);
        let mut tx = self.0.db.begin().await?;
        let action = AuditAction::PbxDownloaded;
        self.0
            .audit()
            .record(&mut tx, &holder.viewer, action, file, &detail, Some(&filter))
            .await?;
        tx.commit().await
    }
}

/// Reads the calls of a download, batch by batch.
struct Reader {
    backend: Backend,
    holder: ApiClient,
    format: DisplayFormat,
    filter: LegFilter,
    search: LegSearch,
    ingest_bound: i64,
    /// Projects still to be read, the current one last.
    projects: Vec<ProjectId>,
    after: Option<(i64, CallId)>,
}

impl Reader {
    fn new(
        backend: Backend,
        holder: ApiClient,
        format: DisplayFormat,
        filter: LegFilter,
        ingest_bound: i64,
    ) -> Self {
        let search = filter.search(&holder.viewer.tenant.key);
        let projects = holder.viewer.scope().project_ids;
        Self { backend, holder, format, filter, search, ingest_bound, projects, after: None }
    }

    /// The legs of the next batch; `None` after the last one.
    async fn next_legs(&mut self) -> Result<Option<Vec<Leg>>, Error> {
        let Some(project_id) = self.projects.last().copied() else { return Ok(None) };
        let scope = self.holder.viewer.scope();
        let (search, after) = (&self.search, self.after);
        let db = &self.backend.db;
        let rows =
            db.pbx_calls(&scope, project_id, search, self.ingest_bound, after, BATCH).await?;
        self.after = rows.last().map(|last| (last.started_at, last.id));
        if rows.is_empty() {
            self.projects.pop();
        }
        self.legs(rows).await.map(Some)
    }

    /// Whether there is any leg at all.
    async fn finds_any(&mut self) -> Result<bool, Error> {
        while let Some(legs) = self.next_legs().await? {
            if !legs.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Opening and reading calls is work for a processor, so it has a thread of its own.
    async fn legs(&self, rows: Vec<PbxCallRow>) -> Result<Vec<Leg>, Error> {
        let (tenant, filter) = (self.holder.viewer.tenant.clone(), self.filter.clone());
        let (format, raw_text) = (self.format, self.holder.may(ApiScope::TranscriptsRaw));
        let made = tokio::task::spawn_blocking(move || {
            let view = LegView { key: &tenant.key, zone: &tenant.zone, format, raw_text };
            let mut all = Vec::with_capacity(rows.len());
            for row in &rows {
                let legs = view.legs(row)?;
                if filter.takes(legs.iter().map(|leg| leg.call_to.as_str())) {
                    all.extend(legs);
                }
            }
            Ok(all)
        });
        made.await.map_err(Error::internal)?
    }

    /// Looks again who reads: a key that does not work any more stops its download.
    async fn check(&mut self) -> Result<(), Error> {
        let id = self.holder.api_key_id().ok_or(Error::InvalidKey)?;
        let row = self.backend.db.api_key(id).await?.ok_or(Error::InvalidKey)?;
        let holder = self.backend.keys().client_of_key(&row).await?.ok_or(Error::InvalidKey)?;
        holder.demand(ApiScope::CallsRead)?;
        self.holder = holder;
        Ok(())
    }
}

/// Where a stream is.
enum State {
    Opening(Reader, Lease),
    Reading(Reader, Lease, bool),
    Over,
}

fn stream(reader: Reader, lease: Lease) -> PbxStream {
    try_unfold(State::Opening(reader, lease), |state| async move {
        let (mut reader, lease, mut empty) = match state {
            State::Over => return Ok(None),
            State::Opening(reader, lease) => {
                return Ok(Some((Bytes::from_static(b"["), State::Reading(reader, lease, true))));
            }
            State::Reading(reader, lease, empty) => (reader, lease, empty),
        };
        reader.check().await?;
        if lease.standing() == Hold::Lost {
            return Err(Error::internal("the lease of a PBX download was lost"));
        }
        let Some(legs) = reader.next_legs().await? else {
            lease.end().await?;
            return Ok(Some((Bytes::from_static(b"]\n"), State::Over)));
        };
        let mut text = Vec::new();
        for leg in &legs {
            if !empty {
                text.push(b',');
            }
            text.push(b'\n');
            serde_json::to_writer(&mut text, leg)?;
            empty = false;
        }
        Ok(Some((Bytes::from(text), State::Reading(reader, lease, empty))))
    })
    .boxed()
}

/// `PBX-AI_Transcription-<version>-download-<time>-<16 letters and digits>.json`.
fn file_name(holder: &ApiClient, now: jiff::Timestamp) -> Result<String, Error> {
    let local = now.to_zoned(holder.viewer.tenant.zone.clone());
    let time = strtime::format("%Y%m%d%H%M%S", &local).map_err(Error::internal)?;
    let (version, random) = (env!("CARGO_PKG_VERSION"), alphanumeric::<16>()?);
    Ok(format!("PBX-AI_Transcription-{version}-download-{time}-{random}.json"))
}
