//! Servers whose database is locked by somebody else or started by two at once, and imports that end
//! early.

use std::{
    fs::DirBuilder,
    os::unix::fs::DirBuilderExt,
    process::Stdio,
    time::{Duration, Instant},
};

use sqlx::{Connection, Executor, PgConnection, SqliteConnection};

use crate::{database::Database, operator::Operator, servers::Server};

/// Longest time that a page may take.
const LONGEST: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_do_not_wait_for_a_lock_on_postgres() {
    let database = Database::create("locked").await;
    let operator = Operator::new(&[("EARSHOT_DATABASE", &database.url)]);
    operator.set_up();
    let server =
        Server::start_with(&operator, &[("EARSHOT_DATABASE_CONNECTIONS", "3")], Stdio::null());
    let cookie = server.sign_in().await;
    let call = server.call(&cookie).await;
    let mut locking = PgConnection::connect(&database.url).await.unwrap();
    locking.execute("BEGIN; LOCK TABLE calls").await.unwrap();
    for path in [
        "/calls".to_owned(),
        "/api/calls?query=".to_owned(),
        format!("/calls?expand={call}"),
        format!("/api/calls/{call}/transcript"),
    ] {
        let started = Instant::now();
        let answer = server.get(&cookie, &path).await;
        assert!(started.elapsed() <= LONGEST, "{path}: {:?}", started.elapsed());
        assert_eq!(answer.status, 503, "{path}: {}", String::from_utf8_lossy(&answer.body));
        assert!(!answer.header("retry-after").is_empty(), "{path}: {}", answer.headers);
    }
    let started = Instant::now();
    let export = server.post(&cookie, "/api/exports/calls", "").await;
    assert_eq!(export.status, 503);
    assert!(started.elapsed() <= LONGEST, "an export: {:?}", started.elapsed());
    // What needs no calls works, although only one connection serves requests.
    assert_eq!(server.get("", "/readyz").await.status, 200);
    locking.execute("ROLLBACK").await.unwrap();
    assert_eq!(server.get(&cookie, "/calls").await.status, 200);
    let lists = (0..25).map(|_| server.get(&cookie, "/api/calls?query="));
    for answer in futures::future::join_all(lists).await {
        assert_eq!(answer.status, 200, "three connections are enough for 25 lists at once");
    }
    locking.close().await.unwrap();
    drop(server);
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_demos_at_once_on_an_empty_postgres_both_come_up() {
    let database = Database::create("demos").await;
    let operators = [(); 2].map(|()| Operator::new(&[("EARSHOT_DATABASE", &database.url)]));
    // Both have the same key, as behind a load balancer.
    let key = "7".repeat(64);
    for operator in &operators {
        let data = operator.folder.path().join("data");
        DirBuilder::new().mode(0o700).create(&data).unwrap();
        std::fs::write(data.join("master.key"), &key).unwrap();
    }
    let starts = operators.map(|operator| {
        std::thread::spawn(move || {
            let server = Server::start_with(&operator, &[("EARSHOT_DEMO", "true")], Stdio::null());
            (operator, server)
        })
    });
    for start in starts {
        let (_operator, server) = start.join().expect("both come up");
        assert_eq!(server.get("", "/readyz").await.status, 200);
    }
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_import_that_ends_early_says_what_is_stored() {
    let operator = Operator::new(&[]);
    operator.set_up();
    let file = operator.folder.path().join("data/earshot.db");
    let mut database =
        SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let fails = "CREATE TRIGGER fails BEFORE INSERT ON calls WHEN NEW.source_id = 'n-150' \
                 BEGIN SELECT RAISE(ABORT, 'a fault'); END";
    database.execute(fails).await.unwrap();
    let lines = (1..=250).map(|n| {
        format!(
            "{{\"source_id\":\"n-{n}\",\"channel\":\"voice\",\
             \"status\":\"completed\",\"started_at\":\"2026-06-01T09:00:00Z\",\"total_seconds\":60}}\n"
        )
    });
    let input: String = lines.collect();
    let words = ["import", "--format", "ndjson", "--tenant", "harbour", "--project", "desk", "-"];
    let ended = operator.run(&words, &input);
    let errors = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(1), "{errors}");
    // How many calls a batch has depends on how fast they are read.
    let imported = "SELECT count(*) FROM calls WHERE source_id LIKE 'n-%'";
    let stored: i64 = sqlx::query_scalar(imported).fetch_one(&mut database).await.unwrap();
    assert!(stored < 150, "{stored}");
    for part in [format!("stopped after {stored} calls").as_str(), "Run it again", "a fault"] {
        assert!(errors.contains(part), "{part}: {errors}");
    }
    let open = "SELECT count(*) FROM imports WHERE finished_at IS NULL";
    let count: i64 = sqlx::query_scalar(open).fetch_one(&mut database).await.unwrap();
    assert_eq!(count, 0, "the import is closed");
    database.execute("DROP TRIGGER fails").await.unwrap();
    let printed = operator.earshot(&words, &input);
    let counts = format!("{} imported, 0 extended, {stored} unchanged, 0 refused", 250 - stored);
    assert!(printed.contains(&counts), "{printed}");
}

/// Starts three servers at once over an empty database.
async fn three_come_up(operator: &Operator) {
    let servers = std::thread::scope(|scope| {
        let starts = [(); 3].map(|()| scope.spawn(|| Server::start(operator)));
        starts.map(|start| start.join().expect("it comes up"))
    });
    for server in servers {
        assert_eq!(server.get("", "/readyz").await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn three_servers_at_once_on_an_empty_database_all_come_up() {
    three_come_up(&Operator::new(&[])).await;
    let database = Database::create("three").await;
    three_come_up(&Operator::new(&[("EARSHOT_DATABASE", &database.url)])).await;
    database.remove().await;
}
