//! `earshot fetch` with unusual, invalid or failing sources, and its schedule, which continues.

use std::{
    io::{BufRead, BufReader, Read},
    process::Command,
};

use serde_json::json;

use crate::{
    fake_pbx::{FILE, FakePbx, Reply},
    fetch::{
        ASK, SECRET, SIGN_OUT, TOKEN, arguments, fetch, legs, operator_with_project, output_text,
        pbx_with,
    },
};

fn refused(code: i64, message: &str) -> Reply {
    Reply::Json(json!({"errcode": code, "errmsg": message}))
}

#[test]
fn a_token_that_expires_in_the_middle_is_asked_for_again() {
    for (path, odd) in
        [(ASK, refused(10004, "TOKEN EXPIRED")), (FILE, refused(10004, "TOKEN EXPIRED"))]
    {
        let pbx = pbx_with(&legs());
        let good = match path {
            FILE => Reply::Json(json!(legs())),
            _ => Reply::Json(
                json!({"errcode": 0, "errmsg": "SUCCESS", "file": "x", "download_resource_url": FILE}),
            ),
        };
        pbx.set_replies(path, &[odd.clone(), good]);
        let (out, errors) = output_text(&fetch(&operator_with_project(), &pbx.address, &[]));
        assert!(out.contains("9 imported"), "{path}: {errors}");
        let tokens = pbx.requests().iter().filter(|line| line.contains(TOKEN)).count();
        assert_eq!(tokens, 2, "{path}");
        // And not for ever.
        pbx.set_replies(path, &[odd]);
        let (out, errors) = output_text(&fetch(&operator_with_project(), &pbx.address, &[]));
        assert!(out.is_empty() && errors.contains("10004 TOKEN EXPIRED"), "{path}: {errors}");
    }
}

#[test]
fn nothing_new_is_no_failure() {
    let pbx = pbx_with(&[]);
    let operator = operator_with_project();
    pbx.set_replies(ASK, &[refused(60001, "DATA NOT FOUND")]);
    let output = fetch(&operator, &pbx.address, &[]);
    assert_eq!(output_text(&output), (format!("{}: nothing new\n", pbx.address), String::new()));
    assert!(output.status.success());
    assert!(pbx.requests().last().unwrap().contains(SIGN_OUT));
}

#[test]
fn failures_are_reported_and_import_nothing() {
    let legs = json!(legs()).to_string();
    let half = &legs[..legs.len() / 2];
    let cases = [
        (TOKEN, refused(10005, "ACCESS DENIED"), "get_token: the PBX answered 10005 ACCESS DENIED"),
        (
            TOKEN,
            Reply::Json(json!({"errcode": 0})),
            "get_token: the answer is not that of a PBX interface",
        ),
        (
            TOKEN,
            Reply::Elsewhere("https://other.example/".to_owned()),
            "get_token: the PBX answered HTTP 302",
        ),
        (ASK, Reply::Status(500), "cdr/aidownload: the PBX answered HTTP 500"),
        (
            ASK,
            Reply::Unmeasured("<html>".to_owned()),
            "cdr/aidownload: the answer is not that of a PBX interface",
        ),
        (
            ASK,
            refused(40001, "PARAMETER SYNTAX ERROR"),
            "40001 PARAMETER SYNTAX ERROR: check --date-order",
        ),
        (ASK, refused(70082, "OVERLOAD_TASK_RUNNING"), "70082 OVERLOAD_TASK_RUNNING"),
        (
            ASK,
            Reply::Json(
                json!({"errcode": 0, "file": "x", "download_resource_url": "@other.example/x"}),
            ),
            "cdr/aidownload: the answer is not that of a PBX interface",
        ),
        (FILE, Reply::Status(404), "download: the PBX answered HTTP 404"),
        (FILE, refused(60001, "DATA NOT FOUND"), "download: the PBX answered 60001 DATA NOT FOUND"),
        (FILE, Reply::CutOff(half.to_owned()), "download: the file was cut off"),
        (FILE, Reply::Unmeasured(half.to_owned()), "the file is incomplete"),
        (FILE, Reply::Unmeasured("[{\"id\": 1}]".to_owned()), "not a file of the format pbx"),
    ];
    let operator = operator_with_project();
    for (path, odd, expected) in cases {
        let pbx = FakePbx::start(Reply::Unmeasured(legs.clone()));
        pbx.set_replies(path, &[odd]);
        let output = fetch(&operator, &pbx.address, &[]);
        let (out, errors) = output_text(&output);
        assert!(errors.contains(expected), "{expected} is missing in: {errors}");
        assert_eq!((output.status.code(), out.as_str()), (Some(1), ""), "{expected}");
        assert!(!errors.contains("sesame") && !errors.contains("aaaa1111"), "{errors}");
        let signed_out = pbx.requests().iter().any(|line| line.contains(SIGN_OUT));
        assert_eq!(signed_out, path != TOKEN, "{expected}");
    }
    let pbx = FakePbx::start(Reply::Unmeasured(legs));
    assert!(
        output_text(&fetch(&operator, &pbx.address, &[])).0.contains("9 imported"),
        "nothing was before"
    );
    let nobody = fetch(&operator, "http://127.0.0.1:9", &[]);
    assert!(output_text(&nobody).1.contains("get_token: the PBX cannot be reached"), "{nobody:?}");
}

