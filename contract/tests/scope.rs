//! Scope: calls outside it do not exist for lists, single calls and exports.

use earshot_domain::{CallId, ExportId, ListQuery, ProblemCode, Role};
use earshot_testkit::call;
use uuid::Uuid;

use crate::harness::{Person, Site, refusal, summaries};

crate::on_both_databases!(
    foreign_and_unknown_projects_are_the_same,
    foreign_and_unknown_calls_are_the_same,
    foreign_and_unknown_exports_are_the_same,
    a_person_with_several_projects_must_pick,
    a_person_without_projects_reaches_nothing,
    lists_hold_only_the_projects_own_calls,
    a_reassigned_person_reaches_their_current_projects,
);

const PLACES: [(&str, &str, u32); 3] =
    [("harbour", "front-desk", 1), ("harbour", "after-hours", 2), ("rival", "lobby", 3)];

/// Ingests one call into every project and returns their ids in that order.
async fn one_call_each(site: &Site) -> Vec<CallId> {
    let mut ids = Vec::new();
    for (tenant, project, n) in PLACES {
        site.project_ingest(tenant, project).await.ingest(vec![call(n)]).await.unwrap();
        let owner = site.person(tenant, Role::ClientAdmin, &[project]).await;
        ids.push(site.list(&owner, "").await.rows[0].id);
    }
    ids
}

async fn foreign_and_unknown_projects_are_the_same(site: &Site) {
    let admin = site.admin().await;
    one_call_each(site).await;
    for project in ["after-hours", "lobby", "never-was"] {
        let query = format!("project_id={project}");
        let list = ListQuery::parse(&query);
        let page = site.backend.calls().page(&admin.viewer, &list).await;
        assert_eq!(refusal(page), ProblemCode::NotFound, "{project}");
        assert_eq!(refusal(site.export(&admin, &query).await), ProblemCode::NotFound, "{project}");
    }
}

async fn foreign_and_unknown_calls_are_the_same(site: &Site) {
    let ids = one_call_each(site).await;
    for role in Role::ALL {
        let person = site.person("harbour", *role, &["front-desk"]).await;
        assert!(site.backend.reviews().open(&person.viewer, ids[0]).await.is_ok());
        for id in [ids[1], ids[2], CallId::new(Uuid::from_u128(7))] {
            let found = site.backend.reviews().open(&person.viewer, id).await;
            assert_eq!(refusal(found), ProblemCode::NotFound, "{role}");
        }
    }
}

async fn foreign_and_unknown_exports_are_the_same(site: &Site) {
    one_call_each(site).await;
    let owner = site.admin().await;
    let export = site.export(&owner, "").await.unwrap();
    let (id, unknown) = (export.export_id, ExportId::new(Uuid::from_u128(7)));
    let others: [Person; 2] =
        [site.admin().await, site.person("rival", Role::ClientAdmin, &["lobby"]).await];
    for other in &others {
        for id in [id, unknown] {
            let progress = site.backend.exports().progress(&other.viewer, id).await;
            assert_eq!(refusal(progress), ProblemCode::NotFound);
            let cancel = site.backend.exports().cancel(&other.viewer, id).await;
            assert_eq!(refusal(cancel), ProblemCode::NotFound);
        }
    }
    assert_eq!(crate::harness::records(export).await.len(), 1, "nobody else cancelled it");
}

async fn a_person_with_several_projects_must_pick(site: &Site) {
    one_call_each(site).await;
    let both = site.person("harbour", Role::ClientManager, &["front-desk", "after-hours"]).await;
    let page = site.list(&both, "").await;
    assert_eq!((page.project, page.matched, page.rows.len()), (None, 0, 0));
    assert_eq!(refusal(site.export(&both, "").await), ProblemCode::ProjectRequired);
    assert_eq!(summaries(&site.list(&both, "project_id=after-hours").await), ["c002"]);
}

async fn a_person_without_projects_reaches_nothing(site: &Site) {
    let ids = one_call_each(site).await;
    let nobody = site.person("harbour", Role::ClientAdmin, &[]).await;
    assert_eq!(site.list(&nobody, "").await.rows.len(), 0);
    assert_eq!(refusal(site.export(&nobody, "").await), ProblemCode::ProjectRequired);
    for id in ids {
        assert_eq!(
            refusal(site.backend.reviews().open(&nobody.viewer, id).await),
            ProblemCode::NotFound
        );
    }
}

async fn lists_hold_only_the_projects_own_calls(site: &Site) {
    one_call_each(site).await;
    for (tenant, project, n) in PLACES {
        let person = site.person(tenant, Role::ClientStaff, &[project]).await;
        for query in ["", "q=c0", "status=completed", "agent=Marina", "from=2026-06-01"] {
            let page = site.list(&person, query).await;
            assert_eq!(summaries(&page), [earshot_testkit::call_summary(n)], "{project} {query}");
        }
    }
}

async fn a_reassigned_person_reaches_their_current_projects(site: &Site) {
    let ids = one_call_each(site).await;
    let person = site.admin().await;
    site.sql(
        "UPDATE user_projects SET project_id = (SELECT id FROM projects WHERE slug = 'after-hours') \
         WHERE project_id = (SELECT id FROM projects WHERE slug = 'front-desk')",
    )
    .await;
    let now = site.backend.access().viewer(&person.token).await.unwrap().unwrap();
    assert!(site.backend.reviews().open(&now, ids[1]).await.is_ok());
    assert_eq!(refusal(site.backend.reviews().open(&now, ids[0]).await), ProblemCode::NotFound);
}
