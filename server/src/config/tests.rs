//! What settings are refused, and by which name.

use super::*;

fn refusal(args: ServeArgs) -> String {
    format!("{:#}", ServeConfig::new(args).unwrap_err())
}

#[test]
fn unsafe_addresses_are_refused_by_name() {
    let outside = Some(([0, 0, 0, 0], 80).into());
    let demo = ServeArgs { listen: outside, demo: true, ..ServeArgs::default() };
    assert!(refusal(demo).starts_with("demo:"));
    assert!(refusal(ServeArgs { listen: outside, ..ServeArgs::default() }).starts_with("listen:"));
}

#[test]
fn a_font_that_is_none_is_refused_by_name() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "not a font").unwrap();
    let args = ServeArgs { pdf_font: vec![file.path().to_owned()], ..ServeArgs::default() };
    let said = format!("{:#}", ServeConfig::new(args).unwrap().pdf_fonts().err().unwrap());
    assert!(said.contains("pdf_font") && said.contains("TrueType or OpenType"), "{said}");
}

#[test]
fn unknown_settings_are_refused_by_name() {
    let unknown = [(OsString::from("EARSHOT_LISTN"), OsString::new())];
    assert!(Environment::check(unknown).unwrap_err().to_string().starts_with("EARSHOT_LISTN:"));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "listn = \"x\"\n").unwrap();
    let data = DataArgs { config: Some(file.path().to_owned()), ..DataArgs::default() };
    assert!(refusal(ServeArgs { data, ..ServeArgs::default() }).contains("listn"));
}
