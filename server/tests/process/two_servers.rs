//! Two server processes over one database, as behind a load balancer.

use earshot_testkit::one_second_wav;

use crate::{database::Database, operator::Operator, servers::Server};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_200_uses_over_two_processes_one_succeeds_on_sqlite() {
    one_of_200_succeeds(&Operator::new(&[])).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_200_uses_over_two_processes_one_succeeds_on_postgres() {
    let database = Database::create("process").await;
    one_of_200_succeeds(&Operator::new(&[("EARSHOT_DATABASE", &database.url)])).await;
    database.remove().await;
}

/// Case 11 (docs/threats.md#case-11): one use of a grant, over two processes.
async fn one_of_200_succeeds(operator: &Operator) {
    operator.set_up();
    assert!(operator.import_recording(&one_second_wav()).status.success());
    let servers = [Server::start(operator), Server::start(operator)];
    let cookie = servers[0].sign_in().await;
    let call = servers[0].call(&cookie).await;
    let url = servers[0].grant(&cookie, &call, "download").await.url();
    let uses = (0..200).map(|n| servers[n % 2].get(&cookie, &url));
    let answers = futures::future::join_all(uses).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200, "one succeeds");
    assert!(statuses[1..].iter().all(|status| *status == 410), "and one only: {statuses:?}");
    let whole = answers.iter().find(|answer| answer.status == 200).unwrap();
    assert!(whole.body == one_second_wav(), "all of it");
}
