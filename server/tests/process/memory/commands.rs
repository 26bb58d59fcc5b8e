//! Commands that bring large calls in.

use std::{fs, process::Stdio};

use super::{
    bodies::{conversation, legs, with_lines},
    measured::{MAX_GROWTH, MB, status},
};
use crate::{
    fake_pbx::{FakePbx, Reply},
    fetch::{arguments, operator_with_project},
    operator::Operator,
};

/// The most memory that a command takes.
fn most_of(operator: &Operator, words: &[&str]) -> u64 {
    let mut child = operator.command(words).stdin(Stdio::null()).spawn().unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        most = most.max(status(child.id(), "VmHWM:").unwrap_or(0));
        std::thread::yield_now();
    }
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    most
}

#[test]
fn an_import_of_several_large_calls_takes_the_memory_of_one() {
    let operator = Operator::new(&[]);
    operator.set_up();
    let import = |name: &str, format: &str, text: &str| {
        let file = operator.folder.path().join(name);
        fs::write(&file, text).unwrap();
        let words = ["import", "--tenant", "harbour", "--project", "desk", "--format", format];
        most_of(&operator, &[words.as_slice(), &[file.to_str().unwrap()]].concat())
    };
    let before = import("small.ndjson", "ndjson", &with_lines("small", 10, "Good morning"));
    let call = |n: usize| with_lines(&format!("large-{n}"), 230, &"yes ".repeat(16_000));
    let calls: String = (0..3).map(call).collect();
    for (name, format, text) in [
        ("calls.ndjson", "ndjson", calls),
        ("conversation.json", "talkifai", conversation(60_000, false)),
        ("legs.json", "pbx", legs(1, 24_000)),
    ] {
        let growth = import(name, format, &text).saturating_sub(before);
        println!("an import of {name}: {} KB", growth >> 10);
        assert!((1..=MAX_GROWTH).contains(&growth), "an import of {name}: {} MB", growth / MB);
    }
}

#[test]
fn a_fetch_of_a_large_call_takes_little_memory() {
    let operator = operator_with_project();
    let small = FakePbx::start(Reply::Unmeasured(legs(1, 1).replace("\"call\"", "\"small\"")));
    let before = most_of(&operator, &arguments(&small.address, &[]));
    let large = FakePbx::start(Reply::Unmeasured(legs(1, 24_000)));
    let growth = most_of(&operator, &arguments(&large.address, &[])).saturating_sub(before);
    println!("a fetch: {} KB", growth >> 10);
    assert!((1..=MAX_GROWTH).contains(&growth), "a fetch: {} MB", growth / MB);
}
