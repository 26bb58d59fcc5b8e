//! Downloads of call legs: the request is stored, and the file is generated when it is fetched.

use bytes::Bytes;
use earshot_domain::{ApiScope, AuditAction, CallId, Country, PbxCode, ProjectId};
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
    jobs::{Lease, LeaseStatus},
    partners::Pbx,
    privacy::encryption::Sealed,
    store::{PbxCallRow, PbxDownloadRow, PbxPageStart},
};

/// Lifetime of a download in milliseconds: 30 minutes (docs/compatibility.md#yeastar-download-url).
const FILE_MS: i64 = 30 * 60 * 1000;
/// Calls per batch.
const BATCH: i64 = 250;

/// A downloadable file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PbxFile {
    /// File name: the version, the time and random characters.
    pub file: String,
    /// Path of the file, to be combined with the server's URL and a token.
    pub download_resource_url: String,
}

/// Content of a download. After an error item, the connection must not end normally.
pub type PbxStream = BoxStream<'static, Result<Bytes, Error>>;

/// A download that may be fetched now. Nothing of it is made or recorded before it is read.
pub struct PbxDownload<'a> {
    pbx: Pbx<'a>,
    client: &'a ApiClient,
    row: PbxDownloadRow,
}

impl<'a> Pbx<'a> {
    /// Requests a download of the matching legs; the file is not generated yet.
    ///
    /// # Errors
    /// Those of the parameters; `DataNotFound` when nothing matches; `OverloadTaskRunning` while
    /// another request of the client is running.
    pub async fn aidownload(
        self,
        client: &ApiClient,
        pairs: &[(String, String)],
    ) -> Result<PbxFile, PbxError> {
        let viewer = &client.viewer;
        let format = self.0.access().display_format(viewer.tenant.id).await?;
        let filter = LegFilter::read(pairs, format, &viewer.tenant.zone)?;
        let api_key_id = client.api_key_id().ok_or(PbxCode::AccessDenied)?;
        let lease = lease::take(self.0, api_key_id).await?.ok_or(PbxCode::OverloadTaskRunning)?;
        let ingest_bound = self.0.db.last_arrival(&viewer.scope()).await?;
        let mut reader = Reader::new(self.0.clone(), client.clone(), format, filter, ingest_bound);
        let found = reader.has_match().await;
        lease.end().await?;
        if !found? {
            return Err(PbxCode::DataNotFound.into());
        }
        let file = file_name(client, self.0.clock.now())?;
        let clear = serde_json::to_vec(&reader.filter).map_err(Error::from)?;
        let filter_encrypted = viewer.tenant.key.seal(Sealed::PbxFilter, &file, &clear)?;
        let now = self.0.now_ms();
        let row = PbxDownloadRow {
            file_name: file.clone(),
            tenant_id: viewer.tenant.id,
            api_key_id,
            filter_encrypted,
            ingest_bound,
            expires_at: now.saturating_add(FILE_MS),
        };
        let mut tx = self.0.db.begin().await?;
        tx.add_pbx_download(&row, now).await?;
        tx.commit().await?;
        Ok(PbxFile { download_resource_url: format!("/api/download/{file}"), file })
    }

    /// A download that a client of the same tenant requested, and that has not expired.
    pub async fn open_download(
        self,
        client: &'a ApiClient,
        file: &str,
    ) -> Result<PbxDownload<'a>, PbxError> {
        let row = self.0.db.pbx_download(file).await?;
        let tenant_id = client.viewer.tenant.id;
        let row = row.filter(|row| row.tenant_id == tenant_id && self.0.now_ms() < row.expires_at);
        Ok(PbxDownload { pbx: self, client, row: row.ok_or(PbxCode::DataNotFound)? })
    }
}

impl PbxDownload<'_> {
    /// Its content, limited by the access of the fetching client, which is checked again for each batch.
    /// The download is recorded before its first byte.
    pub async fn read(self) -> Result<PbxStream, PbxError> {
        let (backend, client, row) = (self.pbx.0, self.client, &self.row);
        let tenant = &client.viewer.tenant;
        let clear = tenant.key.open(Sealed::PbxFilter, &row.file_name, &row.filter_encrypted)?;
        let filter: LegFilter = serde_json::from_slice(&clear).map_err(Error::from)?;
        let api_key_id = client.api_key_id().ok_or(PbxCode::AccessDenied)?;
        let lease = lease::take(backend, api_key_id).await?.ok_or(PbxCode::OverloadTaskRunning)?;
        let format = backend.access().display_format(tenant.id).await?;
        self.record(&clear).await?;
        let reader = Reader::new(backend.clone(), client.clone(), format, filter, row.ingest_bound);
        Ok(stream(reader, lease))
    }

    async fn record(&self, filter: &[u8]) -> Result<(), Error> {
        let (backend, client) = (self.pbx.0, self.client);
        let detail = json!({ "raw_text": client.may(ApiScope::TranscriptsRaw) });
        let filter = String::from_utf8_lossy(filter);
        let mut tx = backend.db.begin().await?;
        let action = AuditAction::PbxDownloaded;
        backend
            .audit()
            .record(&mut tx, &client.viewer, action, &self.row.file_name, &detail, Some(&filter))
            .await?;
        tx.commit().await
    }
}

