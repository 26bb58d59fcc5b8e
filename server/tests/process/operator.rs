//! An operator at the command line, and a tenant with an admin and one recorded call.

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use earshot_testkit::{ADMIN, PASSWORD};

/// An operator with a data folder.
pub struct Operator {
    pub folder: tempfile::TempDir,
    /// Environment variables of every command.
    variables: Vec<(String, String)>,
}

impl Operator {
    /// Creates an operator with their own data folder.
    pub fn new(variables: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let mut variables: Vec<_> = variables.iter().map(owned).collect();
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data").to_str().unwrap().to_owned();
        variables.push(("EARSHOT_DATA".to_owned(), data));
        Self { folder, variables }
    }

    /// The value of an environment variable of every command.
    pub fn variable(&self, name: &str) -> Option<&str> {
        let found = self.variables.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Prepares the program with these arguments.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_earshot"));
        remove_settings(&mut command).args(words).envs(self.variables.iter().cloned());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, words: &[&str], input: &str) -> Output {
        let mut child = self.command(words).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    /// Runs a command that must succeed and returns its output.
    pub fn earshot(&self, words: &[&str], input: &str) -> String {
        let output = self.run(words, input);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Creates a tenant with one call that may be played and downloaded.
    pub fn set_up(&self) {
        self.earshot(&["tenant", "add", "harbour", "--name", "Harbour"], "");
        self.earshot(&["tenant", "set", "harbour", "--recording-download", "true"], "");
        let project = ["project", "add", "--tenant", "harbour", "desk", "--name", "Desk"];
        self.earshot(&project, "");
        let user = ["user", "add", "--tenant", "harbour", ADMIN, "--name", "Admin"];
        let role = ["--role", "client_admin", "--project", "desk"];
        self.earshot(&[user.as_slice(), &role].concat(), &format!("{PASSWORD}\n"));
        let import = ["import", "--format", "ndjson", "--tenant", "harbour", "--project", "desk"];
        self.earshot(&[import.as_slice(), &["-"]].concat(), CALL);
    }

    /// Imports the recording of the call.
    pub fn import_recording(&self, bytes: &[u8]) -> Output {
        let sound = self.folder.path().join("sound");
        std::fs::create_dir_all(&sound).unwrap();
        std::fs::write(sound.join("call-1.wav"), bytes).unwrap();
        self.run(&["import-recordings", "--tenant", "harbour", path(&sound)], "")
    }
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Removes the settings of this run's environment from a program's.
pub fn remove_settings(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars().filter(|(name, _)| is_ours(name)) {
        command.env_remove(name);
    }
    command
}

fn is_ours(name: &str) -> bool {
    ["EARSHOT_", "AWS_", "GOOGLE_"].iter().any(|prefix| name.starts_with(prefix))
}

const CALL: &str = "{\"source_id\":\"call-1\",\"started_at\":\"2026-06-01T09:00:00Z\",\
    \"status\":\"completed\",\"channel\":\"voice\",\"total_seconds\":60,\"consent\":\"granted\",\
    \"playback_compliance\":\"permitted\",\"recording\":{\"file_name\":\"call-1.wav\"}}\n";
