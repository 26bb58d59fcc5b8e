//! Numbers are found in every usual spelling, in the list, in files and among contacts.

use earshot_backend::{Error, readers::IncomingCall};
use earshot_domain::{AuditAction, Role};
use earshot_testkit::call;

use crate::{
    contacts::{fill, listed, search, values},
    harness::{Person, Site, records, summaries},
};

crate::on_both_databases!(
    every_spelling_finds_every_other,
    numbers_of_other_countries_are_found,
    a_number_is_found_by_its_end,
    addresses_and_withheld_callers_are_compared_as_such,
    a_file_has_the_calls_of_every_spelling,
    people_are_told_what_was_looked_for,
    spellings_of_a_number_are_one_contact,
    stored_numbers_follow_a_change_of_the_country,
    numbers_of_earlier_rules_are_hashed_again,
    a_country_is_set_by_the_operator,
);

/// A call from each number, with the summaries `c001` and so on.
async fn ingest(site: &Site, project: &str, numbers: &[&str]) {
    let calls = numbers.iter().zip(1..);
    let calls = calls.map(|(number, n)| IncomingCall {
        caller: Some((*number).to_owned()),
        source_id: format!("{project}-{n}"),
        ..call(n)
    });
    let ingest = site.project_ingest("harbour", project).await;
    ingest.ingest(calls.collect()).await.unwrap();
}

async fn find(site: &Site, person: &Person, project: &str, caller: &str) -> Vec<String> {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("sort", "oldest")
        .append_pair("project_id", project)
        .append_pair("caller", caller)
        .finish();
    let page = site.list(person, &query).await;
    assert!(page.errors.is_empty(), "{caller}: {:?}", page.errors);
    summaries(&page)
}

async fn both_projects(site: &Site) -> Person {
    site.person("harbour", Role::ClientAdmin, &["front-desk", "after-hours"]).await
}

async fn set_country(site: &Site, project: &str, country: &str) {
    site.backend.tenants().set_country("harbour", project, country).await.unwrap();
}

/// Spellings of a British and of an American number.
const BRITISH: [&str; 10] = [
    "+442079460123",
    "02079460123",
    "00442079460123",
    "+44 20 7946 0123",
    "+44 (0)20 7946 0123",
    "020 7946 0123",
    "tel:+44-20-7946-0123",
    "０２０ ７９４６ ０１２３",
    "020.7946.0123 ext. 12",
    "442079460123",
];
const AMERICAN: [&str; 9] = [
    "+12025550131",
    "2025550131",
    "(202) 555-0131",
    "202-555-0131",
    "1-202-555-0131",
    "tel:+1-202-555-0131",
    "0012025550131",
    "011 1 202 555 0131",
    "+1 202 555 0131 x12",
];

async fn every_spelling_finds_every_other(site: &Site) {
    let admin = both_projects(site).await;
    set_country(site, "after-hours", "US").await;
    for (project, spellings) in [("front-desk", &BRITISH[..]), ("after-hours", &AMERICAN[..])] {
        ingest(site, project, spellings).await;
        for asked in spellings {
            let found = find(site, &admin, project, asked).await;
            assert_eq!(found.len(), spellings.len(), "{asked} finds {found:?}");
        }
    }
    assert_eq!(find(site, &admin, "front-desk", "2079460123").await.len(), BRITISH.len());
    assert!(find(site, &admin, "front-desk", "+442079460124").await.is_empty());
}

/// In a British project, as the time zone of the tenant has it.
async fn numbers_of_other_countries_are_found(site: &Site) {
    let admin = site.admin().await;
    let stored = ["+12025550131", "2025550132", "(202) 555-0133", "02079460124", "00442079460125"];
    ingest(site, "front-desk", &stored).await;
    for (asked, expected) in [
        ("2025550131", "c001"),
        ("(202) 555-0131", "c001"),
        ("202-555-0131", "c001"),
        ("1-202-555-0131", "c001"),
        ("+12025550132", "c002"),
        ("0012025550132", "c002"),
        ("+1 (202) 555-0133", "c003"),
        ("2025550133", "c003"),
        ("+442079460124", "c004"),
        ("2079460124", "c004"),
        ("+442079460125", "c005"),
        ("0207 946 0125", "c005"),
    ] {
        assert_eq!(find(site, &admin, "front-desk", asked).await, [expected], "{asked}");
    }
}

