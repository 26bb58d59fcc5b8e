//! Tests of the check for circles between folders.

use super::sample::Sample;

const NONE: [String; 0] = [];

#[test]
fn a_circle_between_folders_is_found_with_its_lines() {
    let files = [
        ("app/src/lib.rs", "mod calls;\nmod routes;\nmod state;\nmod review;\n"),
        ("app/src/calls/table.rs", "use crate::review::Panel;\n"),
        ("app/src/review/mod.rs", "mod panel;\npub use panel::Panel;\n"),
        ("app/src/review/panel.rs", "//! A panel.\nuse crate::state::Query;\npub struct Panel;\n"),
        (
            "app/src/state/query.rs",
            "pub struct Query;\nfn page() { crate::calls::page::show(); }\n",
        ),
    ];
    let faults = Sample::with(&files).faults();
    assert_eq!(faults.len(), 1, "{faults:#?}");
    let expected = "app/src: a circle between calls, review, state\n    \
        calls uses review: app/src/calls/table.rs:1\n    \
        calls uses state: app/src/calls/page.rs:2\n    \
        review uses state: app/src/review/panel.rs:2\n    \
        state uses calls: app/src/state/query.rs:2\n";
    assert!(faults[0].starts_with(expected), "{}", faults[0]);
}

#[test]
fn a_circle_further_down_is_found() {
    let files = [
        ("app/src/calls/mod.rs", "pub mod page;\npub mod table;\nmod left;\nmod right;\n"),
        ("app/src/calls/left/mod.rs", "mod part;\npub use part::Part;\n"),
        ("app/src/calls/left/part.rs", "use super::super::right::Other;\npub struct Part;\n"),
        ("app/src/calls/right/mod.rs", "mod other;\npub use other::Other;\n"),
        ("app/src/calls/right/other.rs", "use crate::calls::left::Part;\npub struct Other;\n"),
    ];
    let faults = Sample::with(&files).faults();
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert!(
        faults[0].starts_with("app/src/calls: a circle between left, right\n"),
        "{}",
        faults[0]
    );
}

#[test]
fn every_crate_is_looked_at() {
    for folder in ["domain", "frontend", "demo", "server", "xtask"] {
        let name = if ["server", "xtask"].contains(&folder) { "main.rs" } else { "lib.rs" };
        let files = [
            (format!("{folder}/src/{name}"), "mod a;\nmod b;\n"),
            (format!("{folder}/src/a/mod.rs"), "use crate::b::B;\npub struct A;\n"),
            (format!("{folder}/src/b/mod.rs"), "use crate::a::A;\npub struct B;\n"),
        ];
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let faults = Sample::with(&files).faults();
        assert_eq!(faults.len(), 1, "{folder}: {faults:#?}");
        assert!(faults[0].starts_with(&format!("{folder}/src: a circle between a, b\n")));
    }
}

#[test]
fn a_circle_inside_an_area_is_found() {
    let files = [
        ("backend/src/calls/mod.rs", "mod list;\nmod search;\nmod views;\npub use list::List;\n"),
        ("backend/src/calls/search/mod.rs", "pub struct Search;\nuse super::views::Views;\n"),
        ("backend/src/calls/views/mod.rs", "pub struct Views;\nuse super::search::Search;\n"),
    ];
    let faults = Sample::with(&files).faults();
    assert_eq!(faults.len(), 1, "{faults:#?}");
    let expected = "backend/src/calls: a circle between search, views\n";
    assert!(faults[0].starts_with(expected), "{}", faults[0]);
}

#[test]
fn a_folder_and_what_it_holds_are_no_circle() {
    let files = [
        (
            "app/src/calls/mod.rs",
            "pub mod page;\nmod table;\nuse page::Page;\npub struct Shared;\n",
        ),
        ("app/src/calls/page.rs", "use super::Shared;\npub struct Page;\n"),
        ("app/src/calls/table.rs", "use super::*;\n"),
    ];
    assert_eq!(Sample::with(&files).faults(), NONE);
}

#[test]
fn files_beside_each_other_may_share() {
    let page = "use super::table::Table;\npub struct Page;\n";
    let table = "use super::page::Page;\npub struct Table;\n";
    let files = [("app/src/calls/page.rs", page), ("app/src/calls/table.rs", table)];
    assert_eq!(Sample::with(&files).faults(), NONE);
}

#[test]
fn the_facade_makes_no_circle() {
    let files = [
        ("app/src/lib.rs", "mod calls;\nmod routes;\nmod state;\npub use state::Query;\n"),
        ("app/src/state/query.rs", "use crate::routes::Route;\npub struct Query;\n"),
        ("app/src/calls/page.rs", "use crate::Query;\n"),
        ("app/src/routes.rs", "use crate::{calls::page, Query};\npub struct Route;\n"),
    ];
    assert_eq!(Sample::with(&files).faults(), NONE);
}

#[test]
fn tests_make_no_circle() {
    let inside = "pub struct Query;\n#[cfg(test)]\nmod tests {\n    use crate::calls::page;\n}\n";
    let apart = "mod query;\npub use query::Query;\n#[cfg(test)]\nmod tests;\n";
    let files = [
        ("app/src/state/query.rs", inside),
        ("app/src/state/mod.rs", apart),
        ("app/src/state/tests.rs", "use crate::calls::page;\n"),
    ];
    assert_eq!(Sample::with(&files).faults(), NONE);
}
