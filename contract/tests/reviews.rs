//! Reviews of calls: every change is an event, and the state follows from the events.

use earshot_backend::Error;
use earshot_domain::{
    CallId, DisputeState, HistoryEvent, ProblemCode, Review, ReviewAction, ReviewChange,
    ReviewState, Role, Verdict,
};
use earshot_testkit::call;

use crate::harness::{Person, Site, records, refusal};

crate::on_both_databases!(
    a_correction_stands_everywhere_and_the_old_text_stays_in_the_history,
    the_second_of_two_people_sees_a_conflict,
    a_dispute_is_decided_by_another_client_admin,
    every_text_of_a_review_is_redacted,
    one_of_many_concurrent_claims_succeeds,
    calls_are_found_by_follow_up_and_assignee,
    nobody_changes_a_call_out_of_their_scope,
    each_role_has_its_own_changes,
    tags_are_put_on_and_taken_off_once,
    every_change_is_audited,
);

struct Desk {
    admin: Person,
    manager: Person,
    staff: Person,
    call: CallId,
}

async fn desk(site: &Site) -> Desk {
    site.ingest(vec![call(1)]).await;
    let admin = site.admin().await;
    let call = site.list(&admin, "").await.rows[0].id;
    let manager = site.person("harbour", Role::ClientManager, &["front-desk"]).await;
    let staff = site.person("harbour", Role::ClientStaff, &["front-desk"]).await;
    Desk { admin, manager, staff, call }
}

impl Desk {
    async fn change(&self, site: &Site, who: &Person, change: ReviewChange) -> Result<(), Error> {
        site.backend.reviews().change(&who.viewer, self.call, change).await
    }

    async fn review(&self, site: &Site) -> Review {
        site.backend.reviews().open(&self.admin.viewer, self.call).await.unwrap()
    }

    async fn history(&self, site: &Site) -> Vec<HistoryEvent> {
        self.review(site).await.history
    }
}

fn correct(turn: u32, text: &str, seen: u32) -> ReviewChange {
    ReviewChange::Correct { turn, text: text.to_owned(), reason: None, seen }
}

fn dispute(text: Option<&str>) -> ReviewChange {
    let reason = "misheard".to_owned();
    ReviewChange::Dispute { turn: 0, text: text.map(str::to_owned), reason, seen: 0 }
}

fn decide(dispute: u32, verdict: Verdict) -> ReviewChange {
    ReviewChange::Decide { dispute, verdict, reason: None }
}

async fn a_correction_stands_everywhere_and_the_old_text_stays_in_the_history(site: &Site) {
    let desk = desk(site).await;
    let before = desk.review(site).await.transcript.turns[1].text.clone();
    desk.change(site, &desk.manager, correct(1, "A zebra crossing", 0)).await.unwrap();
    let review = desk.review(site).await;
    assert_eq!(review.transcript.turns[1].text, "A zebra crossing");
    let event = &review.history[0];
    assert_eq!((event.seq, event.action, event.turn), (1, ReviewAction::Correct, Some(1)));
    assert_eq!(event.old_text.as_deref(), Some(before.as_str()));
    assert_eq!(event.text.as_deref(), Some("A zebra crossing"));
    assert_eq!(site.list(&desk.admin, "q=zebra").await.matched, 1);
    let rows = records(site.export(&desk.admin, "").await.unwrap()).await;
    assert!(rows[0][9].ends_with("Caller: A zebra crossing"), "{}", rows[0][9]);
    desk.change(site, &desk.manager, correct(1, &before, 1)).await.unwrap();
    assert_eq!(site.list(&desk.admin, "q=zebra").await.matched, 0);
    assert_eq!(desk.history(site).await.len(), 2, "nothing is overwritten");
}

async fn the_second_of_two_people_sees_a_conflict(site: &Site) {
    let desk = desk(site).await;
    desk.change(site, &desk.manager, correct(0, "First", 0)).await.unwrap();
    let second = desk.change(site, &desk.admin, correct(0, "Second", 0)).await;
    let problem = second.unwrap_err().problem();
    assert_eq!(problem.code, ProblemCode::Conflict);
    assert!(problem.detail.contains("“First”"), "it says what the line reads now");
    assert_eq!(desk.review(site).await.transcript.turns[0].text, "First");
    assert_eq!(desk.history(site).await.len(), 1);
    desk.change(site, &desk.admin, correct(1, "Another line", 0)).await.unwrap();
    desk.change(site, &desk.admin, correct(0, "Second", 1)).await.unwrap();
    let same = desk.change(site, &desk.admin, correct(0, "Second", 3)).await;
    assert_eq!(refusal(same), ProblemCode::Conflict);
    let replica = site.replica().await;
    let (here, there) = tokio::join!(
        desk.change(site, &desk.admin, correct(0, "Here", 3)),
        replica.reviews().change(&desk.manager.viewer, desk.call, correct(0, "There", 3)),
    );
    assert_eq!(usize::from(here.is_ok()) + usize::from(there.is_ok()), 1);
    replica.close().await;
}