async fn a_number_is_found_by_its_end(site: &Site) {
    let admin = site.admin().await;
    let stored = ["+442079460018", "+12025550018", "7000", "sip:1001@203.0.113.7"];
    ingest(site, "front-desk", &stored).await;
    for (end, expected) in [
        ("0018", vec!["c001", "c002"]),
        ("60018", vec!["c001"]),
        ("550018", vec!["c002"]),
        ("5550018", vec!["c002"]),
        ("79460018", vec!["c001"]),
        ("079460018", vec!["c001"]),
        ("7000", vec!["c003"]),
        ("1001", vec!["c004"]),
        ("3018", vec![]),
        ("45550018", vec![]),
        ("2030", vec![]),
    ] {
        assert_eq!(find(site, &admin, "front-desk", end).await, expected, "{end}");
    }
}

async fn addresses_and_withheld_callers_are_compared_as_such(site: &Site) {
    let admin = site.admin().await;
    let stored = [
        "sip:nina@203.0.113.7",
        "sip:reception@203.0.113.7",
        "\"Nina\" <sip:Nina@203.0.113.7:5060;transport=tcp>",
        "anonymous",
        "<sip:anonymous@203.0.113.7>",
        "Restricted",
        "UNAVAILABLE",
        "blocked",
        "private",
    ];
    ingest(site, "front-desk", &stored).await;
    assert_eq!(find(site, &admin, "front-desk", "sip:nina@203.0.113.7").await, ["c001", "c003"]);
    assert_eq!(find(site, &admin, "front-desk", "SIP:RECEPTION@203.0.113.7").await, ["c002"]);
    for digits in ["203.0.113.7", "20301137", "2030113"] {
        assert!(find(site, &admin, "front-desk", digits).await.is_empty(), "{digits}");
    }
    for word in ["Withheld", "anonymous", "sip:anonymous@anonymous.invalid", "Blocked"] {
        let withheld = ["c004", "c005", "c006", "c007", "c008", "c009"];
        assert_eq!(find(site, &admin, "front-desk", word).await, withheld, "{word}");
    }
    fill(site).await;
    let contacts = listed(site, &admin).await;
    let calls: Vec<u64> = contacts.iter().map(|(_, calls)| *calls).collect();
    assert_eq!(calls, [2, 1], "{contacts:?}");
}

async fn a_file_has_the_calls_of_every_spelling(site: &Site) {
    let admin = site.admin().await;
    ingest(site, "front-desk", &["+12025550131", "2025550131", "anonymous", "+12025550199"]).await;
    let export = site.export(&admin, "caller=%28202%29+555-0131").await.unwrap();
    let callers: Vec<String> = records(export).await.iter().map(|row| row[5].clone()).collect();
    assert_eq!(callers, ["****0131", "****0131"]);
    let export = site.export(&admin, "caller=withheld").await.unwrap();
    assert_eq!(records(export).await[0][5], "Withheld");
}

async fn people_are_told_what_was_looked_for(site: &Site) {
    let admin = site.admin().await;
    ingest(site, "front-desk", &["+442079460018"]).await;
    let page = site.list(&admin, "caller=020+7946+0199&caller=sip:nina%40203.0.113.7").await;
    let tried: Vec<_> =
        page.tried.iter().map(|tried| (tried.forms.join(" "), tried.ends)).collect();
    assert_eq!(
        tried,
        [
            ("+442079460199 02079460199 2079460199".to_owned(), true),
            ("sip:nina@203.0.113.7".to_owned(), false),
        ]
    );
    assert!(site.list(&admin, "caller=020+7946+0018").await.tried.is_empty(), "it was found");
}

async fn spellings_of_a_number_are_one_contact(site: &Site) {
    let admin = both_projects(site).await;
    set_country(site, "after-hours", "US").await;
    ingest(site, "front-desk", &[&BRITISH[..], &["0012025550131"]].concat()).await;
    ingest(site, "after-hours", &[&AMERICAN[..], &["011442079460123"]].concat()).await;
    fill(site).await;
    let mut calls: Vec<u64> = listed(site, &admin).await.iter().map(|(_, calls)| *calls).collect();
    calls.sort_unstable();
    assert_eq!(calls, [AMERICAN.len() as u64 + 1, BRITISH.len() as u64 + 1]);
    for asked in ["(202) 555-0131", "+12025550131", "0131", "50131", "020 7946 0123", "9460123"] {
        let page = search(site, &admin, asked).await;
        assert_eq!((page.errors.as_slice(), page.contacts.len()), (&[][..], 1), "{asked}");
    }
    for asked in ["1", "018"] {
        assert_eq!(search(site, &admin, asked).await.errors[0].field, "q", "{asked}");
    }
}

