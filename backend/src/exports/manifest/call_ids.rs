//! Ids of the calls in an exported file, read independently of its writer.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

use earshot_domain::ExportFormat;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Names that a call's id has in files.
const ID_NAMES: [&str; 3] = ["call_id", "conversation_id", "id"];

/// The digest of the ids in a file.
pub(super) enum CallIds {
    /// The digest.
    Digest(String),
    /// The file has no ids that could be read, by its format or by the chosen columns.
    NotInFormat,
    /// The file is not one of its format.
    Unreadable(String),
}

/// Digests the ids of the calls in a file, each once, in order.
pub(super) fn digest_of_ids(path: &Path, format: ExportFormat) -> CallIds {
    let ids = match format {
        ExportFormat::Csv => csv_ids(path),
        ExportFormat::JsonLines => json_lines_ids(path),
        ExportFormat::Json => json_ids(path),
        _ => return CallIds::NotInFormat,
    };
    match ids {
        Err(error) => CallIds::Unreadable(error),
        Ok(None) => CallIds::NotInFormat,
        Ok(Some(mut ids)) => {
            // A row per message repeats the id of its call.
            ids.dedup();
            let mut digest = Sha256::new();
            for id in ids {
                digest.update(format!("{id}\n"));
            }
            CallIds::Digest(hex::encode(digest.finalize()))
        }
    }
}

type Ids = Result<Option<Vec<String>>, String>;

fn csv_ids(path: &Path) -> Ids {
    let mut reader = csv::Reader::from_path(path).map_err(|error| error.to_string())?;
    let headers = reader.headers().map_err(|error| error.to_string())?;
    let name = |header: &str| ID_NAMES.contains(&header.trim_start_matches('\u{feff}'));
    let Some(column) = headers.iter().position(name) else { return Ok(None) };
    let mut ids = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        ids.push(record.get(column).unwrap_or_default().to_owned());
    }
    Ok(Some(ids))
}

fn json_lines_ids(path: &Path) -> Ids {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let lines = BufReader::new(file).lines();
    let values = lines.map(|line| {
        let line = line.map_err(|error| error.to_string())?;
        serde_json::from_str(&line).map_err(|error| error.to_string())
    });
    values.map(|value| value.map(|value| id_of(&value))).collect()
}

fn json_ids(path: &Path) -> Ids {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let values: Vec<Value> =
        serde_json::from_reader(BufReader::new(file)).map_err(|error| error.to_string())?;
    Ok(values.iter().map(id_of).collect())
}

fn id_of(value: &Value) -> Option<String> {
    ID_NAMES.iter().find_map(|name| value.get(name)?.as_str().map(str::to_owned))
}
