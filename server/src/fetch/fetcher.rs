//! One round after the other: ask for what is new, download it, take it in.

use std::io::BufReader;

use anyhow::Context;
use earshot_backend::{
    DisplayFormat, ImportCounts, ProjectIngest,
    import::{Format, ReadOptions, read},
};
use jiff::{SignedDuration, Timestamp};

use super::{PbxClient, pbx_client::PbxFile};
use crate::{explain::explain, intake::ingest_file};

/// How far a round reaches back behind the one before it: calls that were going on then have more
/// legs now.
const OVERLAP: SignedDuration = SignedDuration::from_hours(4);

/// Takes the calls of one PBX into one project.
pub(crate) struct Fetcher {
    pbx: PbxClient,
    ingest: ProjectIngest,
    options: ReadOptions,
    display: DisplayFormat,
    /// How far back the first round reaches.
    lookback: SignedDuration,
    /// When the last round that came to its end began.
    last: Option<Timestamp>,
}

impl Fetcher {
    /// Makes one that has not fetched anything; `options` have the PBX's zone.
    pub(crate) fn new(
        pbx: PbxClient,
        ingest: ProjectIngest,
        options: ReadOptions,
        display: DisplayFormat,
        lookback: SignedDuration,
    ) -> Self {
        Self { pbx, ingest, options, display, lookback, last: None }
    }

    /// Fetches what is new at `now`; `None` when there is nothing. The token is given back whatever
    /// comes of it.
    pub(crate) async fn round(&mut self, now: Timestamp) -> anyhow::Result<Option<ImportCounts>> {
        let start = self.last.map_or(now - self.lookback, |last| last - OVERLAP);
        let file = self.download(start, now).await;
        self.sign_out().await;
        let counts = match file? {
            Some((name, file)) => Some(self.import(&name, file).await?),
            None => None,
        };
        self.last = Some(now);
        Ok(counts)
    }

    /// Gives the token back, where a round was left that had one.
    pub(crate) async fn sign_out(&mut self) {
        if let Err(error) = self.pbx.sign_out().await {
            eprintln!("earshot: the token was not given back: {:#}", anyhow::Error::new(error));
        }
    }

    async fn download(
        &mut self,
        start: Timestamp,
        end: Timestamp,
    ) -> anyhow::Result<Option<(String, std::fs::File)>> {
        let displayed = |at: Timestamp| {
            self.display.write(at.as_millisecond(), &self.options.time_zone).map_err(explain)
        };
        let (start, end) = (displayed(start)?, displayed(end)?);
        let Some(file) = self.pbx.request_file(&start, &end).await? else { return Ok(None) };
        let stored = self.pbx.download(&file).await?;
        let PbxFile { name, .. } = file;
        Ok(Some((name, stored)))
    }

    /// Imports a file; an import that changed nothing is not listed.
    async fn import(&mut self, name: &str, file: std::fs::File) -> anyhow::Result<ImportCounts> {
        let input = Box::new(BufReader::with_capacity(1 << 16, file));
        let calls = read(Format::Pbx, input, self.options.clone())
            .with_context(|| format!("{name}: nothing was imported from this file"))?;
        self.ingest
            .begin_import(Format::Pbx.as_str(), &[name.to_owned()])
            .await
            .map_err(explain)?;
        let counts = ingest_file(&self.ingest, name, calls).await?;
        let ImportCounts { taken, extended, unchanged: _, refused } = counts;
        if taken + extended + refused == 0 {
            self.ingest.withdraw_import().await.map_err(explain)?;
        } else {
            self.ingest.note_import(counts).await.map_err(explain)?;
        }
        Ok(counts)
    }
}
