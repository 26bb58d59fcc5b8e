//! `earshot import-recordings`: import of the recordings in a folder.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context;
use earshot_backend::{Limits, RecordingFile};

use crate::{cli::ImportRecordingsArgs, config::DataConfig, explain::explain};

/// Imports every file of the folder. The exit code is 2 if a file was refused.
pub(crate) async fn import_recordings(args: ImportRecordingsArgs) -> anyhow::Result<ExitCode> {
    let backend = DataConfig::new(args.data)?.open_with_recordings(Limits::default()).await?;
    let import = backend.recordings().import(&args.tenant).await.map_err(explain)?;
    let (mut taken, mut unchanged, mut refused) = (0, 0, 0);
    for file in files(&args.folder)? {
        match import.add(&file).await {
            Ok(RecordingFile::Taken) => taken += 1,
            Ok(RecordingFile::Unchanged) => unchanged += 1,
            Err(error @ earshot_backend::Error::Invalid(_)) => {
                refused += 1;
                eprintln!("{}: {}", file.display(), explain(error));
            }
            Err(error) => return Err(explain(error)).context("recordings"),
        }
    }
    import.note(taken, unchanged, refused).await.map_err(explain)?;
    println!(
        "{}: {taken} imported, {unchanged} unchanged, {refused} refused",
        args.folder.display()
    );
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Lists the folder's files by name, without those of its subfolders.
fn files(folder: &PathBuf) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("{}: cannot be read", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
