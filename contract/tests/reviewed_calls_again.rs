//! A reviewed call that comes again keeps what people did.

use earshot_backend::Ingested;
use earshot_domain::ReviewChange;
use serde_json::json;

use crate::{
    calls_again::{lines, open, push, replace, said},
    harness::Site,
};

crate::on_both_databases!(
    what_people_did_stays_when_a_call_grows,
    a_line_that_people_corrected_stays_corrected,
);

async fn what_people_did_stays_when_a_call_grows(site: &Site) {
    let admin = site.admin().await;
    push(site, &json!({})).await;
    let id = open(site, &admin).await.row.id;
    let note = ReviewChange::Annotate { turn: 1, text: "Check this".to_owned() };
    for change in [note, ReviewChange::Claim, ReviewChange::Tag { tag: "ours".to_owned() }] {
        site.backend.reviews().change(&admin.viewer, id, change).await.unwrap();
    }
    let before = open(site, &admin).await;
    push(site, &json!({"transcript": lines(&["Hello", "Hi there", "Bye"]), "tags": ["theirs"]}))
        .await;
    let after = open(site, &admin).await;
    assert_eq!((after.row.id, &after.history), (id, &before.history));
    assert!(after.follow_up.own);
    assert_eq!(after.tags, ["theirs", "ours"]);
    assert_eq!(site.list(&admin, "tag=ours").await.matched, 1);
    let replaced = replace(site, &json!({"transcript": lines(&["Else"])})).await;
    assert_eq!(replaced.ingested, Ingested::Extended);
    let history = open(site, &admin).await.history;
    assert_eq!((history.len(), history[0].turn), (3, Some(0)), "no remark is after the last line");
}

async fn a_line_that_people_corrected_stays_corrected(site: &Site) {
    let admin = site.admin().await;
    push(site, &json!({"transcript": lines(&["Hello", "Hi their"])})).await;
    let id = open(site, &admin).await.row.id;
    let correct =
        ReviewChange::Correct { turn: 1, text: "Hi there".to_owned(), reason: None, seen: 0 };
    site.backend.reviews().change(&admin.viewer, id, correct).await.unwrap();
    // The record has the line as it was: it agrees with what is stored.
    let longer = json!({"transcript": lines(&["Hello", "Hi their", "Bye"])});
    let again = push(site, &longer).await;
    assert_eq!((again.ingested, again.ignored), (Ingested::Extended, None));
    assert_eq!(said(&open(site, &admin).await), ["Hello", "Hi there", "Bye"]);
    let tagged = json!({"transcript": lines(&["Hello", "Hi their", "Bye"]), "agent": "Ann"});
    assert_eq!(push(site, &tagged).await.ingested, Ingested::Extended);
    assert_eq!(said(&open(site, &admin).await), ["Hello", "Hi there", "Bye"]);
    assert_eq!(site.list(&admin, "q=their").await.matched, 0);
    assert_eq!(site.list(&admin, "q=there").await.matched, 1);
}
