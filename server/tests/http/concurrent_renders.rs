//! A thousand page renders, sixteen at a time, none of which hangs.

use std::time::Duration;

use earshot_testkit::calls;
use futures::StreamExt;

use crate::harness::{ADMIN, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_renders_at_sixteen_at_once_all_end() {
    let app = TestApp::new().await;
    app.ingest(calls(60)).await;
    let admin = app.session(ADMIN).await;
    let ids = app.call_ids(ADMIN).await;
    let renders = futures::stream::iter(0..1000_usize).map(|n| {
        let target = match n % 3 {
            0 => format!("/calls?expand={}", ids[n % ids.len()]),
            1 => "/calls?export=1".to_owned(),
            _ => "/calls?sort=oldest".to_owned(),
        };
        let (app, admin) = (&app, &admin);
        async move { app.page(admin, &target).await }
    });
    let mut renders = std::pin::pin!(renders.buffer_unordered(16));
    let all = async {
        let mut whole = 0;
        while let Some(page) = renders.next().await {
            assert_eq!(page.status, 200);
            let end = page.body.split_once("</html>").map(|(_, rest)| rest.ends_with("</script>"));
            assert_eq!(end, Some(true), "a page was cut off");
            whole += 1;
        }
        whole
    };
    let whole = tokio::time::timeout(Duration::from_mins(2), all).await;
    assert_eq!(whole.ok(), Some(1000), "renders hang");
}
