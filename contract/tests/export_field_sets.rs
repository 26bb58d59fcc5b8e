//! Sets of columns that people saved for exports.
//! Rule: docs/compatibility.md#askvault-csv-columns.

use earshot_domain::{ExportFieldSet, ProblemCode, Role};

use crate::harness::{Person, Site, refusal};

crate::on_both_databases!(
    a_set_is_saved_replaced_and_deleted,
    sets_are_their_persons_own,
    a_person_has_at_most_twenty_sets,
    staff_have_none,
);

fn set(name: &str, fields: &[&str]) -> ExportFieldSet {
    let fields = fields.iter().map(|field| (*field).to_owned()).collect();
    ExportFieldSet { name: name.to_owned(), by_message: false, fields }
}

async fn save(site: &Site, who: &Person, set: &ExportFieldSet) {
    site.backend.exports().save_field_set(&who.viewer, set).await.unwrap();
}

async fn sets(site: &Site, who: &Person) -> Vec<ExportFieldSet> {
    site.backend.exports().field_sets(&who.viewer).await.unwrap()
}

async fn a_set_is_saved_replaced_and_deleted(site: &Site) {
    let admin = site.admin().await;
    let (callers, agents) = (set("Callers", &["caller", "started_at"]), set("Agents", &["agent"]));
    save(site, &admin, &callers).await;
    save(site, &admin, &agents).await;
    assert_eq!(sets(site, &admin).await, [agents.clone(), callers]);
    let lines = ExportFieldSet { by_message: true, ..set("Callers", &["text"]) };
    save(site, &admin, &lines).await;
    assert_eq!(sets(site, &admin).await, [agents, lines.clone()], "in place of the same name");
    for name in ["Agents", "Agents", "callers"] {
        site.backend.exports().delete_field_set(&admin.viewer, name).await.unwrap();
    }
    assert_eq!(sets(site, &admin).await, [lines]);
}

async fn sets_are_their_persons_own(site: &Site) {
    let (admin, colleague) = (site.admin().await, site.admin().await);
    save(site, &admin, &set("Mine", &["caller"])).await;
    assert_eq!(sets(site, &colleague).await, []);
    save(site, &colleague, &set("Mine", &["agent"])).await;
    site.backend.exports().delete_field_set(&colleague.viewer, "Mine").await.unwrap();
    assert_eq!(sets(site, &admin).await, [set("Mine", &["caller"])]);
}

async fn a_person_has_at_most_twenty_sets(site: &Site) {
    let (admin, colleague) = (site.admin().await, site.admin().await);
    for n in 1..=20 {
        save(site, &admin, &set(&format!("Set {n}"), &["caller"])).await;
    }
    let more = set("Set 21", &["caller"]);
    let saved = site.backend.exports().save_field_set(&admin.viewer, &more).await;
    assert_eq!(refusal(saved), ProblemCode::InvalidValue);
    save(site, &admin, &set("Set 20", &["agent"])).await;
    save(site, &colleague, &more).await;
    assert_eq!(sets(site, &admin).await.len(), 20);
}

async fn staff_have_none(site: &Site) {
    let staff = site.person("harbour", Role::ClientStaff, &["front-desk"]).await;
    let exports = site.backend.exports();
    assert_eq!(refusal(exports.field_sets(&staff.viewer).await), ProblemCode::NotFound);
    let saved = exports.save_field_set(&staff.viewer, &set("Mine", &["caller"])).await;
    assert_eq!(refusal(saved), ProblemCode::NotFound);
    let deleted = exports.delete_field_set(&staff.viewer, "Mine").await;
    assert_eq!(refusal(deleted), ProblemCode::NotFound);
}