async fn stored_numbers_follow_a_change_of_the_country(site: &Site) {
    let admin = site.admin().await;
    let numbers = ["2025550131", "+12025550131", "020 7946 0123", "+442079460123", "7000"];
    ingest(site, "front-desk", &numbers).await;
    fill(site).await;
    assert_eq!(listed(site, &admin).await.len(), 4, "the British number is one");
    let american = search(site, &admin, "+12025550131").await.contacts;
    let kept: Vec<_> = american.iter().map(|contact| contact.id).collect();
    set_country(site, "front-desk", "US").await;
    fill(site).await;
    let person = site.sign_in(&admin.email).await;
    let [number] = <[_; 1]>::try_from(search(site, &person, "2025550131").await.contacts).unwrap();
    assert_eq!((number.calls, number.identities.len()), (2, 1), "{:?}", values(&number));
    for id in kept {
        let page = site.backend.calls().contact(&person.viewer, id, None).await.unwrap();
        assert_eq!(page.contact.id, number.id, "an earlier address leads to it");
    }
    assert_eq!(find(site, &person, "front-desk", "2025550131").await, ["c001", "c002"]);
    assert_eq!(find(site, &person, "front-desk", "+442079460123").await, ["c003", "c004"]);
    let behind = "SELECT COUNT(*) FROM calls c JOIN projects p ON p.id = c.project_id \
                  WHERE c.number_rules <> p.number_rules";
    assert_eq!(site.numbers(behind).await, [0]);
    // Back to the country of the time zone.
    set_country(site, "front-desk", "zone").await;
    fill(site).await;
    let person = site.sign_in(&admin.email).await;
    assert_eq!(find(site, &person, "front-desk", "02079460123").await, ["c003", "c004"]);
}

/// As a version that knew digits alone stored them.
async fn numbers_of_earlier_rules_are_hashed_again(site: &Site) {
    let admin = site.admin().await;
    ingest(site, "front-desk", &["020 7946 0123", "+442079460123", "7000"]).await;
    // More than one transaction.
    site.ingest(
        (1..=210)
            .map(|n| IncomingCall { source_id: format!("web-{n}"), caller: None, ..call(n) })
            .collect(),
    )
    .await;
    fill(site).await;
    let numbers = || async {
        let whole = site.numbers("SELECT COUNT(DISTINCT caller_hash) FROM calls").await;
        let ends = site.numbers("SELECT COUNT(DISTINCT caller_last8_hash) FROM calls").await;
        [whole, ends].concat()
    };
    assert_eq!(numbers().await, [2, 1]);
    site.sql(
        "UPDATE calls SET number_rules = 0, caller_hash = caller_encrypted, \
         caller_last4_hash = NULL, caller_last6_hash = NULL, caller_last8_hash = NULL",
    )
    .await;
    site.sql("UPDATE contact_identities SET value_hash = value_encrypted WHERE kind = 'number'")
        .await;
    assert_eq!(numbers().await, [3, 0]);
    assert!(find(site, &admin, "front-desk", "020 7946 0123").await.is_empty());
    // Stopped after the first batch, it goes on where it was.
    fill(site).await;
    assert_eq!(numbers().await, [2, 1]);
    assert_eq!(site.numbers("SELECT COUNT(*) FROM calls WHERE number_rules = 0").await, [0]);
    assert_eq!(find(site, &admin, "front-desk", "020 7946 0123").await, ["c001", "c002"]);
    let contact = search(site, &admin, "+442079460123").await.contacts.remove(0);
    assert_eq!(contact.calls, 2);
    assert_eq!(site.numbers("SELECT COUNT(*) FROM jobs WHERE kind = 'numbers'").await, [1]);
    fill(site).await;
    assert_eq!(site.numbers("SELECT COUNT(*) FROM jobs WHERE kind = 'numbers'").await, [1]);
}

async fn a_country_is_set_by_the_operator(site: &Site) {
    let countries = || async {
        let projects = site.backend.tenants().projects("harbour").await.unwrap();
        let shown = projects.iter().map(|project| {
            let country = project.country.map(|country| country.to_string());
            (project.slug.to_string(), country.unwrap_or_default())
        });
        shown.collect::<std::collections::BTreeMap<_, _>>()
    };
    assert_eq!(countries().await["front-desk"], "GB", "of the time zone");
    set_country(site, "front-desk", "ie").await;
    assert_eq!(countries().await["front-desk"], "IE");
    assert_eq!(countries().await["after-hours"], "GB");
    let tenants = site.backend.tenants();
    for (project, country) in [("front-desk", "ZZ"), ("front-desk", "GBR"), ("nowhere", "GB")] {
        let refused = tenants.set_country("harbour", project, country).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{project} {country}");
    }
    let last = site.text("SELECT action FROM audit_events ORDER BY seq DESC LIMIT 1").await;
    assert_eq!(last, AuditAction::ProjectChanged.to_string());
}
