//! Tests of arrows by methods of the facade type.

use super::sample::Sample;

/// Returns the faults of a tree in which `exports` defines a method and a handle, and `calls` uses them.
#[track_caller]
fn faults(list: &str) -> Vec<String> {
    let handle = "use crate::Backend;\npub struct CsvExport<'a>(&'a Backend);\n\
                  impl Backend {\n    pub fn begin(&self) {}\n}\n";
    let facade = "use crate::exports::CsvExport;\npub struct Backend;\n\
                impl Backend {\n    pub fn exports(&self) -> CsvExport<'_> { CsvExport(self) }\n}\n";
    let list = format!("use crate::Backend;\npub struct List<'a>(&'a Backend);\n{list}");
    let files = [
        ("backend/src/backend.rs", facade),
        ("backend/src/exports/csv.rs", handle),
        ("backend/src/calls/list.rs", &list),
    ];
    Sample::with(&files).faults()
}

#[test]
fn a_method_is_a_use_of_the_area_that_adds_it() {
    for list in [
        "impl Backend { fn list(&self) { self.begin(); } }",
        "impl List<'_> { fn list(&self) { self.0.begin(); } }",
        "fn list(backend: &Backend) { backend.begin(); }",
        "fn list(row: &Row) { try_join!(row.read(), row.backend.begin()); }",
    ] {
        let faults = faults(list);
        let expected = "backend/src/calls/list.rs:3: `calls` uses the method `begin` of \
                        `exports::csv`, but `exports` stands above it\n";
        assert!(faults.len() == 1 && faults[0].starts_with(expected), "{list}: {faults:#?}");
    }
}

#[test]
fn a_handle_is_a_use_of_its_area() {
    let faults = faults("fn list(backend: &Backend) { backend.exports(); }");
    let expected = "backend/src/calls/list.rs:3: `calls` uses the method `exports` of";
    assert!(faults.len() == 1 && faults[0].starts_with(expected), "{faults:#?}");
}

#[test]
fn a_method_of_the_same_name_on_something_else_is_none() {
    let list = "struct Map(Vec<u8>);\nimpl Map { fn run(&self) { self.0.begin(); self.begin(); } }\n\
                fn run(transaction: Transaction) { transaction.begin(); }\n\
                #[cfg(test)]\nimpl Backend { fn test(&self) { self.begin(); } }\n";
    assert_eq!(faults(list), Vec::<String>::new());
}
