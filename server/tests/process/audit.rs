//! `earshot audit verify` on a log that was changed behind the program's back.

use earshot_testkit::PASSWORD;
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{buckets::Store, operator::Operator, servers::Server};

async fn change(operator: &Operator, statement: &str) {
    let file = operator.folder.path().join("data/earshot.db");
    let options = SqliteConnectOptions::new().filename(file);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    // Whoever has the file can take away what refuses the change.
    let drop = "SELECT group_concat('DROP TRIGGER IF EXISTS ' || name, ';') FROM sqlite_master \
                WHERE type = 'trigger'";
    let triggers: Option<String> =
        sqlx::query_scalar(drop).fetch_one(&mut connection).await.unwrap();
    if let Some(triggers) = triggers {
        connection.execute(AssertSqlSafe(triggers)).await.unwrap();
    }
    connection.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
    connection.close().await.unwrap();
}

/// The exit code, and what was printed.
fn verified(operator: &Operator, more: &[&str]) -> (Option<i32>, String) {
    let output = operator.run(&[["audit", "verify"].as_slice(), more].concat(), "");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

/// Case 24 (docs/threats.md#case-24): a changed log.
#[tokio::test(flavor = "multi_thread")]
async fn a_changed_or_shortened_log_is_noticed() {
    let operator = Operator::new(&[]);
    operator.set_up();
    operator.earshot(&["tenant", "add", "rival", "--name", "Rival"], "");
    let (code, text) = verified(&operator, &[]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("harbour: ") && text.contains("rival: 1 events, whole"), "{text}");
    let user = ["user", "add", "--tenant", "harbour", "b@harbour.example", "--name", "B"];
    let role = ["--role", "client_admin", "--project", "desk"];
    operator.earshot(&[user.as_slice(), &role].concat(), &format!("{PASSWORD}\n"));
    change(&operator, "DELETE FROM audit_events WHERE action = 'user.added' AND seq > 2").await;
    let (code, text) = verified(&operator, &["--tenant", "harbour"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("harbour: event ") && text.contains("changed or removed"), "{text}");
    assert_eq!(verified(&operator, &["--tenant", "rival"]).0, Some(0));
    change(&operator, "UPDATE audit_events SET actor = 'x' WHERE seq = 1").await;
    let (code, text) = verified(&operator, &[]);
    assert_eq!(code, Some(1));
    assert!(text.contains("harbour: event 1 was changed"), "{text}");
}

/// Case 24 (docs/threats.md#case-24): a database that was put back.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_was_put_back_does_not_match_a_kept_head() {
    let operator = Operator::new(&[]);
    operator.set_up();
    let data = operator.folder.path().join("data");
    let copy = |from: &str, to: &str| {
        for ending in ["", "-wal"] {
            let from = data.join(format!("{from}{ending}"));
            if from.exists() {
                std::fs::copy(from, data.join(format!("{to}{ending}"))).unwrap();
            }
        }
    };
    copy("earshot.db", "before.db");
    operator.earshot(&["tenant", "set", "harbour", "--staff-playback", "true"], "");
    let head = operator.folder.path().join("harbour.head");
    let note = operator.earshot(&["audit", "head"], "");
    std::fs::write(&head, &note).unwrap();
    let with_head = ["--head", head.to_str().unwrap()];
    assert_eq!(verified(&operator, &with_head).0, Some(0));
    copy("before.db", "earshot.db");
    assert_eq!(verified(&operator, &[]).0, Some(0), "by itself it is whole");
    let (code, text) = verified(&operator, &with_head);
    assert_eq!(code, Some(1), "{text}");
    let size: i64 = note.lines().nth(1).unwrap().parse().unwrap();
    assert!(text.contains(&format!("harbour: event {size} was changed or removed")), "{text}");
    // Written on by Earshot itself, it is another log.
    operator.earshot(&["tenant", "set", "harbour", "--staff-playback", "false"], "");
    let (code, text) = verified(&operator, &with_head);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("harbour: the log is not the one that the given head"), "{text}");
    // A head that says something else is refused.
    std::fs::write(&head, note.replacen(&size.to_string(), "1", 1)).unwrap();
    let (code, text) = verified(&operator, &with_head);
    assert_eq!(code, Some(1));
    assert!(text.contains("is not a head that this installation signed"), "{text}");
}

#[test]
fn the_commands_say_what_they_did() {
    let operator = Operator::new(&[]);
    operator.set_up();
    let key = operator.earshot(&["audit", "key"], "");
    assert!(key.starts_with("earshot-audit+") && key.ends_with('\n'), "{key}");
    let refused = operator.run(&["audit", "prune", "--before", "2999-01-01"], "");
    assert!(String::from_utf8(refused.stderr).unwrap().contains("at least 365 days ago"));
    let pruned = operator.earshot(&["audit", "prune", "--before", "2020-01-01"], "");
    assert!(pruned.contains("harbour: 0 events deleted"), "{pruned}");
    operator.earshot(&["tenant", "add", "rival", "--name", "Rival"], "");
    let refused = operator.run(&["audit", "head"], "");
    let text = String::from_utf8(refused.stderr).unwrap();
    assert!(text.contains("--tenant: harbour, rival"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_are_kept_in_a_bucket() {
    let mut store = Store::start("s3");
    let mut variables = vec![("EARSHOT_AUDIT_HEADS", "s3://calls/heads")];
    variables.extend(store.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let operator = Operator::new(&variables);
    operator.set_up();
    let server = Server::start(&operator);
    let kept = |keys: Vec<String>| keys.into_iter().find(|key| key.starts_with("heads/harbour/"));
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let mut poll = tokio::time::interval(std::time::Duration::from_millis(100));
    let key = loop {
        if let Some(key) = kept(store.keys()) {
            break key;
        }
        assert!(std::time::Instant::now() < deadline, "no head was written");
        poll.tick().await;
    };
    let size: i64 = key["heads/harbour/".len()..key.len() - ".txt".len()].parse().unwrap();
    drop(server);
    let note = operator.earshot(&["audit", "head"], "");
    assert_eq!(note.lines().nth(1), Some(size.to_string().as_str()), "{key}");
}
