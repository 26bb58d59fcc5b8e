//! Begin and end of a run: what an earlier run wrote is continued, or written again.

use super::{
    checkpoint::Checkpoint,
    part::Part,
    writing::{Step, Writing},
};
use crate::{
    Error,
    exports::encoding::{can_resume, encoder_of},
    jobs::RunEnd,
};

/// How often a part is begun again because its upload was lost, before that counts as a failure.
const MAX_RESTARTS: u32 = 3;
/// Refusals in a row after which an upload counts as lost: a bucket need not say that it is.
const MAX_REFUSALS: u32 = 2;

impl Writing<'_> {
    /// Continues the part of the last checkpoint, or begins it again.
    pub(super) async fn resume_part(&mut self) -> Result<(), Error> {
        let resumed = self.state.clone();
        if let Some(open) = self.state.open.take() {
            let name = self.file_name();
            let file = self.place.resume(&self.named(&name), &open.file).await?;
            if let Some(file) = file {
                self.part = Some(Part::resume(encoder_of(self.files.clone()), file, &open)?);
                self.checkpoint(Step::Resumed).await?;
                self.resumed = Some(resumed);
                open.file.discard(&self.place).await;
                // Only a published part is progress.
                if open.closed.is_some() {
                    self.publish_part().await?;
                }
                return Ok(());
            }
        }
        self.state.position = self.state.part_start.clone();
        // Says that the export runs, before its first part does.
        self.store_checkpoint(Step::Resumed).await
    }

    /// Ends a run that did not complete: what it cannot hand on is deleted, and a part whose upload
    /// was lost begins again.
    pub(super) async fn leave(&mut self, end: &Result<RunEnd, Error>) -> Result<(), Error> {
        match end {
            Err(Error::UploadLost) => return self.restart_part().await,
            Err(Error::ExportsUnreachable) => return self.refused().await,
            _ => {}
        }
        if let Some(part) = self.part.take()
            && !can_resume(self.source.request.format)
            && !part.is_closed()
        {
            part.discard().await;
        }
        Ok(())
    }

    /// Counts a bucket's refusals to continue an upload.
    async fn refused(&mut self) -> Result<(), Error> {
        self.part = None;
        let Some(resumed) = self.resumed.take() else { return Ok(()) };
        let refusals = resumed.refusals + 1;
        self.state = Checkpoint { refusals, ..resumed };
        if refusals >= MAX_REFUSALS {
            return self.restart_part().await;
        }
        self.store_checkpoint(Step::Resumed).await
    }

    /// Begins the part again in the next run. What is lost again is given up after as many attempts
    /// as any other failure.
    async fn restart_part(&mut self) -> Result<(), Error> {
        self.part = None;
        self.state.restarts += 1;
        if self.state.restarts > MAX_RESTARTS {
            return Ok(());
        }
        self.state.open = None;
        self.state.refusals = 0;
        self.state.position = self.state.part_start.clone();
        self.store_checkpoint(Step::Resumed).await
    }
}
