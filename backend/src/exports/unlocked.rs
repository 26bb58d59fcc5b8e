//! The cells of an export that its exporter's unlocks fill: transcript, `entities` and `unlocked`.

use std::collections::HashMap;

use earshot_domain::{CallId, ExportId, ExportOptions, Permission, Turn, UnlockId};

use super::columns::{CallRow, Column, entities, unlocked};
use crate::{
    Backend, Error, Viewer,
    calls::one_line_transcript,
    custody::{FileAccess, UnlockedTexts, removed_details},
    store::{ConversationRow, ExportRecordRow},
};

/// A row whose redacted texts can be replaced.
pub(super) trait UnlockableRow: CallRow {
    /// Its cells, some of which the options add.
    fn cells_mut(&mut self) -> &mut ExportRecordRow;
    /// Replaces the transcript, where it is read at all.
    fn set_turns(&mut self, turns: &[Turn]) -> Result<(), Error>;
}

impl UnlockableRow for ExportRecordRow {
    fn cells_mut(&mut self) -> &mut ExportRecordRow {
        self
    }

    fn set_turns(&mut self, turns: &[Turn]) -> Result<(), Error> {
        self.one_line_transcript = one_line_transcript(turns);
        Ok(())
    }
}

impl UnlockableRow for ConversationRow {
    fn cells_mut(&mut self) -> &mut ExportRecordRow {
        &mut self.cells
    }

    fn set_turns(&mut self, turns: &[Turn]) -> Result<(), Error> {
        self.cells.one_line_transcript = one_line_transcript(turns);
        if !self.turns.is_empty() {
            self.turns = serde_json::to_string(turns)?;
        }
        Ok(())
    }
}

/// The columns that the options add behind all others.
pub(super) fn extra_columns<R: CallRow>(options: &ExportOptions) -> Vec<Column<R>> {
    let mut columns = Vec::new();
    if options.entities.is_some() {
        columns.push(entities());
    }
    if options.reads_unlocked() {
        columns.push(unlocked());
    }
    columns
}

/// Fills the cells of rows; the texts of calls that are not unlocked stay redacted, and their
/// entities are labels alone.
pub(super) async fn fill<R: UnlockableRow>(
    backend: &Backend,
    viewer: &Viewer,
    export: ExportId,
    options: &ExportOptions,
    fixed: Option<&[UnlockId]>,
    rows: &mut [R],
) -> Result<(), Error> {
    if !options.reads_unlocked() {
        return Ok(());
    }
    let access = FileAccess {
        export,
        transcripts: options.decrypted_transcript.is_some(),
        entities: options.entities.is_some(),
        fixed: fixed.map(<[UnlockId]>::to_vec),
    };
    let ids: Vec<CallId> = rows.iter().map(|row| row.cells().id).collect();
    let mut texts = if viewer.may(Permission::ExportSensitive) {
        backend.custody().open_for_file(viewer, &access, &ids).await?
    } else {
        HashMap::new()
    };
    rows.iter_mut().try_for_each(|row| fill_row(row, options, &mut texts))
}

fn fill_row<R: UnlockableRow>(
    row: &mut R,
    options: &ExportOptions,
    texts: &mut HashMap<CallId, UnlockedTexts>,
) -> Result<(), Error> {
    let cells = row.cells_mut();
    let found = texts.remove(&cells.id);
    cells.extra.unlocked = found.is_some();
    let UnlockedTexts { turns, entities } = found.unwrap_or_default();
    if options.entities.is_some() {
        let removed = || removed_details(cells.summary.as_deref(), &cells.one_line_transcript);
        cells.extra.entities = serde_json::to_string(&entities.unwrap_or_else(removed))?;
    }
    match turns {
        Some(turns) => row.set_turns(&turns),
        None => Ok(()),
    }
}
