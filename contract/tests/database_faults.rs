//! Databases that fail for a while: full, read-only, locked, removed, with few connections.

use std::time::{Duration, Instant};

use earshot_backend::DatabaseSettings;
use earshot_domain::{ListQuery, ProblemCode};
use earshot_testkit::calls;

use crate::{
    database_outages::{
        assert_temporary, current_database, end_connections, replica_with_settings, run, stranger,
    },
    harness::{Site, export, refusal},
};

mod sqlite {
    use earshot_domain::Role;

    use super::*;
    use crate::harness::wait_until;

    /// Lets the file grow no more, as on a full disk.
    async fn fill_disk(site: &Site) {
        site.sql("PRAGMA max_page_count = 1").await;
    }

    async fn free_space(site: &Site) {
        site.sql("PRAGMA max_page_count = 1073741823").await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_write_into_a_full_disk_does_not_stop_the_next_one() {
        let site = Site::sqlite().await;
        let admin = site.admin().await;
        let ingest = site.project_ingest("harbour", "front-desk").await;
        for round in 0..3 {
            fill_disk(&site).await;
            let refused = ingest.ingest(calls(200)).await;
            assert_temporary(refused, "ingest into a full disk");
            free_space(&site).await;
            assert_eq!(site.list(&admin, "").await.rows.len(), 0, "no half batch");
            site.backend.ready().await.unwrap();
            site.person("harbour", Role::ClientStaff, &["front-desk"]).await;
            assert_eq!(site.numbers("SELECT count(*) FROM calls").await, [0], "{round}");
        }
        assert!(ingest.ingest(calls(200)).await.unwrap().len() == 200);
        assert_eq!(site.numbers("SELECT count(*) FROM calls").await, [200]);
        site.drop_database().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_full_disk_is_not_ready_and_freed_space_is() {
        let site = Site::sqlite().await;
        fill_disk(&site).await;
        assert_temporary(site.backend.ready().await, "a full disk");
        free_space(&site).await;
        site.backend.ready().await.unwrap();
        // A write that is not committed needs no room on a disk.
        assert_eq!(site.numbers("SELECT probes FROM installation").await, [1]);
        site.drop_database().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_write_that_is_abandoned_at_any_point_does_not_stop_the_next_one() {
        let site = Site::sqlite().await;
        for full in [false, true] {
            for polls in 0..40 {
                if full {
                    fill_disk(&site).await;
                }
                let mut write = Box::pin(site.backend.ready());
                for _ in 0..polls {
                    let polled = futures::poll!(write.as_mut());
                    if polled.is_ready() {
                        break;
                    }
                    tokio::task::yield_now().await;
                }
                drop(write);
                free_space(&site).await;
                site.backend.ready().await.unwrap();
            }
        }
        site.drop_database().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_export_whose_heartbeat_fails_in_a_full_disk_frees_the_next_one() {
        let site = Site::sqlite().await;
        let admin = site.admin().await;
        site.ingest(calls(20)).await;
        site.one_call_a_batch().await;
        let held = site.export(&admin, "").await.unwrap();
        fill_disk(&site).await;
        assert_temporary(site.backend.ready().await, "a full disk");
        free_space(&site).await;
        drop(held);
        wait_until("the lease is freed", Duration::from_secs(5), async || {
            site.numbers("SELECT count(*) FROM leases").await == [0]
        })
        .await;
        site.export(&admin, "").await.unwrap();
        site.drop_database().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn files_that_were_removed_are_not_written_to() {
        let site = Site::sqlite().await;
        site.backend.ready().await.unwrap();
        let file = site.data_folder().unwrap().join("earshot.db");
        std::fs::rename(&file, file.with_extension("away")).unwrap();
        assert_temporary(site.backend.ready().await, "a database without its file");
        assert_eq!(
            refusal(site.backend.tenants().add("lagoon", "Lagoon", "UTC").await),
            ProblemCode::Busy
        );
        std::fs::rename(file.with_extension("away"), &file).unwrap();
        site.backend.ready().await.unwrap();
        site.drop_database().await;
    }
}

mod postgres {
    use super::*;

    /// Longest time that a refusal may take.
    const LONGEST: Duration = Duration::from_secs(5);

    #[tokio::test(flavor = "multi_thread")]
    async fn a_locked_table_is_a_refusal_within_seconds() {
        let site = Site::postgres().await;
        let admin = site.admin().await;
        site.ingest(calls(3)).await;
        let ingest = site.project_ingest("harbour", "front-desk").await;
        let mut locking = stranger(&site).await;
        for table in ["calls", "sessions", "audit_events"] {
            run(&mut locking, &format!("BEGIN; LOCK TABLE {table}")).await;
            let started = Instant::now();
            match table {
                "calls" => {
                    let query = ListQuery::default();
                    let list = site.backend.calls().page(&admin.viewer, &query).await;
                    assert_temporary(list, "list");
                    assert!(started.elapsed() < LONGEST, "list: {:?}", started.elapsed());
                    let started = Instant::now();
                    assert_temporary(ingest.ingest(calls(5)).await, "ingest");
                    assert!(started.elapsed() < LONGEST, "ingest: {:?}", started.elapsed());
                }
                "sessions" => {
                    assert_temporary(site.backend.access().viewer(&admin.token).await, "session");
                }
                _ => {
                    let started = export(&site.backend, &admin.viewer, "").await;
                    assert_temporary(started, "export");
                }
            }
            assert!(started.elapsed() < 2 * LONGEST, "{table}: {:?}", started.elapsed());
            run(&mut locking, "ROLLBACK").await;
        }
        site.export(&admin, "").await.unwrap();
        site.drop_database().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_statement_that_takes_too_long_is_cancelled_and_a_job_is_not() {
        let site = Site::postgres().await;
        let settings = DatabaseSettings {
            statement_timeout: Duration::from_millis(600),
            ..DatabaseSettings::default()
        };
        let replica = replica_with_settings(&site, settings).await;
        let admin = site.admin().await;
        site.ingest(calls(1)).await;
        // Every row of the list costs a second.
        site.sql(
            "CREATE FUNCTION slow() RETURNS boolean LANGUAGE sql AS 'SELECT pg_sleep(1) IS NOT NULL'; \
             ALTER TABLE calls RENAME TO the_calls; \
             CREATE VIEW calls AS SELECT * FROM the_calls WHERE slow()",
        )
        .await;
        let query = ListQuery::default();
        assert_temporary(replica.calls().page(&admin.viewer, &query).await, "a slow list");
        assert_eq!(site.list(&admin, "").await.rows.len(), 1, "within its own limit");
        assert_eq!(replica.worker().unwrap().run_due().await.err().map(|e| e.to_string()), None);
        replica.close().await;
        site.drop_database().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn three_connections_are_enough_for_many_lists_at_once() {
        let site = Site::postgres().await;
        let admin = site.admin().await;
        site.ingest(calls(20)).await;
        let settings = DatabaseSettings { connections: 3, ..DatabaseSettings::default() };
        let replica = replica_with_settings(&site, settings).await;
        let lists = (0..25).map(|_| async {
            let query = ListQuery::default();
            replica.calls().page(&admin.viewer, &query).await.map(|page| page.rows.len())
        });
        for rows in futures::future::join_all(lists).await {
            assert_eq!(rows.unwrap(), 20);
        }
        assert!(export(&replica, &admin.viewer, "").await.is_ok());
        replica.ready().await.unwrap();
        replica.close().await;
        site.drop_database().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_pool_without_a_free_connection_is_not_ready() {
        let site = Site::postgres().await;
        let settings =
            DatabaseSettings { connections: 3, statement_timeout: Duration::from_millis(600) };
        let db = site.database_with(settings).await;
        let held = db.begin().await.unwrap();
        assert_temporary(db.probe().await, "an exhausted pool");
        drop(held);
        db.probe().await.unwrap();
        db.close().await;
        site.drop_database().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_read_only_database_is_not_ready_and_its_refusals_pass() {
        let site = Site::postgres().await;
        let admin = site.admin().await;
        let name = current_database(&site).await;
        let mut operator = stranger(&site).await;
        run(
            &mut operator,
            &format!("ALTER DATABASE {name} SET default_transaction_read_only = on"),
        )
        .await;
        end_connections(&mut operator).await;
        assert_temporary(site.backend.ready().await, "a read-only database");
        assert_temporary(export(&site.backend, &admin.viewer, "").await, "export");
        assert_eq!(site.list(&admin, "").await.rows.len(), 0, "it can be read");
        // The operator's own session is read-only by then as well.
        let off = "SET default_transaction_read_only = off";
        run(&mut operator, off).await;
        run(&mut operator, &format!("ALTER DATABASE {name} RESET default_transaction_read_only"))
            .await;
        end_connections(&mut operator).await;
        assert!(site.backend.ready().await.is_ok() || site.backend.ready().await.is_ok());
        site.drop_database().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn ended_connections_are_refusals_that_pass() {
        let site = Site::postgres().await;
        let admin = site.admin().await;
        site.ingest(calls(3)).await;
        let mut operator = stranger(&site).await;
        let ended = async {
            for _ in 0..20 {
                end_connections(&mut operator).await;
                tokio::task::yield_now().await;
            }
        };
        let lists = async {
            for _ in 0..60 {
                let query = ListQuery::default();
                match site.backend.calls().page(&admin.viewer, &query).await {
                    Ok(page) => assert_eq!(page.rows.len(), 3),
                    Err(error) => assert_temporary(Err::<(), _>(error), "list"),
                }
            }
        };
        tokio::join!(ended, lists);
        assert_eq!(site.list(&admin, "").await.rows.len(), 3);
        site.drop_database().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_database_that_cannot_hold_every_character_is_refused() {
        let site = Site::postgres().await;
        let name = format!("{}_latin", current_database(&site).await);
        let mut operator = stranger(&site).await;
        run(
            &mut operator,
            &format!("CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"),
        )
        .await;
        let url = site.database_url().unwrap();
        let url = format!("{}/{name}", url.rsplit_once('/').unwrap().0);
        let refused = earshot_backend::Db::open_postgres(&url, DatabaseSettings::default()).await;
        let message = refused.err().unwrap().to_string();
        assert!(message.contains("LATIN1") && message.contains("UTF8"), "{message}");
        run(&mut operator, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        site.drop_database().await;
    }
}
