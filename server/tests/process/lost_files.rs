//! Starts of an installation that lost its master key or its database.

use std::{fs, path::PathBuf};

use earshot_testkit::one_second_wav;

use crate::{fetch::output_text, operator::Operator, servers::Server};

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

#[tokio::test]
async fn a_folder_of_recordings_that_goes_away_is_told_once_and_makes_the_server_unready() {
    let operator = Operator::new(&[]);
    operator.set_up();
    assert!(operator.import_recording(&one_second_wav()).status.success());
    let (sound, away) = (data(&operator).join("recordings"), data(&operator).join("away"));
    let log = operator.folder.path().join("server.log");
    let server = Server::start_with(&operator, &[], fs::File::create(&log).unwrap().into());
    let said = |words: &str| fs::read_to_string(&log).unwrap().matches(words).count();
    assert_eq!(server.get("", "/readyz").await.status, 200);
    fs::rename(&sound, &away).unwrap();
    for _ in 0..3 {
        let unready = server.get("", "/readyz").await;
        assert_eq!(unready.status, 503);
        let detail = unready.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("recording storage"), "{detail}");
    }
    assert_eq!(server.get("", "/healthz").await.status, 200);
    assert!(!sound.exists(), "no other folder takes its place");
    assert_eq!(said("the folder of `recordings` is missing"), 1);
    fs::rename(&away, &sound).unwrap();
    for _ in 0..3 {
        assert_eq!(server.get("", "/readyz").await.status, 200);
    }
    assert_eq!(said("the folder of `recordings` is back"), 1);
}
