//! Tests of parsing a source file.

use crate::structure::parse::Source;

/// Returns the paths of `use` declarations and elsewhere, with their lines.
fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let source = Source::parse(text).unwrap();
    let shown = |path: &[String], line: usize| format!("{}:{line}", path.join("::"));
    let imports = source.imports.iter().map(|import| &import.mention);
    (
        imports.map(|mention| shown(&mention.path, mention.line)).collect(),
        source.mentions.iter().map(|mention| shown(&mention.path, mention.line)).collect(),
    )
}

#[test]
fn grouped_uses_are_read_with_their_lines() {
    let text = "pub(crate) use crate::{\n    a::{self, One, deep::{Two as Other, *}},\n    b::r#type,\n};\n";
    let (imports, _) = read(text);
    let expected = [
        "crate::a:2",
        "crate::a::One:2",
        "crate::a::deep::Two:2",
        "crate::a::deep:2",
        "crate::b::type:3",
    ];
    assert_eq!(imports, expected);
}

#[test]
fn paths_in_code_macros_and_attributes_are_read() {
    let text = r#"
#[server(input = crate::codec::Pairs)]
fn work(value: crate::a::One) -> Vec<super::Two> {
    on_db!(db, |pool| { crate::store::run(pool, "crate::text::No") });
    view! { <self::Table rows=value.rows /> }
}
"#;
    let (_, mut mentions) = read(text);
    mentions.sort();
    let expected = [
        "crate::a::One:3",
        "crate::codec::Pairs:2",
        "crate::store::run:4",
        "self::Table:5",
        "super::Two:3",
    ];
    assert_eq!(mentions, expected);
}

#[test]
fn comments_strings_visibilities_and_tests_are_not_read() {
    let text = r#"
//! use crate::comment::One;
/* use crate::comment::Two; */
const TEXT: &str = "use crate::text::One;";
pub(in crate::shown) struct Shown;
#[cfg(test)]
use crate::tests::Import;
#[cfg(all(test, unix))]
mod tests { use crate::tests::Inside; }
impl Shown {
    #[cfg(test)]
    fn test() { crate::tests::function(); }
}
"#;
    let (imports, mentions) = read(text);
    assert_eq!(imports, Vec::<String>::new());
    assert_eq!(mentions, Vec::<String>::new());
}

#[test]
fn items_and_modules_are_listed() {
    let source = Source::parse("mod file;\nmod block { struct Inner; }\nfn run() {}\n").unwrap();
    assert_eq!(source.files, [("file".to_owned(), 1)]);
    assert_eq!(source.items.iter().collect::<Vec<_>>(), ["run"]);
    assert_eq!(source.blocks[0].0, "block");
    assert!(source.blocks[0].1.items.contains("Inner"));
}
