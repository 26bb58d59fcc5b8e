//! Fetching in rounds: requesting what is new, downloading it and importing it.

use std::{
    fs::File,
    io::{BufReader, Seek},
};

use anyhow::Context;
use earshot_backend::{
    DisplayFormat, ImportCounts, ProjectIngest,
    readers::{CallMemory, Format, ReadOptions, check_file, read_within},
};
use jiff::{SignedDuration, Timestamp};

use super::{PbxClient, pbx_client::PbxFile};
use crate::{
    explain::explain,
    intake::{ingest_file, refused},
};

/// Overlap of a round with the one before it: calls that were in progress then have more legs now.
const OVERLAP: SignedDuration = SignedDuration::from_hours(4);

/// Fetcher of the calls of one PBX into one project.
pub(crate) struct Fetcher {
    pbx: PbxClient,
    ingest: ProjectIngest,
    options: ReadOptions,
    display: DisplayFormat,
    /// Period that the first round covers.
    lookback: SignedDuration,
    /// Start of the last round that succeeded.
    last: Option<Timestamp>,
}

impl Fetcher {
    /// Creates a fetcher; `options` have the PBX's time zone.
    pub(crate) fn new(
        pbx: PbxClient,
        ingest: ProjectIngest,
        options: ReadOptions,
        display: DisplayFormat,
        lookback: SignedDuration,
    ) -> Self {
        Self { pbx, ingest, options, display, lookback, last: None }
    }

    /// Fetches what is new at `now`; `None` when there is nothing. The token is released in any case.
    pub(crate) async fn round(&mut self, now: Timestamp) -> anyhow::Result<Option<ImportCounts>> {
        let start = match self.last {
            Some(last) => last.checked_sub(OVERLAP),
            None => now.checked_sub(self.lookback),
        };
        let start = start.unwrap_or(Timestamp::UNIX_EPOCH);
        let file = self.download(start, now).await;
        self.sign_out().await;
        let counts = match file? {
            Some((name, file)) => Some(self.import(&name, file).await?),
            None => None,
        };
        self.last = Some(now);
        Ok(counts)
    }

    /// Releases the token of a round that was interrupted.
    pub(crate) async fn sign_out(&mut self) {
        if let Err(error) = self.pbx.sign_out().await {
            eprintln!("earshot: the token was not released: {:#}", anyhow::Error::new(error));
        }
    }

    async fn download(
        &mut self,
        start: Timestamp,
        end: Timestamp,
    ) -> anyhow::Result<Option<(String, File)>> {
        let displayed = |at: Timestamp| {
            self.display.write(at.as_millisecond(), &self.options.time_zone).map_err(explain)
        };
        let (start, end) = (displayed(start)?, displayed(end)?);
        let Some(file) = self.pbx.request_file(&start, &end).await? else { return Ok(None) };
        let stored = self.pbx.download(&file).await?;
        let PbxFile { name, .. } = file;
        Ok(Some((name, stored)))
    }

    /// A downloaded file at its beginning, once its local times were found to be as they are to be read.
    fn checked(&self, name: &str, mut file: File) -> anyhow::Result<Box<BufReader<File>>> {
        let unreadable = || format!("{name}: cannot be read");
        file.rewind().with_context(unreadable)?;
        let copy = file.try_clone().with_context(unreadable)?;
        let copy = Box::new(BufReader::with_capacity(1 << 16, copy));
        if let Err(error) = check_file(Format::Pbx, copy, &self.options)
            && let Some(refused) = refused(&error, name)
        {
            return Err(refused);
        }
        file.rewind().with_context(unreadable)?;
        Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
    }

    /// Imports a file; an import without changes is not listed.
    async fn import(&mut self, name: &str, file: File) -> anyhow::Result<ImportCounts> {
        let input = self.checked(name, file)?;
        let gate = CallMemory::default().gate();
        let calls = read_within(Format::Pbx, input, self.options.clone(), gate.clone())
            .with_context(|| format!("{name}: nothing was imported from this file"))?;
        self.ingest
            .begin_import(Format::Pbx.as_str(), &[name.to_owned()])
            .await
            .map_err(explain)?;
        let mut counts = ImportCounts::default();
        if let Err(error) = ingest_file(&self.ingest, name, calls, gate, &mut counts).await {
            if let Err(error) = self.ingest.note_import(counts).await.map_err(explain) {
                eprintln!("earshot: the end of the import was not recorded: {error:#}");
            }
            return Err(error);
        }
        let ImportCounts { taken, extended, refused, .. } = counts;
        if [taken, extended, refused] == [0; 3] {
            self.ingest.withdraw_import().await.map_err(explain)?;
        } else {
            self.ingest.note_import(counts).await.map_err(explain)?;
        }
        Ok(counts)
    }
}
