//! `earshot audit verify` on a log that was changed behind the program's back.

use earshot_testkit::PASSWORD;
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::operator::Operator;

async fn change(operator: &Operator, statement: &str) {
    let file = operator.folder.path().join("data/earshot.db");
    let options = SqliteConnectOptions::new().filename(file);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    connection.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
    connection.close().await.unwrap();
}

/// The exit code, and what was printed.
fn verified(operator: &Operator, more: &[&str]) -> (Option<i32>, String) {
    let output = operator.run(&[["audit", "verify"].as_slice(), more].concat(), "");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_or_shortened_log_is_noticed() {
    let operator = Operator::new(&[]);
    operator.set_up();
    operator.earshot(&["tenant", "add", "rival", "--name", "Rival"], "");
    let (code, text) = verified(&operator, &[]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("harbour: ") && text.contains("rival: 0 events, whole"), "{text}");
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
