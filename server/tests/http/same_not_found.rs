//! One response for unknown, foreign and out-of-scope ids: status, headers and body.

use earshot_testkit::calls;

use crate::harness::{ADMIN, Answer, LATE, RIVAL, TestApp};

/// The answer without the parts that differ between requests, and without the requested ids.
pub fn masked(answer: &Answer, asked: &[&str]) -> String {
    let request_id = answer.header("x-request-id").to_owned();
    let nonce = answer
        .header("content-security-policy")
        .split_once("'nonce-")
        .and_then(|(_, rest)| rest.split_once('\''))
        .map_or_else(String::new, |(nonce, _)| nonce.to_owned());
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "x-request-id" | "date"))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    headers.sort();
    let mut text = format!("{}\n{}\n\n{}", answer.status, headers.join("\n"), answer.body);
    for varying in [request_id.as_str(), nonce.as_str()].iter().chain(asked) {
        if !varying.is_empty() {
            text = text.replace(*varying, "*");
        }
    }
    text
}

struct World {
    app: TestApp,
    admin: String,
    calls: [String; 3],
    exports: [String; 3],
}

/// A call and an export of another project and another tenant, and unknown ids.
async fn world() -> World {
    let app = TestApp::new().await;
    app.ingest(calls(1)).await;
    app.ingest_into("harbour", "after-hours", calls(2)).await;
    app.ingest_into("rival", "lobby", calls(2)).await;
    let nothing = "01890a5d-ac96-474b-bcce-b302099a8057".to_owned();
    let mut found = (vec![nothing.clone()], vec![nothing]);
    for email in [LATE, RIVAL] {
        found.0.push(app.call_ids(email).await[0].to_string());
        let export = app.post(&app.session(email).await, "/api/exports/calls", "").await;
        found.1.push(export.header("earshot-export-id").to_owned());
    }
    let admin = app.session(ADMIN).await;
    let (calls, exports) = (found.0.try_into().unwrap(), found.1.try_into().unwrap());
    World { app, admin, calls, exports }
}

fn assert_same(what: &str, answers: &[(String, Answer)]) {
    for (asked, answer) in answers {
        assert_eq!(answer.status, 404, "{what} {asked}");
        let first = masked(&answers[0].1, &[&answers[0].0]);
        assert_eq!(masked(answer, &[asked]), first, "{what} {asked}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_out_of_scope_do_not_exist() {
    let World { app, admin, calls, .. } = world().await;
    let (mut api, mut pages) = (Vec::new(), Vec::new());
    let mut files = [Vec::new(), Vec::new()];
    for id in calls {
        api.push((id.clone(), app.get(&admin, &format!("/api/review?call_id={id}")).await));
        pages.push((id.clone(), app.page(&admin, &format!("/calls?expand={id}")).await));
        for (answers, file) in files.iter_mut().zip(["transcript", "conversation"]) {
            let target = format!("/api/calls/{id}/{file}?format=pdf");
            answers.push((id.clone(), app.get(&admin, &target).await));
        }
    }
    assert_same("/api/review", &api);
    assert_same("/api/calls/<id>/transcript", &files[0]);
    assert_same("/api/calls/<id>/conversation", &files[1]);
    assert_same("/calls?expand=", &pages);
}

#[tokio::test(flavor = "multi_thread")]
async fn projects_out_of_scope_do_not_exist() {
    let World { app, admin, .. } = world().await;
    let (mut api, mut pages, mut exports) = (Vec::new(), Vec::new(), Vec::new());
    for project in ["no-such-project", "after-hours", "lobby"] {
        let asked = project.to_owned();
        let query = format!("project_id={project}");
        let list = format!("/api/calls?query=project_id%3D{project}");
        api.push((asked.clone(), app.get(&admin, &list).await));
        pages.push((asked.clone(), app.page(&admin, &format!("/calls?{query}")).await));
        exports.push((asked, app.post(&admin, "/api/exports/calls", &query).await));
    }
    assert_same("/api/calls", &api);
    assert_same("/calls", &pages);
    assert_same("/api/exports/calls", &exports);
}

#[tokio::test(flavor = "multi_thread")]
async fn exports_of_others_do_not_exist() {
    let World { app, admin, exports, .. } = world().await;
    let (mut status, mut cancel) = (Vec::new(), Vec::new());
    for id in exports.into_iter().chain(["not-an-id".to_owned()]) {
        let target = format!("/api/exports/status?export_id={id}");
        status.push((id.clone(), app.get(&admin, &target).await));
        let form = format!("export_id={id}");
        cancel.push((id, app.post(&admin, "/api/exports/cancel", &form).await));
    }
    assert_same("/api/exports/status", &status);
    assert_same("/api/exports/cancel", &cancel);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_a_call_discloses_nothing() {
    let World { app, admin, calls, .. } = world().await;
    for id in calls {
        let answer = app.get(&admin, &format!("/calls/{id}")).await;
        assert_eq!(answer.status, 303);
        assert_eq!(answer.header("location"), format!("/calls?expand={id}"));
    }
}
