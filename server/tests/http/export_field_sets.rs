//! Sets of columns that people save under a name.

use crate::harness::{ADMIN, MANAGER, STAFF, TestApp};

const SAVE: &str = "/exports/field-sets";

#[tokio::test(flavor = "multi_thread")]
async fn saved_columns_are_offered_to_their_person_only() {
    let app = TestApp::new().await;
    let (admin, manager) = (app.session(ADMIN).await, app.session(MANAGER).await);
    let form =
        "status=missed&format=xlsx&mode=calls&call_field=agent&call_field=caller&set_name=Who";
    let saved = app.submit(&admin, SAVE, form).await;
    let back = "/exports/new?status=missed&format=xlsx&set=conversations&field=agent&field=caller";
    assert_eq!(
        (saved.status.as_u16(), saved.header("location")),
        (303, back),
        "with everything kept"
    );
    let page = app.page(&admin, "/exports/new?format=csv&anonymise=on").await;
    let pick = "/exports/new?format=csv&amp;set=conversations&amp;field=agent&amp;field=caller\
                &amp;anonymise=on";
    assert!(page.body.contains(pick), "{}", page.text());
    assert!(page.text().contains("2 columns, a row for each call"));
    let picked = app.page(&admin, &pick.replace("&amp;", "&")).await;
    let place = |column: &str| {
        picked.body.find(&format!("name=\"call_field\" value=\"{column}\" checked")).unwrap()
    };
    assert!(place("agent") < place("caller"), "in the order of the set");
    let other = app.page(&manager, "/exports/new").await;
    assert!(!other.text().contains("Who"), "another person has sets of their own");
    app.submit(&manager, &format!("{SAVE}/delete"), "delete_set=Who").await;
    assert!(app.page(&admin, "/exports/new").await.text().contains("Who"));
    let deleted = app.submit(&admin, &format!("{SAVE}/delete"), "format=pdf&delete_set=Who").await;
    assert_eq!(deleted.header("location"), "/exports/new?format=pdf");
    assert!(!app.page(&admin, "/exports/new").await.text().contains("Who"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_of_the_same_name_is_replaced_and_their_number_is_limited() {
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    for n in 1..=20 {
        let form = format!("call_field=caller&set_name=Set+{n}");
        assert_eq!(app.post(&admin, SAVE, &form).await.status, 204);
    }
    let more = app.post(&admin, SAVE, "call_field=caller&set_name=Set+21").await;
    assert_eq!((more.status.as_u16(), more.fields()), (422, vec!["set_name".to_owned()]));
    let again = "mode=messages&message_field=text&set_name=Set+7";
    assert_eq!(app.post(&admin, SAVE, again).await.status, 204);
    let page = app.page(&admin, "/exports/new").await.text();
    assert_eq!(page.matches("1 column, a row for each message").count(), 1, "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_without_columns_or_name_is_refused_on_the_page() {
    let app = TestApp::new().await;
    let admin = app.session(ADMIN).await;
    let page = app.submit(&admin, SAVE, "set_name=Empty&anonymise=on").await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("must be ticked one by one to be saved"), "{}", page.text());
    assert!(page.body.contains("value=\"Empty\""), "the name is kept");
    let nameless = app.submit(&admin, SAVE, "call_field=caller&set_name=").await;
    assert!(nameless.text().contains("must not be empty"), "{}", nameless.text());
    let staff = app.session(STAFF).await;
    assert_eq!(app.post(&staff, SAVE, "call_field=caller&set_name=x").await.status, 404);
}
