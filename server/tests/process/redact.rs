//! `earshot redact`: texts of standard input, and stored texts again.

use std::io::{BufRead, BufReader, Write};

use serde_json::{Value, json};

use crate::operator::Operator;

#[test]
fn lines_are_answered_one_by_one_without_a_database() {
    let operator = Operator::new(&[]);
    let mut child = operator.command(&["redact", "--stdin", "--names", "off"]).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let asked = json!({ "turns": ["What is your date of birth?", "Zoë: 03 12 1984"] });
    for _ in 0..2 {
        writeln!(input, "{asked}").unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(answer["turns"][1], "Zoë: [DATE_OF_BIRTH]");
        assert_eq!(
            answer["spans"],
            json!([[], [{ "start": 5, "end": 15, "label": "DATE_OF_BIRTH" }]])
        );
    }
    drop(input);
    assert!(child.wait().unwrap().success());
    assert!(!operator.folder.path().join("data").exists());
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let operator = Operator::new(&[]);
    let output = operator.run(&["redact", "--stdin"], "{\"turns\":[\"hi\"]}\n{\"turns\":\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("line 2"));
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1);
    for words in [
        &["redact"] as &[_],
        &["redact", "--stdin", "--again"],
        &["redact", "--stdin", "--names", "some"],
    ] {
        assert!(!operator.run(words, "").status.success(), "{words:?}");
    }
}

#[test]
fn stored_texts_are_redacted_again() {
    let operator = Operator::new(&[]);
    operator.set_up();
    let said = operator.earshot(&["redact", "--again"], "");
    assert!(said.contains("1 of 1 calls are redacted by the current rules"), "{said}");
}