#[test]
fn an_unreadable_leg_is_reported_and_the_others_are_stored() {
    let mut legs = legs();
    legs[2]["time"] = json!("soon");
    let pbx = pbx_with(&legs);
    let output = fetch(&operator_with_project(), &pbx.address, &[]);
    let (out, errors) = output_text(&output);
    assert!(out.contains("8 imported, 0 extended, 0 unchanged, 1 refused"), "{out}");
    assert!(errors.contains("record 3: `time` must be"), "{errors}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn invalid_configuration_is_reported_before_any_request() {
    let operator = operator_with_project();
    for (from, more, expected) in [
        ("http://pbx.example", vec![], "from: http://pbx.example is plain http"),
        ("pbx.example", vec![], "from: must be http:// or https://"),
        ("https://ann:secret@pbx.example", vec![], "from: must be http:// or https://"),
        ("https://pbx.example/openapi", vec![], "from: must be http:// or https://"),
        ("http://127.0.0.1.example", vec![], "is plain http"),
        (
            "https://pbx.example",
            vec!["--client-secret-file", "/nowhere"],
            "client-secret-file: cannot read",
        ),
        ("https://pbx.example", vec!["--tenant", "nobody"], "tenant"),
        ("https://pbx.example", vec!["--time-zone", "Atlantis"], "time-zone: Atlantis"),
        ("https://pbx.example", vec!["--every", "soon"], "must be a time such as 15m"),
        ("https://pbx.example", vec!["--certificate", "/nowhere"], "certificate: cannot read"),
    ] {
        let tenant: Vec<_> = if more.first() == Some(&"--tenant") {
            ["fetch", "--from", from, "--client-id", "c", "--project", "desk"].to_vec()
        } else {
            arguments(from, &[])
        };
        let output = operator.run(&[tenant, more].concat(), "");
        let errors = output_text(&output).1;
        assert!(!output.status.success() && errors.contains(expected), "{expected}: {errors}");
    }
    let mut without = operator.command(&arguments("https://pbx.example", &[]));
    let errors = output_text(&without.env_remove(SECRET.0).output().unwrap()).1;
    assert!(errors.contains("set EARSHOT_FETCH_SECRET, or name a file"), "{errors}");
}

#[test]
fn a_schedule_survives_a_round_that_fails_and_ends_in_order() {
    let pbx = pbx_with(&legs());
    let found =
        json!({"errcode": 0, "errmsg": "SUCCESS", "file": "x", "download_resource_url": FILE});
    pbx.set_replies(
        ASK,
        &[Reply::Status(500), refused(60001, "DATA NOT FOUND"), Reply::Json(found)],
    );
    let operator = operator_with_project();
    let mut child = operator.command(&arguments(&pbx.address, &["--every", "1s"])).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut line = || lines.next().unwrap().unwrap();
    assert_eq!(line(), format!("{}: nothing new", pbx.address));
    assert!(line().contains("9 imported"));
    assert!(line().contains("9 unchanged"));
    pbx.wait_for_requests(SIGN_OUT, 4);
    let asked = pbx.requests();
    let windows: Vec<_> = asked.iter().filter(|line| line.contains(ASK)).collect();
    let start = |line: &str| line.split("start_time=").nth(1).unwrap()[..14].to_owned();
    // After a failure the whole period is requested again; after a success only the new part, with
    // an overlap.
    assert_eq!(start(windows[0]), start(windows[1]));
    assert_ne!(start(windows[1]), start(windows[2]));
    let ended = Command::new("kill").arg("-TERM").arg(child.id().to_string()).status().unwrap();
    assert!(ended.success() && child.wait().unwrap().success());
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert!(errors.contains("HTTP 500"), "{errors}");
    let asked = pbx.requests();
    let count = |path: &str| asked.iter().filter(|line| line.contains(path)).count();
    assert_eq!(count(TOKEN), count(SIGN_OUT), "every token was given back");
}
