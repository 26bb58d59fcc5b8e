//! Sentences of the public test, by kind: frames of the tests with names that no training sentence has.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use earshot_names::hash;

use super::{
    corpus::Form,
    dice::Dice,
    slots::{BEGIN, END, Filler, Inventor},
    values::Values,
};

/// Sentences of a kind.
const SENTENCES: usize = 160;

/// Writes the sentences of every kind, written and as speech, from the frames in `frames` to `folder`.
pub(super) fn write(
    frames: &Path,
    folder: &Path,
    values: Values,
    inventor: &Inventor,
) -> Result<()> {
    let mut files: Vec<_> = fs::read_dir(frames)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    fs::create_dir_all(folder)?;
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        let kind = name.trim_end_matches(".txt");
        let text =
            fs::read_to_string(file.path()).with_context(|| format!("cannot read {name}"))?;
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let mut dice = Dice::new(hash(kind.as_bytes()));
        let mut written = String::new();
        let mut speech = String::new();
        for at in 0..SENTENCES {
            let mut filler = Filler::new(values, inventor);
            let turns: Vec<String> = lines[at % lines.len()]
                .split('|')
                .map(|turn| filler.fill(turn.trim(), &mut dice))
                .collect();
            for (form, out) in [(Form::Written, &mut written), (Form::Speech, &mut speech)] {
                let turns: Vec<String> =
                    turns.iter().map(|turn| form.render(turn, &mut dice)).collect();
                out.push_str(&turns.join(" | ").replace(BEGIN, "<").replace(END, ">"));
                out.push('\n');
            }
        }
        fs::write(folder.join(format!("{kind}.written.txt")), written)?;
        fs::write(folder.join(format!("{kind}.speech.txt")), speech)?;
    }
    Ok(())
}
