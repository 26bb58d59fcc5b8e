//! Tests of the resolution of paths.

use super::sample::Sample;
use crate::structure::module_tree::CrateModules;

/// A crate with re-exports of every kind.
fn modules() -> CrateModules {
    let sample = Sample::with(&[
        (
            "demo/src/lib.rs",
            "mod a;\nmod b;\nmod circular;\nmod plain;\npub use a::*;\npub use b::Deep as Renamed;\n",
        ),
        ("demo/src/circular.rs", "pub use crate::plain::Round;\n"),
        ("demo/src/plain.rs", "pub use crate::{b::Deep, circular::Round};\npub struct Own;\n"),
        ("demo/src/a/mod.rs", "mod one;\nmod two;\npub use one::One;\nuse crate::b::Deep;\n"),
        ("demo/src/a/one.rs", "pub struct One;\n"),
        ("demo/src/a/two.rs", "mod inner { use super::super::One; }\n"),
        ("demo/src/b/mod.rs", "mod c;\npub use c::{self, *};\n"),
        ("demo/src/b/c.rs", "pub struct Deep;\npub use super::c as again;\n"),
    ]);
    let (modules, faults) = CrateModules::read(sample.root(), "demo").unwrap();
    assert_eq!(faults, []);
    modules
}

/// Resolves a path, both as text; `None` for another crate.
#[track_caller]
fn leads(from: &str, path: &str, expected: Option<&str>) {
    let split = |text: &str| -> Vec<String> {
        text.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let found = modules().resolve(&split(from), &split(path)).map(|module| module.join("::"));
    assert_eq!(found.as_deref(), expected, "{path} from {from}");
}

#[test]
fn names_of_the_facade_lead_to_where_they_are_defined() {
    leads("b::c", "crate::One", Some("a::one"));
    leads("a::one", "crate::Renamed", Some("b::c"));
    leads("a::one", "crate::plain::Deep", Some("b::c"));
    leads("a::one", "crate::plain::Own", Some("plain"));
    leads("a::one", "crate::Unknown", Some(""));
}

#[test]
fn names_of_a_folder_lead_into_it() {
    leads("b::c", "crate::a::One", Some("a::one"));
    leads("a::two", "super::One::new", Some("a::one"));
    leads("a::two::inner", "super::super::One", Some("a::one"));
    leads("a", "one::One", Some("a::one"));
    leads("a", "self::two", Some("a::two"));
    leads("a::one", "crate::b::c::Deep", Some("b::c"));
    leads("a::one", "crate::b::Deep", Some("b::c"));
}

#[test]
fn a_borrowed_name_is_a_use_of_who_borrowed_it() {
    leads("a::one", "super::Deep", Some("a"));
}

#[test]
fn other_crates_lead_nowhere() {
    leads("a", "std::fmt::Debug", None);
    leads("a", "String::new", None);
    leads("", "super::a", None);
}

#[test]
fn circular_re_exports_end() {
    leads("a", "crate::b::c::again::again::Deep", Some("b::c"));
    let modules = modules();
    let path = ["crate", "circular", "Round"].map(str::to_owned);
    assert!(modules.resolve(&[], &path).is_some_and(|module| modules.is_facade(&module)));
}