async fn a_dispute_is_decided_by_another_client_admin(site: &Site) {
    let desk = desk(site).await;
    let other = site.person("harbour", Role::ClientAdmin, &["front-desk"]).await;
    desk.change(site, &desk.admin, dispute(Some("As it should be"))).await.unwrap();
    let own = desk.change(site, &desk.admin, decide(1, Verdict::Accept)).await;
    assert_eq!(refusal(own), ProblemCode::Conflict);
    let below = desk.change(site, &desk.manager, decide(1, Verdict::Accept)).await;
    assert_eq!(refusal(below), ProblemCode::OptionForbidden);
    assert_eq!(desk.history(site).await[0].state, Some(DisputeState::Open));
    desk.change(site, &other, decide(1, Verdict::Accept)).await.unwrap();
    let review = desk.review(site).await;
    assert_eq!(review.history[0].state, Some(DisputeState::Accepted));
    assert_eq!(review.transcript.turns[0].text, "As it should be");
    let again = desk.change(site, &other, decide(1, Verdict::Reject)).await;
    assert_eq!(refusal(again), ProblemCode::Conflict);
    desk.change(site, &desk.manager, dispute(None)).await.unwrap_err();
    let unseen = ReviewChange::Dispute { turn: 0, text: None, reason: "no".to_owned(), seen: 2 };
    desk.change(site, &desk.manager, unseen).await.unwrap();
    desk.change(site, &desk.admin, decide(3, Verdict::Reject)).await.unwrap();
    let review = desk.review(site).await;
    assert_eq!(review.history[2].state, Some(DisputeState::Rejected));
    assert_eq!(review.transcript.turns[0].text, "As it should be");
    let nothing = desk.change(site, &desk.admin, decide(2, Verdict::Accept)).await;
    assert_eq!(refusal(nothing), ProblemCode::InvalidValue);
}

async fn every_text_of_a_review_is_redacted(site: &Site) {
    let desk = desk(site).await;
    let said = || "Ring 020 7946 0018".to_owned();
    let changes = [
        ReviewChange::Annotate { turn: 0, text: said() },
        ReviewChange::Correct { turn: 0, text: said(), reason: Some(said()), seen: 0 },
        ReviewChange::Dispute { turn: 1, text: Some(said()), reason: said(), seen: 0 },
        ReviewChange::Note { text: said() },
        ReviewChange::Tag { tag: said() },
        ReviewChange::Escalate { reason: said() },
        ReviewChange::Resolve { reason: Some(said()) },
    ];
    for change in changes {
        desk.change(site, &desk.manager, change).await.unwrap();
    }
    let whole = serde_json::to_string(&desk.review(site).await).unwrap();
    assert_eq!(whole.matches("Ring [PHONE]").count(), 11, "{whole}");
    assert!(!whole.contains("0018"));
    assert!(site.numbers("SELECT count(*) FROM review_events WHERE reason LIKE '%0018%' OR new_text LIKE '%0018%'").await == [0]);
}

async fn one_of_many_concurrent_claims_succeeds(site: &Site) {
    let desk = desk(site).await;
    let replica = site.replica().await;
    let mut people = Vec::new();
    for _ in 0..6 {
        people.push(site.person("harbour", Role::ClientStaff, &["front-desk"]).await);
    }
    let claims = people.iter().enumerate().map(|(number, person)| {
        let backend = if number % 2 == 0 { &site.backend } else { &replica };
        backend.reviews().change(&person.viewer, desk.call, ReviewChange::Claim)
    });
    let results = futures::future::join_all(claims).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert_eq!(desk.history(site).await.len(), 1);
    replica.close().await;
}

async fn calls_are_found_by_follow_up_and_assignee(site: &Site) {
    let desk = desk(site).await;
    site.ingest(vec![call(2), call(3)]).await;
    let found = async |who: &Person, query: &str| site.list(who, query).await.matched;
    assert_eq!(found(&desk.admin, "review_state=new").await, 3);
    desk.change(site, &desk.staff, ReviewChange::Claim).await.unwrap();
    assert_eq!(found(&desk.admin, "review_state=to_do").await, 1);
    assert_eq!(found(&desk.admin, "review_state=new&review_state=to_do").await, 3);
    assert_eq!(found(&desk.staff, "assignee=me").await, 1);
    assert_eq!(found(&desk.admin, "assignee=me").await, 0);
    assert_eq!(found(&desk.admin, "assignee=nobody").await, 2);
    let staff = desk.staff.email.to_uppercase();
    assert_eq!(found(&desk.admin, &format!("assignee={staff}")).await, 1);
    assert_eq!(found(&desk.admin, "assignee=who%40else.example").await, 0);
    let row = &site.list(&desk.admin, "review_state=to_do").await.rows[0];
    assert_eq!((row.review_state, row.assignee.as_deref()), (ReviewState::ToDo, Some("Person")));
    desk.change(site, &desk.staff, ReviewChange::Resolve { reason: None }).await.unwrap();
    assert_eq!(found(&desk.admin, "review_state=done").await, 1);
    let rows = records(site.export(&desk.admin, "review_state=done").await.unwrap()).await;
    assert_eq!(rows.len(), 1);
}

