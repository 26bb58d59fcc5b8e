//! Call logs and folders of recordings at the command line.

use std::path::Path;

use crate::{
    fetch::{operator_with_project, output_text},
    operator::Operator,
};

const LOG: &str = "Nr;Begin;Seconds;Who\n1;2026-06-18 09:00:00;65;Jos\u{e9}\n";
const MAPPING: &str = "source = \"switch\"\n[fields]\nsource_id = \"Nr\"\nstarted_at = \"Begin\"\n\
    total_seconds = \"Seconds\"\n\"customer.name\" = \"Who\"\n[fixed]\nstatus = \"completed\"\n";

/// Runs an import of a call log with more options.
fn import(operator: &Operator, options: &[&str], input: &str) -> (Option<i32>, String, String) {
    let words = ["import", "--format", "csv", "--tenant", "harbour", "--project", "desk"];
    let output = operator.run(&[words.as_slice(), options, &["-"]].concat(), input);
    let (printed, errors) = output_text(&output);
    (output.status.code(), printed, errors)
}

#[test]
fn a_call_log_is_imported_by_a_mapping_in_the_encoding_that_is_named() {
    let operator = operator_with_project();
    let (code, _, errors) = import(&operator, &[], LOG);
    assert_eq!(code, Some(1));
    assert!(errors.contains("--mapping") && errors.contains("nothing was imported"), "{errors}");
    let mapping = operator.folder.path().join("log.toml");
    std::fs::write(&mapping, MAPPING).unwrap();
    let mapping = ["--mapping", mapping.to_str().unwrap()];
    let (code, printed, errors) = import(&operator, &mapping, LOG);
    assert_eq!(
        (code, printed.as_str()),
        (Some(0), "-: 1 imported, 0 extended, 0 unchanged, 0 refused\n"),
        "{errors}"
    );
    let file = operator.folder.path().join("latin.csv");
    std::fs::write(
        &file,
        LOG.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<_>>(),
    )
    .unwrap();
    let words = ["import", "--format", "csv", "--tenant", "harbour", "--project", "desk"];
    let named =
        [words.as_slice(), &mapping, &["--encoding", "windows-1252", file.to_str().unwrap()]]
            .concat();
    assert!(operator.earshot(&named, "").contains("1 unchanged"), "the text is the same");
    let unnamed = [words.as_slice(), &mapping, &[file.to_str().unwrap()]].concat();
    let (_, errors) = output_text(&operator.run(&unnamed, ""));
    assert!(errors.contains("not UTF-8") && errors.contains("--encoding"), "{errors}");
}

#[test]
fn recordings_of_a_monitor_folder_are_found_by_their_unique_ids() {
    let operator = Operator::new(&[]);
    operator.set_up();
    let call = "{\"source_id\":\"1781773265.265\",\"started_at\":\"2026-06-23T09:00:00Z\",\
        \"status\":\"completed\",\"total_seconds\":10}\n";
    let words = ["import", "--format", "ndjson", "--tenant", "harbour", "--project", "desk", "-"];
    operator.earshot(&words, call);
    let monitor = operator.folder.path().join("monitor");
    let day = monitor.join("2026/06/23");
    std::fs::create_dir_all(&day).unwrap();
    let run = |folder: &Path| {
        let words = ["import-recordings", "--tenant", "harbour", folder.to_str().unwrap()];
        let output = operator.run(&words, "");
        let (printed, errors) = output_text(&output);
        (output.status.code(), printed, errors)
    };
    let (code, _, errors) = run(&monitor);
    assert_eq!(code, Some(2));
    assert!(errors.contains("there are no files in it"), "{errors}");
    let other = day.join("in-02079460123-07700900140-20260623-100105-1781777777.1.wav");
    std::fs::write(&other, earshot_testkit::one_second_wav()).unwrap();
    let (code, printed, errors) = run(&monitor);
    assert_eq!(code, Some(2));
    assert!(printed.contains("0 imported, 0 unchanged, 0 refused, 1 of no call"), "{printed}");
    assert!(
        printed.contains(
            "1 of no call: named after the unique id of a call that has not been imported"
        ),
        "{printed}"
    );
    assert!(errors.contains("no file belongs to a call"), "{errors}");
    std::fs::remove_file(&other).unwrap();
    let name = "in-02079460123-07700900140-20260623-090105-1781773265.265.wav";
    std::fs::write(day.join(name), earshot_testkit::one_second_wav()).unwrap();
    let (code, printed, errors) = run(&monitor);
    assert_eq!(code, Some(0), "{errors}");
    assert!(printed.contains("1 imported, 0 unchanged, 0 refused, 0 of no call"), "{printed}");
}
