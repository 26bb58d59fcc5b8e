//! Tests with one fault of each kind, and a valid tree.

use super::sample::Sample;
use crate::structure::{check, rules::MAX_LINES};

/// Returns the only fault of a valid tree with these files, as printed.
#[track_caller]
fn only_fault(files: &[(&str, &str)]) -> String {
    let mut faults = Sample::with(files).faults();
    assert_eq!(faults.len(), 1, "{faults:#?}");
    faults.remove(0)
}

#[track_caller]
fn begins(fault: &str, expected: &str) {
    assert!(fault.starts_with(expected), "{fault}");
}

#[test]
fn a_clean_tree_passes() {
    let sample = Sample::clean();
    let report = sample.examine();
    assert_eq!(report.faults, []);
    assert!(report.arrows > 10, "{}", report.arrows);
    assert!(report.files > 20, "{}", report.files);
    check(sample.root()).unwrap();
}

#[test]
fn any_fault_fails_the_check() {
    let sample = Sample::with(&[("backend/src/stray.rs", "")]);
    assert_eq!(check(sample.root()).unwrap_err().to_string(), "the structure has 1 fault");
}

#[test]
fn an_arrow_upwards_is_found_at_its_line() {
    let list = "use crate::Error;\n\nuse crate::{\n    store::Db,\n    exports::CsvExport,\n};\n";
    let exports = "pub struct CsvExport;\n";
    let files = [("backend/src/calls/list.rs", list), ("backend/src/exports/csv.rs", exports)];
    let fault = only_fault(&files);
    begins(
        &fault,
        "backend/src/calls/list.rs:5: `calls` uses `exports::csv`, but `exports` stands above it\n",
    );
    assert!(fault.contains("Move what both need into `calls` or below it"), "{fault}");
}

#[test]
fn nobody_uses_the_topmost_area() {
    let files = [
        ("backend/src/partners/mod.rs", "pub struct Partner;\n"),
        ("backend/src/lib.rs", "mod exports;\nmod partners;\n"),
        ("backend/src/exports/csv.rs", "fn run() { crate::partners::Partner; }\n"),
    ];
    begins(&only_fault(&files), "backend/src/exports/csv.rs:1: `exports` uses `partners`");
}

#[test]
fn the_store_sees_the_scope_but_not_the_viewer() {
    let db = "use crate::access::{Scope, Viewer};\n";
    let files =
        [("backend/src/store/db.rs", db), ("backend/src/access/viewer.rs", "pub struct Viewer;\n")];
    begins(&only_fault(&files), "backend/src/store/db.rs:1: `store` uses `access::viewer`");
}

#[test]
fn a_stray_file_and_a_stray_folder_are_found() {
    let fault = only_fault(&[("backend/src/helpers.rs", "")]);
    begins(&fault, "backend/src/helpers.rs: `helpers.rs` does not belong in the root of backend");
    let fault = only_fault(&[("backend/src/misc/mod.rs", "")]);
    begins(&fault, "backend/src/misc: `misc` is not an area");
}

#[test]
fn a_file_that_is_too_long_is_found() {
    for path in ["style/long.css", "end2end/tests/long.js", "scripts/long.sh", "bench/long.py"] {
        let fault = only_fault(&[(path, &"\n".repeat(MAX_LINES + 1))]);
        begins(&fault, &format!("{path}:301: the file has 301 lines; at most 300 are allowed"));
    }
    let full = "\n".repeat(MAX_LINES);
    let elsewhere = "\n".repeat(MAX_LINES + 1);
    let files = [
        ("style/full.css", full.as_str()),
        ("target/long.rs", &elsewhere),
        ("end2end/node_modules/long.js", &elsewhere),
        ("package-lock.json", &elsewhere),
    ];
    assert_eq!(Sample::with(&files).faults(), Vec::<String>::new());
}

#[test]
fn a_forbidden_crate_is_found() {
    let text = "[package]\nname = \"earshot-domain\"\n\n[dependencies]\nearshot-backend.workspace = true\n";
    let fault = only_fault(&[("domain/Cargo.toml", text)]);
    begins(&fault, "domain/Cargo.toml:5: `domain` may not depend on `backend`\n");
    let text = "[package]\nname = \"earshot-backend\"\n[dependencies]\nleptos_axum = \"0.8\"\n";
    let fault = only_fault(&[("backend/Cargo.toml", text)]);
    begins(&fault, "backend/Cargo.toml:4: `backend` may not depend on `leptos_axum`\n");
}

#[test]
fn a_renamed_dependency_of_one_platform_is_found() {
    let text = "[package]\nname = \"earshot-frontend\"\n[target.'cfg(unix)'.dependencies]\n\
                portal = { package = \"earshot-backend\", path = \"../backend\" }\n";
    let fault = only_fault(&[("frontend/Cargo.toml", text)]);
    begins(&fault, "frontend/Cargo.toml:4: `frontend` may not depend on `backend`\n");
}

#[test]
fn the_app_has_the_backend_on_the_server_only() {
    let always =
        "[package]\nname = \"earshot-app\"\n[dependencies]\nearshot-backend.workspace = true\n";
    let fault = only_fault(&[("app/Cargo.toml", always)]);
    begins(&fault, "app/Cargo.toml:4: `app` may use `backend` only with its feature `ssr`\n");
    let both = "[package]\nname = \"earshot-app\"\n[features]\nhydrate = [\"dep:earshot-backend\"]\n\
                ssr = [\"dep:earshot-backend\"]\n[dependencies]\n\
                earshot-backend = { workspace = true, optional = true }\n";
    begins(&only_fault(&[("app/Cargo.toml", both)]), "app/Cargo.toml:7: `app` may use `backend`");
}

#[test]
fn a_crate_outside_the_table_is_found() {
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"domain\", \"extra\"]\n"),
        ("extra/Cargo.toml", "[package]\nname = \"extra\"\n"),
        ("extra/src/lib.rs", ""),
    ];
    begins(
        &only_fault(&files),
        "extra/Cargo.toml: the crate `extra` is not in the table of crates",
    );
}

#[test]
fn sql_outside_the_store_is_found() {
    let derived = "#[derive(Debug, sqlx::FromRow)]\nstruct Row;\n";
    let fault =
        only_fault(&[("backend/src/calls/list.rs", &format!("pub struct List;\n{derived}"))]);
    begins(&fault, "backend/src/calls/list.rs:2: `sqlx` is used outside backend/src/store\n");
}

#[test]
fn a_file_that_cannot_be_read_is_found() {
    let fault = only_fault(&[("demo/src/lib.rs", "\nfn broken( {}\n")]);
    begins(&fault, "demo/src/lib.rs:2: the file cannot be parsed");
    let fault = only_fault(&[("demo/src/lib.rs", "mod absent;\n")]);
    begins(&fault, "demo/src/lib.rs:1: the module `absent` has no file");
}
