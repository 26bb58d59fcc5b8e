//! Other programs that read the files.

use std::{io::Write, process::Command};

/// Output of a program about a file, whose path replaces `{}`; it must report no error.
pub(super) fn read_with(program: &str, arguments: &[&str], bytes: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let path = file.path().to_str().unwrap();
    let filled: Vec<&str> =
        arguments.iter().map(|word| if *word == "{}" { path } else { word }).collect();
    let output = Command::new(program).args(&filled).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {complaint}");
    assert_eq!(complaint, "", "{program} complains");
    String::from_utf8(output.stdout).unwrap()
}
