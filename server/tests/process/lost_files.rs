//! Starts of an installation that lost its master key or its database.

use std::{fs, path::PathBuf};

use earshot_testkit::one_second_wav;

use crate::{fetch::output_text, operator::Operator};

fn data(operator: &Operator) -> PathBuf {
    operator.folder.path().join("data")
}

/// The refusal of a command.
fn refusal(operator: &Operator) -> String {
    let output = operator.run(&["tenant", "list"], "");
    assert!(!output.status.success());
    output_text(&output).1
}

#[test]
fn no_new_master_key_is_written_for_a_used_database() {
    let operator = Operator::new(&[]);
    operator.set_up();
    let key = data(&operator).join("master.key");
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    for _ in 0..2 {
        let refused = refusal(&operator);
        assert!(refused.contains("master.key is missing"), "{refused}");
        assert!(!key.exists(), "a key was written that opens nothing");
    }
    fs::write(&key, kept).unwrap();
    assert!(operator.earshot(&["tenant", "list"], "").starts_with("harbour"));
}

#[test]
fn no_empty_database_takes_the_place_of_a_lost_one() {
    let operator = Operator::new(&[]);
    operator.set_up();
    assert!(operator.import_recording(&one_second_wav()).status.success());
    let (data, away) = (data(&operator), operator.folder.path().join("away"));
    fs::create_dir(&away).unwrap();
    let files = ["earshot.db", "earshot.db-wal", "earshot.db-shm"];
    for file in files.iter().filter(|file| data.join(file).exists()) {
        fs::rename(data.join(file), away.join(file)).unwrap();
    }
    let refused = refusal(&operator);
    assert!(refused.contains("Restore the database"), "{refused}");
    for file in files {
        assert!(!data.join(file).exists(), "{file}");
    }
    for file in files.iter().filter(|file| away.join(file).exists()) {
        fs::rename(away.join(file), data.join(file)).unwrap();
    }
    assert!(operator.earshot(&["tenant", "list"], "").starts_with("harbour"));
}