async fn nobody_changes_a_call_out_of_their_scope(site: &Site) {
    let desk = desk(site).await;
    let strangers = [
        site.person("harbour", Role::ClientAdmin, &["after-hours"]).await,
        site.person("rival", Role::ClientAdmin, &["lobby"]).await,
    ];
    for stranger in &strangers {
        for change in [ReviewChange::Claim, correct(0, "x", 0), decide(1, Verdict::Accept)] {
            let refused = desk.change(site, stranger, change).await;
            assert_eq!(refusal(refused), ProblemCode::NotFound);
        }
        let assign = ReviewChange::Assign { assignee: stranger.email.clone() };
        let refused = desk.change(site, &desk.admin, assign).await;
        assert_eq!(refusal(refused), ProblemCode::InvalidValue);
    }
    assert!(desk.history(site).await.is_empty());
}

async fn each_role_has_its_own_changes(site: &Site) {
    let desk = desk(site).await;
    let assign = || ReviewChange::Assign { assignee: desk.manager.email.clone() };
    for change in [correct(0, "x", 0), dispute(None), decide(1, Verdict::Accept), assign()] {
        let refused = desk.change(site, &desk.staff, change).await;
        assert_eq!(refusal(refused), ProblemCode::OptionForbidden);
    }
    let annotate = ReviewChange::Annotate { turn: 0, text: "loud".to_owned() };
    desk.change(site, &desk.staff, annotate).await.unwrap();
    desk.change(site, &desk.admin, assign()).await.unwrap();
    let released = desk.change(site, &desk.staff, ReviewChange::Release).await;
    assert_eq!(refusal(released), ProblemCode::Conflict);
    desk.change(site, &desk.admin, ReviewChange::Release).await.unwrap();
    let beyond = ReviewChange::Annotate { turn: 2, text: "no such line".to_owned() };
    let refused = desk.change(site, &desk.staff, beyond).await;
    assert_eq!(refusal(refused), ProblemCode::InvalidValue);
    let people = site.backend.reviews().open(&desk.staff.viewer, desk.call).await.unwrap();
    assert!(people.follow_up.people.is_empty() && !people.rights.correct);
}

async fn tags_are_put_on_and_taken_off_once(site: &Site) {
    let desk = desk(site).await;
    let tag = |name: &str| ReviewChange::Tag { tag: name.to_owned() };
    let untag = |name: &str| ReviewChange::Untag { tag: name.to_owned() };
    desk.change(site, &desk.staff, tag("vip")).await.unwrap();
    assert_eq!(refusal(desk.change(site, &desk.staff, tag("vip")).await), ProblemCode::Conflict);
    assert_eq!(desk.review(site).await.tags, ["vip"]);
    desk.change(site, &desk.staff, untag("vip")).await.unwrap();
    assert_eq!(refusal(desk.change(site, &desk.staff, untag("vip")).await), ProblemCode::Conflict);
    assert!(desk.review(site).await.tags.is_empty());
    for number in 0..20 {
        desk.change(site, &desk.staff, tag(&format!("t{number}"))).await.unwrap();
    }
    assert_eq!(refusal(desk.change(site, &desk.staff, tag("more")).await), ProblemCode::Conflict);
}

async fn every_change_is_audited(site: &Site) {
    let desk = desk(site).await;
    desk.change(site, &desk.staff, ReviewChange::Claim).await.unwrap();
    let (log, broken) = site.backend.audit().log("harbour").await.unwrap();
    let last = log.last().unwrap();
    assert_eq!((last.action.as_str(), &last.actor), ("review.changed", &desk.staff.email));
    assert_eq!((last.subject.clone(), broken), (desk.call.to_string(), None));
    site.sql("ALTER TABLE audit_events RENAME TO away").await;
    desk.change(site, &desk.staff, ReviewChange::Release).await.unwrap_err();
    site.sql("ALTER TABLE away RENAME TO audit_events").await;
    assert_eq!(desk.history(site).await.len(), 1, "nothing is changed without its audit entry");
}
