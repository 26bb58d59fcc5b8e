//! A file to import, which can be read more than once.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Seek, stdin},
    path::{Path, PathBuf},
};

use anyhow::Context;
use earshot_backend::readers::ReadError;

/// A file, or the standard input.
pub(crate) struct InputFile {
    path: PathBuf,
    name: String,
    /// A copy of an input that can be read only once.
    copy: Option<File>,
}

impl InputFile {
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), name: path.display().to_string(), copy: None }
    }

    /// Its name, as it was given.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Copies an input that can be read only once, such as a pipe, to a temporary file.
    pub(crate) fn store_if_read_once(&mut self) -> anyhow::Result<()> {
        let is_input = self.path == Path::new("-");
        if !is_input && self.path.metadata().is_ok_and(|found| found.is_file()) {
            return Ok(());
        }
        let mut copy = tempfile::tempfile().context("no temporary file could be created")?;
        let copied = if is_input {
            io::copy(&mut stdin().lock(), &mut copy)
        } else {
            io::copy(&mut File::open(&self.path).with_context(|| self.unreadable())?, &mut copy)
        };
        copied.with_context(|| self.unreadable())?;
        self.copy = Some(copy);
        Ok(())
    }

    /// Opens the file at its beginning.
    pub(crate) fn open(&self) -> anyhow::Result<Box<dyn BufRead + Send>> {
        let file = match &self.copy {
            Some(copy) => {
                let mut copy = copy.try_clone().with_context(|| self.unreadable())?;
                copy.rewind().with_context(|| self.unreadable())?;
                copy
            }
            None if self.path == Path::new("-") => return Ok(Box::new(BufReader::new(stdin()))),
            None => File::open(&self.path).with_context(|| self.unreadable())?,
        };
        Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
    }

    fn unreadable(&self) -> String {
        format!("{}: cannot be read", self.name)
    }
}

/// What to say of a file whose local times are in another display format; `None` for another error.
pub(crate) fn refused(error: &ReadError, name: &str) -> Option<anyhow::Error> {
    let ReadError::OtherDisplay(conflict) = error else { return None };
    let advice = conflict.advice("--date-order", "--clock-face");
    Some(anyhow::anyhow!("{name}: nothing was imported: {conflict}; {advice}"))
}
