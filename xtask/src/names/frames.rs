//! Frames of sentences: texts with placeholders such as `{G}` for a given name.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use earshot_names::hash;

/// The frames of the training.
#[derive(Debug, Default)]
pub(super) struct Frames {
    /// Sentences with names.
    pub(super) with: Vec<String>,
    /// Sentences without.
    pub(super) without: Vec<String>,
    /// A question and its answer.
    pub(super) pairs: Vec<(String, String)>,
    /// Frames left out of the training, to choose settings by: with names or without.
    pub(super) held_out: Vec<String>,
    /// Question and answer left out.
    pub(super) held_out_pairs: Vec<(String, String)>,
}

impl Frames {
    /// Reads the files of `folder`; `hold_out` leaves out one frame in seven.
    pub(super) fn load(folder: &Path, hold_out: bool) -> Result<Self> {
        let mut frames = Self::default();
        let mut files: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
        files.sort_by_key(fs::DirEntry::file_name);
        for file in files {
            let name = file.file_name().to_string_lossy().into_owned();
            let text =
                fs::read_to_string(file.path()).with_context(|| format!("cannot read {name}"))?;
            for line in text.lines().map(str::trim).filter(|line| is_frame(line)) {
                let is_out = hold_out && hash(line.as_bytes()).is_multiple_of(7);
                if let Some((question, answer)) = line.split_once('|') {
                    let pair = (question.trim().to_owned(), answer.trim().to_owned());
                    let pairs = if is_out { &mut frames.held_out_pairs } else { &mut frames.pairs };
                    pairs.push(pair);
                } else if is_out {
                    frames.held_out.push(line.to_owned());
                } else if has_name(line) {
                    frames.with.push(line.to_owned());
                } else {
                    frames.without.push(line.to_owned());
                }
            }
        }
        Ok(frames)
    }

    /// All texts.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        let pairs = self.pairs.iter().chain(&self.held_out_pairs);
        let single = self.with.iter().chain(&self.without).chain(&self.held_out);
        single.map(String::as_str).chain(pairs.flat_map(|(a, b)| [a.as_str(), b.as_str()]))
    }
}

fn is_frame(line: &str) -> bool {
    !line.is_empty() && !line.starts_with("# ")
}

/// Whether a frame has a placeholder of a person.
pub(super) fn has_name(frame: &str) -> bool {
    const PERSONS: [&str; 13] = [
        "{F}", "{G}", "{S}", "{P}", "{A}", "{MR}", "{DR}", "{IN}", "{SPELL}", "{GSP}", "{W}",
        "{U}", "{GI}",
    ];
    PERSONS.iter().any(|person| frame.contains(person))
}
