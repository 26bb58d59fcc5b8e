//! Refusals of settings by name, and the order in which sources of settings win.

use std::ffi::OsString;

use super::*;
use crate::cli::{DataArgs, ServeArgs};

fn refusal(args: ServeArgs) -> String {
    format!("{:#}", ServeConfig::new(args).unwrap_err())
}

/// Settings with a file of this content; the file goes with the second value.
fn with_file(text: &str) -> (ServeArgs, tempfile::NamedTempFile) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    let data = DataArgs { config: Some(file.path().to_owned()), ..DataArgs::default() };
    (ServeArgs { data, ..ServeArgs::default() }, file)
}

#[test]
fn unsafe_addresses_are_refused_by_name() {
    let outside = Some(([0, 0, 0, 0], 80).into());
    let demo = ServeArgs { listen: outside, demo: true, ..ServeArgs::default() };
    assert!(refusal(demo).starts_with("demo:"));
    assert!(refusal(ServeArgs { listen: outside, ..ServeArgs::default() }).starts_with("listen:"));
}

#[test]
fn a_public_url_with_a_user_name_is_refused() {
    let public_url = Some("https://user@calls.example".to_owned());
    let refused = refusal(ServeArgs { public_url, ..ServeArgs::default() });
    assert!(refused.starts_with("public_url: must be http:// or https://"), "{refused}");
}

#[test]
fn a_file_that_is_not_a_font_is_refused_by_name() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "not a font").unwrap();
    let args = ServeArgs { pdf_fonts: vec![file.path().to_owned()], ..ServeArgs::default() };
    let error = format!("{:#}", ServeConfig::new(args).unwrap().pdf_fonts().err().unwrap());
    assert!(error.contains("pdf_font") && error.contains("TrueType or OpenType"), "{error}");
}

#[test]
fn unknown_settings_are_refused_by_name() {
    let set = |name: &str| [(OsString::from(name), OsString::new())];
    let unknown = check_environment(set("EARSHOT_LISTN")).unwrap_err().to_string();
    assert!(unknown.starts_with("EARSHOT_LISTN:"), "{unknown}");
    for known in [
        "EARSHOT_LISTEN",
        "EARSHOT_DATA",
        FETCH_SECRET,
        LOG,
        "EARSHOT_TEST_X",
        "EARSHOT_KEY",
        "PATH",
    ] {
        check_environment(set(known)).unwrap();
    }
    for name in ["listn = \"x\"\n", "config = \"x\"\n", "gcs_bucket = \"x\"\n"] {
        let (args, _file) = with_file(name);
        let refused = refusal(args);
        assert!(refused.contains(&format!("unknown setting {}", &name[..5])), "{refused}");
    }
}

#[test]
fn the_variables_of_the_examples_do_not_stop_the_command() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/examples");
    let mut names = std::collections::BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let letter = |c: char| c.is_ascii_uppercase() || c == '_';
        names.extend(text.match_indices("EARSHOT_").map(|(at, _)| {
            let rest = &text[at..];
            rest[..rest.find(|c| !letter(c)).unwrap_or(rest.len())].to_owned()
        }));
    }
    assert!(names.len() >= 7, "{names:?}");
    for name in names {
        check_environment([(OsString::from(name), OsString::from("x"))]).unwrap();
    }
}

#[test]
fn every_setting_of_the_file_is_read_and_flags_win_over_it() {
    let text = "data = 'd'\nlisten = '127.0.0.1:1'\npublic_url = 'https://a.example'\n\
        trusted_proxy = ['10.0.0.0/8', '::1']\nallow_plain_http = true\nexport_limit = 7\n\
        exports_per_10_minutes = 8\ntranscripts_per_10_minutes = 9\npdf_fonts = ['f']\n\
        internal_token = '0123456789abcdef'\nreceivers = 'r'\nwebhook_allow_private = true\n\
        demo = true\nsmtp = 'smtps://m.example'\n\
        smtp_password_file = 'p'\nsmtp_certificate = 'c'\nmail_from = 'a@b.example'\n\
        database = 'postgres://x'\n\
        database_connections = 4\ndatabase_statement_seconds = 9\nmaster_key_file = 'k'\nrecordings = 's'\n\
        names = 'careful'\n";
    let (args, _file) = with_file(text);
    let args = ServeArgs { export_limit: Some(70), ..args };
    let config = ServeConfig::new(args).unwrap();
    assert_eq!(config.limits.export_calls, 70, "the flag wins");
    assert_eq!((config.limits.export_rate.events, config.limits.transcript_rate.events), (8, 9));
    assert_eq!(config.listen, ([127, 0, 0, 1], 1).into());
    assert_eq!(config.public_url.unwrap().origin(), "https://a.example");
    let settings = config.settings;
    assert_eq!(settings.trusted_proxy.len(), 2);
    assert!(settings.allow_plain_http && settings.demo);
    assert!(settings.webhook_allow_private && settings.receivers.is_some());
    assert_eq!((settings.pdf_fonts.len(), settings.internal_token.unwrap().len()), (1, 16));
    assert_eq!(settings.mail.smtp.unwrap(), "smtps://m.example");
    assert_eq!(settings.mail.mail_from.unwrap(), "a@b.example");
    assert!(settings.mail.smtp_password_file.is_some() && settings.mail.smtp_certificate.is_some());
    let data = format!("{:?}", config.data);
    for part in ["\"d\"", "postgres://x", "\"k\"", "Folder(\"s\")", "Careful"] {
        assert!(data.contains(part), "{part} is missing in {data}");
    }
}

#[test]
fn an_error_in_the_file_names_the_line_and_does_not_quote_it() {
    let (args, _file) = with_file("demo = false\ninternal_token = [\"canary\"]\n");
    let refused = refusal(args);
    assert!(refused.contains("line 2") && !refused.contains("canary"), "{refused}");
}
