//! Writes to a SQLite file while another process writes to it.

use std::time::{Duration, Instant};

use earshot_backend::DatabaseSettings;
use sqlx::{Connection, Executor, SqliteConnection};

use crate::{database_outages::assert_temporary, harness::Site};

#[tokio::test(flavor = "multi_thread")]
async fn all_who_wait_for_another_process_are_refused_in_time() {
    let site = Site::sqlite().await;
    let statement_timeout = Duration::from_millis(900);
    let settings = DatabaseSettings { statement_timeout, ..DatabaseSettings::default() };
    let db = site.database_with(settings).await;
    let file = site.data_folder().unwrap().join("earshot.db");
    let mut other =
        SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let started = Instant::now();
    for refused in futures::future::join_all((0..4).map(|_| db.probe())).await {
        assert_temporary(refused, "a write while another process writes");
    }
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    other.execute("ROLLBACK").await.unwrap();
    other.close().await.unwrap();
    db.probe().await.unwrap();
    db.close().await;
    site.drop_database().await;
}
