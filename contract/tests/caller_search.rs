//! Search by caller: the full number or its last digits, and nothing shorter.

use earshot_backend::readers::IncomingCall;
use earshot_domain::Role;
use earshot_testkit::call;

use crate::harness::{Person, Site, refusal, summaries};

crate::on_both_databases!(
    full_numbers_and_last_digits_find_their_calls,
    several_callers_are_alternatives,
    fewer_digits_and_other_lengths_are_refused_or_find_nothing,
    staff_cannot_search_by_caller,
);

async fn ingest_callers(site: &Site, numbers: &[Option<&str>]) {
    let calls = numbers.iter().zip(1..);
    let calls =
        calls.map(|(number, n)| IncomingCall { caller: number.map(str::to_owned), ..call(n) });
    site.ingest(calls.collect()).await;
}

async fn find(site: &Site, person: &Person, caller: &str) -> Vec<String> {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("sort", "oldest")
        .append_pair("caller", caller)
        .finish();
    let page = site.list(person, &query).await;
    assert!(page.errors.is_empty(), "{caller}: {:?}", page.errors);
    summaries(&page)
}

const NUMBERS: [Option<&str>; 6] = [
    Some("+44 20 7946 0018"),
    Some("+12025550018"),
    Some("+442079460999"),
    None,
    Some("anonymous"),
    Some("7000"),
];

async fn full_numbers_and_last_digits_find_their_calls(site: &Site) {
    let admin = site.admin().await;
    ingest_callers(site, &NUMBERS).await;
    for spelling in ["+442079460018", "44 20 7946 0018", "(44) 20-7946-0018"] {
        assert_eq!(find(site, &admin, spelling).await, ["c001"], "{spelling}");
    }
    assert_eq!(find(site, &admin, "0018").await, ["c001", "c002"]);
    assert_eq!(find(site, &admin, "550018").await, ["c002"]);
    assert_eq!(find(site, &admin, "79460018").await, ["c001"]);
    assert_eq!(find(site, &admin, "020 7946 0018").await, ["c001"], "as dialled at home");
    assert_eq!(find(site, &admin, "7000").await, ["c006"]);
    assert_eq!(find(site, &admin, "Anonymous").await, ["c005"]);
    assert_eq!(find(site, &admin, "Withheld").await, ["c005"]);
}

async fn several_callers_are_alternatives(site: &Site) {
    let admin = site.admin().await;
    ingest_callers(site, &NUMBERS).await;
    let page = site.list(&admin, "sort=oldest&caller=0999&caller=%2B12025550018").await;
    assert_eq!(summaries(&page), ["c002", "c003"]);
}

async fn fewer_digits_and_other_lengths_are_refused_or_find_nothing(site: &Site) {
    let admin = site.admin().await;
    ingest_callers(site, &NUMBERS).await;
    for short in ["1", "018", "+4"] {
        let page = site.list(&admin, &format!("caller={short}")).await;
        assert_eq!((page.errors[0].field.as_str(), page.rows.len()), ("caller", 0), "{short}");
    }
    for part in ["46001", "7946001", "4420794600", "20794"] {
        assert!(find(site, &admin, part).await.is_empty(), "{part}");
    }
}

async fn staff_cannot_search_by_caller(site: &Site) {
    let staff = site.person("harbour", Role::ClientStaff, &["front-desk"]).await;
    ingest_callers(site, &NUMBERS).await;
    let query = earshot_domain::ListQuery::parse("caller=0018");
    let forbidden = earshot_domain::ProblemCode::OptionForbidden;
    assert_eq!(refusal(site.backend.calls().page(&staff.viewer, &query).await), forbidden);
    assert_eq!(refusal(site.export(&staff, "caller=0018").await), forbidden);
}
