//! Messages of a conversation for programs, in pages.

use earshot_backend::readers::IncomingCall;
use earshot_testkit::{alternating_turns, call};

use crate::{
    conversation_list::{ask, reader},
    harness::{ADMIN, TestApp},
};

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_read_in_pages() {
    let app = TestApp::new().await;
    let key = reader(&app, ADMIN, "front-desk").await;
    let texts: Vec<String> = (1..=45).map(|n| format!("Message {n}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    app.ingest(vec![IncomingCall { turns: alternating_turns(&texts), ..call(1) }, call(2)]).await;
    let ids = app.call_ids(ADMIN).await;
    let page = async |query: &str| {
        ask(&app, &key, &format!("/v1/conversations/{}/messages?{query}", ids[1])).await
    };
    for (limit, sizes) in [("", &[20, 20, 5][..]), ("limit=45&", &[45]), ("limit=44&", &[44, 1])] {
        let (mut cursor, mut seen, mut found) = (String::new(), Vec::new(), Vec::new());
        loop {
            let answer = page(&format!("{limit}cursor={cursor}")).await.json();
            let messages = answer["messages"].as_array().unwrap();
            found.push(messages.len());
            seen.extend(messages.iter().map(|one| one["text"].as_str().unwrap().to_owned()));
            let Some(next) = answer["pagination"]["next_cursor"].as_str() else { break };
            assert_eq!(answer["pagination"]["has_more"], true);
            next.clone_into(&mut cursor);
        }
        assert_eq!(
            (found.as_slice(), seen),
            (sizes, texts.iter().map(ToString::to_string).collect())
        );
    }
    let cursor = page("limit=1").await.json()["pagination"]["next_cursor"].clone();
    let other =
        format!("/v1/conversations/{}/messages?cursor={}", ids[0], cursor.as_str().unwrap());
    let foreign = ask(&app, &key, &other).await;
    assert_eq!((foreign.status.as_u16(), foreign.fields()), (422, vec!["cursor".to_owned()]));
    for query in ["limit=0", "limit=101", "limit=x"] {
        let refused = page(query).await;
        assert_eq!((refused.status.as_u16(), refused.fields()), (422, vec!["limit".to_owned()]));
    }
    let unknown = "/v1/conversations/01890a5d-ac96-474b-bcce-b302099a8057/messages?limit=0";
    assert_eq!(ask(&app, &key, unknown).await.status, 404, "whether it exists is not told");
}
