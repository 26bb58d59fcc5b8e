//! Commands that set up tenants and people.

use earshot_testkit::PASSWORD;
use std::process::Command;

use crate::fetch::{operator_with_project, output_text};

#[test]
fn tenant_set_requires_an_option() {
    let operator = operator_with_project();
    let output = operator.run(&["tenant", "set", "harbour"], "");
    assert_eq!(output.status.code(), Some(2));
    let (printed, errors) = output_text(&output);
    assert!(printed.is_empty() && errors.contains("--staff-playback"), "{printed}{errors}");
    let set = ["tenant", "set", "harbour", "--staff-playback", "true", "--clock-face", "12"];
    assert_eq!(operator.earshot(&set, ""), "changed tenant harbour\n");
}

#[test]
fn a_password_typed_on_a_terminal_is_not_shown() {
    let operator = operator_with_project();
    let words = ["user", "add", "--tenant", "harbour", "ann@harbour.example", "--name", "Ann"];
    let role = ["--role", "client_admin", "--project", "desk"];
    let program = operator.command(&[words.as_slice(), &role].concat());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/process/terminal.py");
    let output = Command::new("python3")
        .args([script, PASSWORD])
        .arg(program.get_program())
        .args(program.get_args())
        .envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .output()
        .unwrap();
    let (shown, errors) = output_text(&output);
    assert!(output.status.success(), "{shown}{errors}");
    assert!(shown.contains("added user ann@harbour.example"), "{shown}");
    assert!(!shown.contains(PASSWORD), "{shown}");
}
