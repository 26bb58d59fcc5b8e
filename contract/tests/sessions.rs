//! Lifetime and end of sessions.

use jiff::SignedDuration;

use crate::harness::{Person, Site};

crate::on_both_databases!(
    an_unused_session_ends,
    a_used_session_lives_until_its_longest_time,
    signing_out_ends_one_session,
    signing_out_everywhere_ends_all_of_one_person,
);

async fn lives(site: &Site, person: &Person) -> bool {
    site.backend.access().viewer(&person.token).await.unwrap().is_some()
}

async fn an_unused_session_ends(site: &Site) {
    let person = site.admin().await;
    site.clock.advance(SignedDuration::from_mins(8 * 60) - SignedDuration::from_millis(1));
    assert!(lives(site, &person).await);
    site.clock.advance(SignedDuration::from_mins(8 * 60));
    assert!(!lives(site, &person).await);
}

async fn a_used_session_lives_until_its_longest_time(site: &Site) {
    let person = site.admin().await;
    for hour in 1..72 {
        site.clock.advance(SignedDuration::from_hours(1));
        assert!(lives(site, &person).await, "after {hour} hours of use");
    }
    site.clock.advance(SignedDuration::from_hours(1));
    assert!(!lives(site, &person).await);
}

async fn signing_out_ends_one_session(site: &Site) {
    let here = site.admin().await;
    let there = site.sign_in(&here.email).await;
    site.backend.access().sign_out(&here.viewer).await.unwrap();
    assert!(!lives(site, &here).await);
    assert!(lives(site, &there).await);
}

async fn signing_out_everywhere_ends_all_of_one_person(site: &Site) {
    let here = site.admin().await;
    let there = site.sign_in(&here.email).await;
    let colleague = site.admin().await;
    site.backend.access().sign_out_everywhere(&here.viewer).await.unwrap();
    assert!(!lives(site, &here).await && !lives(site, &there).await);
    assert!(lives(site, &colleague).await);
}
