//! Tests of the document checks: a valid checkout, and one fault of each kind.

use std::fs;

use tempfile::TempDir;

use super::check::{check, examine};

const MAP: &str = "# Map\n\n`domain/src` holds `id.rs`; see [the rules](docs/compatibility.md) and \
    `fetch*.rs`.\nPosts go to `/api/calls` as `text/csv`, through `Backend::calls`.\n\
    ```\n`gone/folder`\n```\nChecked by `ids_of_one_kind_differ`.\n";

const RULES: &str = "# Rules\n\n## Some page\n\n\
    - <a id=\"page-ids\"></a>**Ids.** See [below](#some-page). *Tests:* `ids_of_one_kind_differ`;\n  \
      `ids_…_differ`; \"roles: the \"open\" button\" (2); \"the … filter\"; `domain/src/id.rs`.\n\
    - <a id=\"page-more\"></a>**More.** *Test:* \"the agent filter\".\n";

const THREATS: &str = "# Threats\n\n\
    - <a id=\"case-1\"></a>**One.** Seen. *Test:* `ids_of_one_kind_differ`.\n";

const SPEC: &str = "test('Page: roles: the \"open\" button', () => {});\n\
    test(\n  `the ${kind} filter`,\n  () => {});\n";

/// Writes a valid checkout with some files replaced.
fn sample(changes: &[(&str, String)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let id = format!("//! Ids ({}).\nfn ids_of_one_kind_differ() {{}}\n", cite("page-ids"));
    let right = [
        ("ARCHITECTURE.md", MAP.to_owned()),
        ("docs/compatibility.md", RULES.to_owned()),
        ("docs/threats.md", THREATS.to_owned()),
        ("domain/src/id.rs", id),
        ("server/src/fetch_file.rs", String::new()),
        ("end2end/tests/page.spec.js", SPEC.to_owned()),
    ];
    for (path, text) in right.iter().chain(changes) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Returns a citation, assembled so that the check of this repository does not match it.
fn cite(anchor: &str) -> String {
    format!("docs/compatibility{}#{anchor}", ".md")
}

/// Returns the only fault of the checkout with a changed file.
#[track_caller]
fn only_fault(path: &str, text: String) -> String {
    let faults = examine(sample(&[(path, text)]).path()).unwrap();
    assert_eq!(faults.len(), 1, "{faults:#?}");
    faults[0].to_string()
}

#[track_caller]
fn begins(fault: &str, expected: &str) {
    assert!(fault.starts_with(expected), "{fault}");
}

#[test]
fn right_documents_pass() {
    let sample = sample(&[]);
    assert_eq!(examine(sample.path()).unwrap(), []);
    check(sample.path()).unwrap();
}

#[test]
fn any_fault_fails_the_check() {
    let sample = sample(&[("ARCHITECTURE.md", "`gone.rs`".to_owned())]);
    let error = check(sample.path()).unwrap_err();
    assert_eq!(error.to_string(), "the documents have 1 fault");
}

#[test]
fn a_path_of_the_map_that_is_gone_is_found() {
    for path in ["domain/src/gone.rs", "gone.rs", "domain/gone", "gone/", "d.rs", "src/*.sql"] {
        let fault = only_fault("ARCHITECTURE.md", format!("{MAP}\n\nSee `{path}`.\n"));
        begins(&fault, &format!("ARCHITECTURE.md:11: there is no `{path}`\n"));
    }
    let fault = only_fault("ARCHITECTURE.md", "See [that](docs/gone.md#part).\n".to_owned());
    begins(&fault, "ARCHITECTURE.md:1: there is no `docs/gone.md#part`\n");
}

#[test]
fn an_anchor_that_is_not_there_is_found_where_it_is_cited() {
    let fault = only_fault("style/main.css", format!("\n/* {}. */\n", cite("page-gone")));
    begins(&fault, "style/main.css:2: docs/compatibility.md has no anchor `page-gone`\n");
    let own = format!("{RULES}\nSee [that](#page-gone).\n");
    let fault = only_fault("docs/compatibility.md", own);
    begins(&fault, "docs/compatibility.md:9: docs/compatibility.md has no anchor `page-gone`\n");
}

#[test]
fn an_anchor_that_is_there_twice_is_found() {
    let fault = only_fault("docs/compatibility.md", format!("{RULES}\n<a id=\"page-ids\"></a>\n"));
    begins(&fault, "docs/compatibility.md:9: the anchor `page-ids` is defined twice\n");
}

#[test]
fn a_test_that_is_not_there_is_found() {
    for (named, wrong) in [
        ("`ids_are_gone`", "no function is called `ids_are_gone`"),
        ("`ids_…_gone`", "no function is called `ids_…_gone`"),
        ("`domain/src/gone.rs`", "there is no `domain/src/gone.rs`"),
        ("\"the agent\"", "no test of end2end/tests is called \"the agent\""),
        ("\"roles: … filters\" (2)", "no test of end2end/tests is called \"roles: … filters\""),
        ("nothing", "`nothing` names no test"),
    ] {
        let text = format!("{RULES}- <a id=\"last\"></a>**Last.** *Test:* {named}.\n");
        begins(
            &only_fault("docs/compatibility.md", text),
            &format!("docs/compatibility.md:8: {wrong}\n"),
        );
    }
}

#[test]
fn a_second_list_of_rules_is_checked_as_the_first() {
    let text = format!("{THREATS}- <a id=\"case-2\"></a>**Two.** *Test:* `ids_are_gone`.\n");
    let fault = only_fault("docs/threats.md", text);
    begins(&fault, "docs/threats.md:4: no function is called `ids_are_gone`\n");
    let cited = format!("/* {} */\n", cite("case-9").replace("compatibility", "threats"));
    let fault = only_fault("style/main.css", cited);
    begins(&fault, "style/main.css:1: docs/threats.md has no anchor `case-9`\n");
}

#[test]
fn a_test_of_the_map_that_is_not_there_is_found() {
    let fault = only_fault("ARCHITECTURE.md", "By `ids_of_no_kind_differ`.\n".to_owned());
    begins(&fault, "ARCHITECTURE.md:1: no function is called `ids_of_no_kind_differ`\n");
}
