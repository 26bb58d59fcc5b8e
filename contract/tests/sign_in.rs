//! Sign-in: credentials and rate limits.

use earshot_backend::{Backend, Credentials, Limits, Rate};
use earshot_domain::{ProblemCode, Role};
use earshot_testkit::PASSWORD;
use jiff::SignedDuration;

use crate::harness::{Site, refusal};

crate::on_both_databases!(
    only_the_right_password_of_a_known_account_signs_in,
    disabled_accounts_cannot_sign_in,
    every_sign_in_makes_a_session_of_its_own,
    failures_of_one_account_are_limited_for_a_time,
    failures_of_one_address_are_limited_whoever_is_tried,
    successful_sign_ins_are_not_limited,
    attempts_at_once_never_exceed_the_limit,
    a_refused_attempt_leaves_no_row_and_none_names_anybody,
);

fn limits(account: u32, address: u32) -> Limits {
    Limits {
        sign_in_account_rate: Rate { events: account, seconds: 900 },
        sign_in_address_rate: Rate { events: address, seconds: 900 },
        ..Limits::default()
    }
}

/// Whether the credentials are right, or the code of the refusal.
async fn tries(backend: &Backend, email: &str, password: &str) -> Result<bool, ProblemCode> {
    let who = Credentials { email, password, address: "198.51.100.7" };
    match backend.access().sign_in(&who).await {
        Ok(token) => Ok(token.is_some()),
        refused => Err(refusal(refused)),
    }
}

async fn only_the_right_password_of_a_known_account_signs_in(site: &Site) {
    let person = site.admin().await;
    let email = person.email.as_str();
    let shouted = format!("  {} ", email.to_uppercase());
    for (email, password, fits) in [
        (email, PASSWORD, true),
        (shouted.as_str(), PASSWORD, true),
        (email, "correct horse ", false),
        (email, "", false),
        ("nobody@harbour.example", PASSWORD, false),
        ("", PASSWORD, false),
    ] {
        assert_eq!(tries(&site.backend, email, password).await, Ok(fits), "{email:?} {password:?}");
    }
}

async fn disabled_accounts_cannot_sign_in(site: &Site) {
    let person = site.admin().await;
    site.sql("UPDATE users SET disabled_at = 1").await;
    assert_eq!(tries(&site.backend, &person.email, PASSWORD).await, Ok(false));
    assert!(
        site.backend.access().viewer(&person.token).await.unwrap().is_none(),
        "the session goes too"
    );
}

async fn every_sign_in_makes_a_session_of_its_own(site: &Site) {
    let person = site.admin().await;
    let again = site.sign_in(&person.email).await;
    assert_ne!(person.token, again.token);
    for token in [&person.token, &again.token] {
        assert!(site.backend.access().viewer(token).await.unwrap().is_some());
    }
    for forged in ["", "x", &person.token[1..]] {
        assert!(site.backend.access().viewer(forged).await.unwrap().is_none(), "{forged}");
    }
}

async fn failures_of_one_account_are_limited_for_a_time(site: &Site) {
    let person = site.admin().await;
    let other = site.person("harbour", Role::ClientStaff, &[]).await;
    let backend = site.with_limits(limits(3, 100)).await;
    for _ in 0..3 {
        assert_eq!(tries(&backend, &person.email, "wrong").await, Ok(false));
    }
    let limited = Err(ProblemCode::RateLimited);
    assert_eq!(tries(&backend, &person.email, "wrong").await, limited);
    assert_eq!(tries(&backend, &person.email, PASSWORD).await, limited, "the right one as well");
    assert_eq!(tries(&backend, &other.email, PASSWORD).await, Ok(true), "others are not held up");
    let who = Credentials { email: &person.email, password: PASSWORD, address: "198.51.100.7" };
    let wait = backend.access().sign_in(&who).await.err().unwrap().problem().retry_after.unwrap();
    assert!((1..=900).contains(&wait), "{wait}");
    site.clock.advance(SignedDuration::from_secs(900));
    assert_eq!(tries(&backend, &person.email, PASSWORD).await, Ok(true));
}

async fn failures_of_one_address_are_limited_whoever_is_tried(site: &Site) {
    let person = site.admin().await;
    let backend = site.with_limits(limits(3, 4)).await;
    for n in 0..4 {
        let guess = format!("guess{n}@harbour.example");
        assert_eq!(tries(&backend, &guess, "wrong").await, Ok(false));
    }
    for _ in 0..5 {
        let refused = tries(&backend, &person.email, PASSWORD).await;
        assert_eq!(refused, Err(ProblemCode::RateLimited));
    }
    let elsewhere =
        Credentials { email: &person.email, password: PASSWORD, address: "203.0.113.9" };
    let signed_in = backend.access().sign_in(&elsewhere).await.unwrap();
    assert!(signed_in.is_some(), "a refused address costs the account nothing");
}

async fn successful_sign_ins_are_not_limited(site: &Site) {
    let person = site.admin().await;
    let backend = site.with_limits(limits(2, 2)).await;
    for _ in 0..5 {
        assert_eq!(tries(&backend, &person.email, PASSWORD).await, Ok(true));
    }
}

async fn attempts_at_once_never_exceed_the_limit(site: &Site) {
    let person = site.admin().await;
    let backend = site.with_limits(limits(4, 100)).await;
    let attempts = (0..12).map(|_| tries(&backend, &person.email, "wrong"));
    let results = futures::future::join_all(attempts).await;
    let checked = results.iter().filter(|result| **result == Ok(false)).count();
    assert_eq!(checked, 4, "{results:?}");
}

async fn a_refused_attempt_leaves_no_row_and_none_names_anybody(site: &Site) {
    let backend = site.with_limits(limits(3, 4)).await;
    let guess = |n: usize| format!("canary{n}{}@harbour.example", "x".repeat(n * 100));
    for n in 0..4 {
        assert_eq!(tries(&backend, &guess(n), "wrong").await, Ok(false));
    }
    let counted = "SELECT count(*) FROM rate_events";
    // Each is counted for its account and for the address.
    assert_eq!(site.numbers(counted).await, [8]);
    for n in 4..34 {
        assert_eq!(tries(&backend, &guess(n), "wrong").await, Err(ProblemCode::RateLimited));
    }
    assert_eq!(site.numbers(counted).await, [8], "a refused attempt added a row");
    let readable = "SELECT count(*) FROM rate_events WHERE bucket LIKE '%canary%' \
                    OR bucket LIKE '%198.51.100.7%' OR length(bucket) > 100";
    assert_eq!(site.numbers(readable).await, [0]);
}
