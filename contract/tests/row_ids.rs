//! Ids of rows without one: stable, under the organisation's key, and those of earlier versions.

use earshot_backend::{Ingested, readers::IncomingCall};
use earshot_testkit::call;

use crate::harness::Site;

crate::on_both_databases!(
    the_id_of_a_row_is_stored_under_the_key_of_its_tenant,
    a_row_that_an_earlier_version_stored_is_found_again,
);

/// Digests of rows, of which the second looks like a card number to redaction.
const DIGESTS: [&str; 2] = ["ab1cd2ef3ab4cd5ef6ab7cd8ef9abcde", "4111111111111111abcdefabcdefabcd"];

/// A call of a row without an id, as the reader of call logs returns it.
fn of_row(digest: &str) -> IncomingCall {
    IncomingCall {
        source: "callrail".to_owned(),
        source_id: format!("csv-row:{digest}"),
        ..call(1)
    }
}

/// The same as it was returned by earlier versions.
fn of_earlier_version(digest: &str) -> IncomingCall {
    IncomingCall { source_id: digest.to_owned(), ..of_row(digest) }
}

async fn ingest(site: &Site, tenant: &str, project: &str, call: IncomingCall) -> Ingested {
    let stored = site.project_ingest(tenant, project).await.ingest(vec![call]).await.unwrap();
    stored[0].ingested
}

async fn the_id_of_a_row_is_stored_under_the_key_of_its_tenant(site: &Site) {
    let mut ids = Vec::new();
    for (tenant, project) in [("harbour", "front-desk"), ("rival", "lobby")] {
        let call = || of_row(DIGESTS[0]);
        assert_eq!(ingest(site, tenant, project, call()).await, Ingested::Taken);
        assert_eq!(ingest(site, tenant, project, call()).await, Ingested::Unchanged);
        let of_tenant = format!(
            "SELECT source_id FROM calls WHERE tenant_id = \
             (SELECT id FROM tenants WHERE slug = '{tenant}')"
        );
        ids.push(site.text(&of_tenant).await);
    }
    assert_ne!(ids[0], ids[1]);
    for id in ids {
        let letters = id.strip_prefix("row:").unwrap();
        assert!(letters.len() == 32 && letters.bytes().all(|byte| byte.is_ascii_lowercase()));
        assert_ne!(letters, DIGESTS[0]);
    }
    assert_eq!(site.numbers("SELECT count(*) FROM calls").await, [2]);
}

async fn a_row_that_an_earlier_version_stored_is_found_again(site: &Site) {
    for (n, digest) in (1..).zip(DIGESTS) {
        let (tenant, project) = ("harbour", "front-desk");
        let again = || of_row(digest);
        let earlier = of_earlier_version(digest);
        assert_eq!(ingest(site, tenant, project, earlier).await, Ingested::Taken);
        assert_eq!(ingest(site, tenant, project, again()).await, Ingested::Unchanged);
        let fuller = IncomingCall {
            outcome: "booked".parse().ok(),
            source_record: b"a corrected row".to_vec(),
            ..again()
        };
        assert_eq!(ingest(site, tenant, project, fuller).await, Ingested::Extended);
        assert_eq!(site.numbers("SELECT count(*) FROM calls").await, [n]);
        let of_rows = "SELECT count(*) FROM calls WHERE source_id LIKE 'row:%'";
        assert_eq!(site.numbers(of_rows).await, [n], "{digest}");
    }
}
