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
    failures_elsewhere_cost_an_account_nothing_here,
    a_known_device_gets_in_whatever_others_try,
    a_device_is_known_to_its_account_until_the_password_changes,
    a_refused_attempt_leaves_no_row_and_none_names_anybody,
);

fn limits(account: u32, address: u32) -> Limits {
    Limits {
        sign_in_rate: Rate { events: account, seconds: 900 },
        sign_in_address_rate: Rate { events: address, seconds: 900 },
        ..Limits::default()
    }
}

/// Whether the credentials are right, or the code of the refusal.
async fn tries(backend: &Backend, email: &str, password: &str) -> Result<bool, ProblemCode> {
    tries_as(backend, &from(email, password, "198.51.100.7", None)).await
}

async fn tries_as(backend: &Backend, who: &Credentials<'_>) -> Result<bool, ProblemCode> {
    match backend.access().sign_in(who).await {
        Ok(signed_in) => Ok(signed_in.is_some()),
        refused => Err(refusal(refused)),
    }
}

fn from<'a>(
    email: &'a str,
    password: &'a str,
    address: &'a str,
    device: Option<&'a str>,
) -> Credentials<'a> {
    Credentials { email, password, address, device, former: None }
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
    let who = from(&person.email, PASSWORD, "198.51.100.7", None);
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
    let elsewhere = from(&person.email, PASSWORD, "203.0.113.9", None);
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

/// Case 13 (docs/threats.md#case-13): guesses at once.
async fn attempts_at_once_never_exceed_the_limit(site: &Site) {
    let person = site.admin().await;
    let backend = site.with_limits(limits(4, 100)).await;
    let attempts = (0..12).map(|_| tries(&backend, &person.email, "wrong"));
    let results = futures::future::join_all(attempts).await;
    let checked = results.iter().filter(|result| **result == Ok(false)).count();
    assert_eq!(checked, 4, "{results:?}");
}

async fn failures_elsewhere_cost_an_account_nothing_here(site: &Site) {
    let person = site.admin().await;
    let backend = site.with_limits(limits(2, 100)).await;
    for address in ["203.0.113.7", "203.0.113.8", "2001:db8::1"] {
        for expected in [Ok(false), Ok(false), Err(ProblemCode::RateLimited)] {
            let who = from(&person.email, "wrong", address, None);
            assert_eq!(tries_as(&backend, &who).await, expected, "{address}");
        }
    }
    let neighbour = from(&person.email, PASSWORD, "2001:db8::ffff:2", None);
    assert_eq!(tries_as(&backend, &neighbour).await, Err(ProblemCode::RateLimited), "one /64");
    assert_eq!(tries(&backend, &person.email, PASSWORD).await, Ok(true));
}

async fn a_known_device_gets_in_whatever_others_try(site: &Site) {
    let person = site.admin().await;
    let few = Limits { sign_in_account_rate: Rate { events: 4, seconds: 900 }, ..limits(3, 5) };
    let backend = site.with_limits(few).await;
    let address = "198.51.100.7";
    let first = from(&person.email, PASSWORD, address, None);
    let device = backend.access().sign_in(&first).await.unwrap().unwrap().device;
    for n in 0..9 {
        let elsewhere = format!("203.0.113.{n}");
        let failed = tries_as(&backend, &from(&person.email, "wrong", &elsewhere, None)).await;
        assert_eq!(failed.is_ok(), n < 4, "{failed:?}");
        tries(&backend, &format!("guess{n}@harbour.example"), "wrong").await.ok();
    }
    let limited = Err(ProblemCode::RateLimited);
    assert_eq!(tries(&backend, &person.email, PASSWORD).await, limited);
    let known = from(&person.email, PASSWORD, address, Some(device.as_str()));
    assert_eq!(tries_as(&backend, &known).await, Ok(true));
    // Whoever has the cookie cannot guess for ever either.
    let guess = from(&person.email, "wrong", address, Some(device.as_str()));
    for expected in [Ok(false), Ok(false), Ok(false), limited] {
        assert_eq!(tries_as(&backend, &guess).await, expected);
    }
}

async fn a_device_is_known_to_its_account_until_the_password_changes(site: &Site) {
    let person = site.admin().await;
    let other = site.person("harbour", Role::ClientStaff, &[]).await;
    let backend = site.with_limits(limits(1, 100)).await;
    let address = "198.51.100.7";
    let first = from(&person.email, PASSWORD, address, None);
    let device = backend.access().sign_in(&first).await.unwrap().unwrap().device;
    let token = device.as_str();
    let forged = format!("{}.{}", &token[..token.len() - 65], "0".repeat(64));
    for email in [&person.email, &other.email] {
        assert_eq!(tries(&backend, email, "wrong").await, Ok(false));
    }
    let limited = Err(ProblemCode::RateLimited);
    for (email, token) in [
        (&person.email, forged.as_str()),
        (&person.email, ""),
        (&person.email, ".."),
        (&other.email, token),
    ] {
        let who = from(email, PASSWORD, address, Some(token));
        assert_eq!(tries_as(&backend, &who).await, limited, "{token}");
    }
    let known = from(&person.email, PASSWORD, address, Some(token));
    assert_eq!(tries_as(&backend, &known).await, Ok(true));
    site.sql("UPDATE users SET password_hash = password_hash || 'x'").await;
    assert_eq!(tries_as(&backend, &known).await, limited);
}

async fn a_refused_attempt_leaves_no_row_and_none_names_anybody(site: &Site) {
    let backend = site.with_limits(limits(3, 4)).await;
    let guess = |n: usize| format!("canary{n}{}@harbour.example", "x".repeat(n * 100));
    for n in 0..4 {
        assert_eq!(tries(&backend, &guess(n), "wrong").await, Ok(false));
    }
    let counted = "SELECT count(*) FROM rate_events";
    // Each is counted for its account, for the address and for both.
    assert_eq!(site.numbers(counted).await, [12]);
    for n in 4..34 {
        assert_eq!(tries(&backend, &guess(n), "wrong").await, Err(ProblemCode::RateLimited));
    }
    assert_eq!(site.numbers(counted).await, [12], "a refused attempt added a row");
    let readable = "SELECT count(*) FROM rate_events WHERE bucket LIKE '%canary%' \
                    OR bucket LIKE '%198.51.100.7%' OR length(bucket) > 100";
    assert_eq!(site.numbers(readable).await, [0]);
}
