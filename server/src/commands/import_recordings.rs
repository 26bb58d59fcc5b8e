//! `earshot import-recordings`: import of the recordings in a folder and the folders within it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use earshot_backend::{ImportedFile, Limits, RecordingFile, RecordingImport, Unmatched};

use crate::{cli::ImportRecordingsArgs, config::DataConfig, explain::explain};

/// Files that belong to no call and are named; the others are counted.
const MAX_NAMED: u64 = 20;

/// Imports every file of the folder. The exit code is 2 if a file was refused or belongs to no call, or
/// if there was none.
pub(crate) async fn import_recordings(args: ImportRecordingsArgs) -> anyhow::Result<ExitCode> {
    let files = files(&args.folder)?;
    let backend = DataConfig::new(args.data)?.open_with_recordings(Limits::default()).await?;
    let import = backend.recordings().import(&args.tenant).await.map_err(explain)?;
    let mut outcome = Outcome::default();
    for file in &files {
        outcome.import(&import, file).await?;
    }
    import.note(outcome.taken, outcome.unchanged, outcome.refused).await.map_err(explain)?;
    Ok(outcome.report(&args.folder))
}

/// What became of the files.
#[derive(Default)]
struct Outcome {
    taken: u64,
    unchanged: u64,
    refused: u64,
    unmatched: BTreeMap<Unmatched, u64>,
}

impl Outcome {
    async fn import(&mut self, import: &RecordingImport, file: &Path) -> anyhow::Result<()> {
        match import.add(file).await {
            Ok(ImportedFile::Recording(RecordingFile::Taken)) => {
                self.taken = self.taken.saturating_add(1);
            }
            Ok(ImportedFile::Recording(RecordingFile::Unchanged)) => {
                self.unchanged = self.unchanged.saturating_add(1);
            }
            Ok(ImportedFile::Unmatched(reason)) => {
                if self.without_call() < MAX_NAMED {
                    eprintln!("{}: belongs to no call: it is {}", file.display(), reason.reason());
                }
                let count = self.unmatched.entry(reason).or_default();
                *count = count.saturating_add(1);
            }
            Err(error @ earshot_backend::Error::Invalid(_)) => {
                self.refused = self.refused.saturating_add(1);
                eprintln!("{}: {}", file.display(), explain(error));
            }
            Err(error) => return Err(explain(error)).context("recordings"),
        }
        Ok(())
    }

    fn without_call(&self) -> u64 {
        self.unmatched.values().sum()
    }

    fn report(&self, folder: &Path) -> ExitCode {
        let Self { taken, unchanged, refused, unmatched } = self;
        let without_call = self.without_call();
        println!(
            "{}: {taken} imported, {unchanged} unchanged, {refused} refused, {without_call} of no call",
            folder.display()
        );
        for (reason, count) in unmatched {
            println!("  {count} of no call: {}", reason.reason());
        }
        let matched = taken.saturating_add(*unchanged).saturating_add(*refused);
        if matched == 0 && without_call == 0 {
            eprintln!("{}: there are no files in it or in the folders within it", folder.display());
        } else if matched == 0 {
            eprintln!(
                "{}: no file belongs to a call. Import the calls first, and check that this is their \
                 tenant",
                folder.display()
            );
        }
        if matched > 0 && *refused == 0 && without_call == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(2)
        }
    }
}

/// Lists the files of a folder and of the folders within it, by path. Hidden files and folders are left
/// out, and links to folders, which may lead in a circle.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let unreadable = || format!("{}: cannot be read", folder.display());
        for entry in std::fs::read_dir(&folder).with_context(unreadable)? {
            let entry = entry.with_context(unreadable)?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.file_type().with_context(unreadable)?.is_dir() {
                folders.push(entry.path());
            } else if entry.path().is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_all_folders_are_listed_but_hidden_ones() {
        let root = tempfile::tempdir().unwrap();
        let day = root.path().join("2026/06/23");
        std::fs::create_dir_all(&day).unwrap();
        std::fs::create_dir_all(root.path().join(".trash")).unwrap();
        for name in ["2026/06/23/b.wav", "a.wav", ".DS_Store", ".trash/c.wav"] {
            std::fs::write(root.path().join(name), "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(root.path(), day.join("loop")).unwrap();
        let found = files(root.path()).unwrap();
        assert_eq!(found, [root.path().join("2026/06/23/b.wav"), root.path().join("a.wav")]);
        assert!(files(&root.path().join("none")).is_err());
    }
}
