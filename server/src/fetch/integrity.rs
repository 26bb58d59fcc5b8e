//! Integrity of a downloaded file, checked before any of it is imported.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
};

use super::FetchError;

/// Bytes that are inspected at either end.
const PROBE_BYTES: u64 = 4096;

/// Content of a download.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Download {
    /// A complete array, from its first bracket to its last.
    Complete,
    /// An answer instead of a file.
    Answer(Vec<u8>),
}

/// Inspects both ends of a file and rewinds it.
pub(super) fn inspect(file: &mut File) -> Result<Download, FetchError> {
    let length = file.seek(SeekFrom::End(0))?;
    let start = part(file, 0)?;
    let end = part(file, length.saturating_sub(PROBE_BYTES))?;
    file.seek(SeekFrom::Start(0))?;
    match (start.trim_ascii().first(), end.trim_ascii().last()) {
        (Some(b'['), Some(b']')) => Ok(Download::Complete),
        (Some(b'[') | None, _) => Err(FetchError::Truncated),
        _ => Ok(Download::Answer(start)),
    }
}

fn part(file: &mut File, from: u64) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(from))?;
    file.take(PROBE_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn inspected(text: &str) -> Result<Download, String> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        inspect(&mut file).map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_is_complete_from_bracket_to_bracket() {
        let long = format!("[{}]\r\n", "1, ".repeat(10_000));
        for whole in ["[]", " [ {} ]\n", long.as_str()] {
            assert_eq!(inspected(whole), Ok(Download::Complete), "{}", whole.len());
        }
        let long = format!("[{}", "1, ".repeat(10_000));
        for broken in ["", " ", "[", "[{}", "[{\"a\": 1},", long.as_str()] {
            assert!(inspected(broken).unwrap_err().contains("incomplete"), "{}", broken.len());
        }
        let answer = "{\"errcode\": 10004}";
        assert_eq!(inspected(answer), Ok(Download::Answer(answer.as_bytes().to_vec())));
    }
}