/// Reader of a download's calls, batch by batch.
struct Reader {
    backend: Backend,
    client: ApiClient,
    format: DisplayFormat,
    filter: LegFilter,
    ingest_bound: i64,
    /// Projects left to read, the current one last.
    projects: Vec<ProjectId>,
    /// The last call of the previous batch.
    after: Option<PbxPageStart>,
}

impl Reader {
    fn new(
        backend: Backend,
        client: ApiClient,
        format: DisplayFormat,
        filter: LegFilter,
        ingest_bound: i64,
    ) -> Self {
        let projects = client.viewer.scope().project_ids;
        Self { backend, client, format, filter, ingest_bound, projects, after: None }
    }

    /// Reads the legs of the next batch; `None` after the last one.
    async fn next_legs(&mut self) -> Result<Option<Vec<Leg>>, Error> {
        let Some(project_id) = self.projects.last().copied() else { return Ok(None) };
        let scope = self.client.viewer.scope();
        let country = self.client.viewer.project_by_id(project_id).and_then(|scope| scope.country);
        let search = self.filter.search(&self.client.viewer.tenant.key, country);
        let (db, after) = (&self.backend.db, self.after);
        let rows =
            db.pbx_calls(&scope, project_id, &search, self.ingest_bound, after, BATCH).await?;
        self.after =
            rows.last().map(|last| PbxPageStart { started_at: last.started_at, id: last.id });
        if rows.is_empty() {
            self.projects.pop();
        }
        self.legs(country, rows).await.map(Some)
    }

    /// Whether any leg matches.
    async fn has_match(&mut self) -> Result<bool, Error> {
        while let Some(legs) = self.next_legs().await? {
            if !legs.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Decrypts and filters legs on a blocking thread, because it is CPU-bound.
    async fn legs(
        &self,
        country: Option<Country>,
        rows: Vec<PbxCallRow>,
    ) -> Result<Vec<Leg>, Error> {
        let (tenant, filter) = (self.client.viewer.tenant.clone(), self.filter.clone());
        let (format, raw_text) = (self.format, self.client.may(ApiScope::TranscriptsRaw));
        let ids: Vec<CallId> = rows.iter().map(|row| row.id).collect();
        let marks = self.backend.db.redaction_marks(tenant.id, &ids).await?;
        let made = tokio::task::spawn_blocking(move || {
            let view = LegView { key: &tenant.key, zone: &tenant.zone, format, raw_text, marks };
            let mut all = Vec::with_capacity(rows.len());
            for row in &rows {
                let legs = view.legs(row)?;
                if filter.takes(country, legs.iter().map(|leg| leg.call_to.as_str())) {
                    all.extend(legs);
                }
            }
            Ok(all)
        });
        made.await.map_err(Error::internal)?
    }

    /// Authenticates the client again: a key that is no longer valid stops the download.
    async fn check(&mut self) -> Result<(), Error> {
        let id = self.client.api_key_id().ok_or(Error::InvalidKey)?;
        let row = self.backend.db.api_key(id).await?.ok_or(Error::InvalidKey)?;
        let client = self.backend.keys().client_of_key(&row).await?.ok_or(Error::InvalidKey)?;
        client.demand(ApiScope::CallsRead)?;
        self.client = client;
        Ok(())
    }
}

/// State of a download stream.
enum State {
    Opening(Reader, Lease),
    Reading(Reader, Lease, bool),
    Finished,
}

fn stream(reader: Reader, lease: Lease) -> PbxStream {
    try_unfold(State::Opening(reader, lease), |state| async move {
        let (mut reader, lease, mut empty) = match state {
            State::Finished => return Ok(None),
            State::Opening(reader, lease) => {
                return Ok(Some((Bytes::from_static(b"["), State::Reading(reader, lease, true))));
            }
            State::Reading(reader, lease, empty) => (reader, lease, empty),
        };
        reader.check().await?;
        if lease.status() == LeaseStatus::Lost {
            return Err(Error::internal("the lease of a PBX download was lost"));
        }
        let Some(legs) = reader.next_legs().await? else {
            lease.end().await?;
            return Ok(Some((Bytes::from_static(b"]\n"), State::Finished)));
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
fn file_name(client: &ApiClient, now: jiff::Timestamp) -> Result<String, Error> {
    let local = now.to_zoned(client.viewer.tenant.zone.clone());
    let time = strtime::format("%Y%m%d%H%M%S", &local).map_err(Error::internal)?;
    let (version, random) = (env!("CARGO_PKG_VERSION"), alphanumeric::<16>()?);
    Ok(format!("PBX-AI_Transcription-{version}-download-{time}-{random}.json"))
}
