//! Commands that set up tenants and people.

use std::process::{Command, Stdio};

use earshot_testkit::{ADMIN, PASSWORD};

use crate::{
    fetch::{operator_with_project, output_text},
    operator::Operator,
    servers::Server,
};

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
fn a_tenant_keeps_no_text_from_before_redaction_and_keeps_it_again() {
    let operator = operator_with_project();
    let set = |keep| operator.earshot(&["tenant", "set", "harbour", "--keep-raw", keep], "");
    assert!(set("false").starts_with("the next worker removes the stored text"));
    assert_eq!(set("true"), "changed tenant harbour\n");
    let refused = operator.run(&["tenant", "set", "harbour", "--keep-raw", "perhaps"], "");
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn a_project_has_the_country_of_the_zone_unless_one_is_set() {
    let operator = operator_with_project();
    let listed = || operator.earshot(&["project", "list", "--tenant", "harbour"], "");
    assert_eq!(listed(), "desk\tDesk\tGB\n");
    let set = ["project", "set", "--tenant", "harbour", "desk", "--country"];
    let with = |country| [set.as_slice(), &[country]].concat();
    assert_eq!(operator.earshot(&with("us"), ""), "changed project desk of harbour\n");
    assert_eq!(listed(), "desk\tDesk\tUS\n");
    let output = operator.run(&with("ZZ"), "");
    let (printed, errors) = output_text(&output);
    assert!(!output.status.success() && errors.contains("country"), "{printed}{errors}");
    assert!(!operator.run(&set[..5], "").status.success(), "without a setting");
    operator.earshot(&with("zone"), "");
    assert_eq!(listed(), "desk\tDesk\tGB\n");
}

#[test]
fn user_set_limits_a_person_to_audiences() {
    let operator = operator_with_project();
    let words = ["user", "add", "--tenant", "harbour", "ann@harbour.example", "--name", "Ann"];
    let role = ["--role", "client_staff", "--project", "desk"];
    operator.earshot(&[words.as_slice(), &role].concat(), &format!("{PASSWORD}\n"));
    let set = ["user", "set", "ann@harbour.example"];
    let audiences = || {
        let users = operator.earshot(&["user", "list", "--tenant", "harbour"], "");
        let line = users.lines().find(|line| line.starts_with("ann@harbour.example")).unwrap();
        line.split('\t').nth(4).unwrap().to_owned()
    };
    assert_eq!(audiences(), "*");
    let limit = [set.as_slice(), &["--audiences", "beta, internal"]].concat();
    assert_eq!(operator.earshot(&limit, ""), "changed user ann@harbour.example\n");
    assert_eq!(audiences(), "beta,internal");
    for wrong in [&["--audiences", "beta", "--all-audiences"][..], &["--audiences", ""], &[]] {
        let output = operator.run(&[set.as_slice(), wrong].concat(), "");
        assert!(!output.status.success(), "{wrong:?}");
    }
    assert_eq!(audiences(), "beta,internal");
    operator.earshot(&[set.as_slice(), &["--all-audiences"]].concat(), "");
    assert_eq!(audiences(), "*");
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

#[test]
fn a_demo_to_which_tenants_were_added_starts_again() {
    let operator = Operator::new(&[]);
    let demo = [("EARSHOT_DEMO", "true")];
    assert!(Server::start_with(&operator, &demo, Stdio::null()).stop().success());
    operator.earshot(&["tenant", "add", "elsewhere", "--name", "Elsewhere"], "");
    assert!(Server::start_with(&operator, &demo, Stdio::null()).stop().success());
}

#[test]
fn data_of_others_is_no_demo() {
    let operator = operator_with_project();
    operator.earshot(&["tenant", "add", "elsewhere", "--name", "Elsewhere"], "");
    let output = operator.run(&["serve", "--demo", "--listen", "127.0.0.1:0"], "");
    let (printed, errors) = output_text(&output);
    assert!(!output.status.success() && printed.is_empty(), "{printed}");
    assert!(errors.contains("demo needs a data folder of its own"), "{errors}");
}

#[test]
fn a_pbx_client_is_printed_with_labels_and_another_key_needs_a_scope() {
    let operator = Operator::new(&[]);
    operator.set_up();
    let words = ["api-key", "add", "--user", ADMIN, "--name", "Phones", "--project", "desk"];
    let add = |more: &[&str]| operator.run(&[words.as_slice(), more].concat(), "");
    let made = add(&["--kind", "pbx_client"]);
    let (printed, _) = output_text(&made);
    let labels: Vec<_> = printed.lines().filter_map(|line| line.split_once(": ")).collect();
    assert_eq!(labels.len(), 2, "{printed}");
    assert_eq!([labels[0].0, labels[1].0], ["client_id", "client_secret"]);
    assert!(labels.iter().all(|(_, value)| value.len() == 32), "{printed}");
    let refused = add(&["--kind", "pbx_client", "--scope", "conversations:export"]);
    let (printed, errors) = output_text(&refused);
    assert!(!refused.status.success() && printed.is_empty(), "{printed}");
    assert!(errors.contains("scope must include calls:read"), "{errors}");
    for without in [&["--kind", "key"][..], &[]] {
        let refused = add(without);
        let (_, errors) = output_text(&refused);
        assert!(!refused.status.success() && errors.contains("scope"), "{errors}");
    }
}
