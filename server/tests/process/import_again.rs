//! Importing files whose calls are stored already.

use crate::operator::Operator;

/// A call of our own format with this summary.
fn call(summary: &str, more: &str) -> String {
    format!(
        "{{\"source_id\":\"again\",\"started_at\":\"2026-06-01T09:00:00Z\",\"status\":\"completed\",\
         \"total_seconds\":60,\"summary\":\"{summary}\"{more}}}\n"
    )
}

#[test]
fn what_was_ignored_is_reported_and_can_be_forced() {
    let operator = Operator::new(&[]);
    operator.set_up();
    let import = |flags: &[&str], file: &str| {
        let words = ["import", "--format", "ndjson", "--tenant", "harbour", "--project", "desk"];
        let output = operator.run(&[words.as_slice(), flags, &["-"]].concat(), file);
        assert_eq!(output.status.code(), Some(0));
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr))
    };
    let (out, _) = import(&[], &call("First.", ""));
    assert_eq!(out, "-: 1 imported, 0 extended, 0 unchanged, 0 refused\n");
    let (out, errors) = import(&[], &call("Second.", ""));
    let counts =
        "-: 0 imported, 0 extended, 1 unchanged, 0 refused, 1 with values that were ignored\n";
    assert_eq!(out, counts);
    assert!(errors.contains("differs from the stored call in `summary`"), "{errors}");
    assert!(errors.contains("--on-conflict replace"), "{errors}");
    assert!(!errors.contains("Second"), "{errors}");
    let (out, errors) = import(&["--on-conflict", "replace"], &call("Second.", ""));
    assert_eq!(out, "-: 0 imported, 1 extended, 0 unchanged, 0 refused\n");
    assert_eq!(errors, "");
    let (out, _) = import(&[], &call("Third.", ",\"revision\":1"));
    assert_eq!(out, "-: 0 imported, 1 extended, 0 unchanged, 0 refused\n");
}
