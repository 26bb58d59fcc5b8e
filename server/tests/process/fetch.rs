//! `earshot fetch` from another Earshot, and from a PBX that follows its documentation.

use std::process::Output;

use earshot_backend::Clock;
use earshot_testkit::ADMIN;
use jiff::{ToSpan, civil::DateTime, fmt::strtime, tz::TimeZone};
use serde_json::{Value, json};

use crate::{
    fake_pbx::{FILE, FakePbx, Reply},
    operator::Operator,
    servers::Server,
};

pub const ASK: &str = "/openapi/v2.0/cdr/aidownload";
pub const TOKEN: &str = "/openapi/v2.0/get_token";
pub const SIGN_OUT: &str = "/openapi/v2.0/del_token";
pub const SECRET: (&str, &str) = ("EARSHOT_FETCH_SECRET", "sesame-secret");
const SPELLING: &str = "%Y/%m/%d %H:%M:%S";

/// The sample's legs, of which the last began yesterday.
pub fn legs() -> Vec<Value> {
    let sample = include_str!("../../../backend/samples/pbx.json");
    let mut legs: Vec<Value> = serde_json::from_str(sample).unwrap();
    let time = |leg: &Value| DateTime::strptime(SPELLING, leg["time"].as_str().unwrap()).unwrap();
    let today = Clock::System.now().to_zoned(TimeZone::UTC).date();
    let days = (today.yesterday().unwrap() - time(&legs[10]).date()).get_days();
    for leg in &mut legs {
        let later = time(leg) + days.days();
        leg["time"] = strtime::format(SPELLING, later).unwrap().into();
    }
    legs
}

/// An operator with a project that calls are fetched into.
pub fn operator_with_project() -> Operator {
    // What is stored is compared with a source, word by word; names have tests of their own.
    let operator = Operator::new(&[SECRET, ("EARSHOT_NAMES", "off")]);
    let tenant = ["tenant", "add", "harbour", "--name", "Harbour", "--time-zone", "Europe/London"];
    operator.earshot(&tenant, "");
    operator.earshot(&["project", "add", "--tenant", "harbour", "desk", "--name", "Desk"], "");
    operator
}

pub fn arguments<'a>(from: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let own = [
        "fetch",
        "--from",
        from,
        "--client-id",
        "client",
        "--tenant",
        "harbour",
        "--project",
        "desk",
    ];
    [own.as_slice(), more].concat()
}

pub fn fetch(operator: &Operator, from: &str, more: &[&str]) -> Output {
    operator.run(&arguments(from, more), "")
}

pub fn output_text(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// A PBX whose file has these legs.
pub fn pbx_with(legs: &[Value]) -> FakePbx {
    FakePbx::start(Reply::Json(json!(legs)))
}

/// Downloads a file of legs from a server as a client program does.
async fn downloaded(operator: &Operator, server: &Server) -> Vec<Value> {
    let (id, secret) = client(operator);
    let agent = "user-agent: test";
    let body = json!({"username": id, "password": secret}).to_string();
    let head = format!("POST {TOKEN} HTTP/1.1\r\n{agent}");
    let token = server.send(&head, "", &body).await.json();
    let token = token["access_token"].as_str().unwrap();
    let head = format!("GET {ASK}?access_token={token} HTTP/1.1\r\n{agent}");
    let asked = server.send(&head, "", "").await.json();
    let file = asked["download_resource_url"].as_str().unwrap();
    let head = format!("GET {file}?access_token={token} HTTP/1.1\r\n{agent}");
    let mut legs: Vec<Value> =
        serde_json::from_slice(&server.send(&head, "", "").await.body).unwrap();
    legs.sort_by_key(|leg| leg["leg_id"].to_string());
    legs
}

/// A PBX client that may read everything, by its id and secret.
fn client(operator: &Operator) -> (String, String) {
    let key = ["api-key", "add", "--user", ADMIN, "--name", "Fetch", "--kind", "pbx_client"];
    let may = ["--scope", "calls:read", "--scope", "transcripts:raw", "--project", "desk"];
    let made = operator.earshot(&[key.as_slice(), &may].concat(), "");
    let labelled = |label: &str| {
        let mut lines = made.lines().filter_map(|line| line.strip_prefix(label));
        lines.next().unwrap_or_else(|| panic!("{label} in {made}")).to_owned()
    };
    (labelled("client_id: "), labelled("client_secret: "))
}

fn add_admin(operator: &Operator) {
    let user = ["user", "add", "--tenant", "harbour", ADMIN, "--name", "Admin"];
    let role = ["--role", "client_admin", "--project", "desk"];
    operator.earshot(&[user.as_slice(), &role].concat(), "correct horse\n");
}

fn import(operator: &Operator, legs: &[Value]) {
    let words = ["import", "--format", "pbx", "--tenant", "harbour", "--project", "desk"];
    let display = ["--date-order", "ymd", "--clock-face", "24", "-"];
    operator.earshot(&[words.as_slice(), &display].concat(), &json!(legs).to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_earshot_fetches_from_another() {
    let (there, here) = (operator_with_project(), operator_with_project());
    for operator in [&there, &here] {
        add_admin(operator);
        let display = ["tenant", "set", "harbour", "--date-order", "dmy", "--clock-face", "12"];
        operator.earshot(&display, "");
    }
    let legs = legs();
    import(&there, &legs[..10]);
    let server = Server::start(&there);
    let (id, secret) = client(&there);
    let file = here.folder.path().join("secret");
    std::fs::write(&file, format!("{secret}\n")).unwrap();
    let from = format!("http://{}", server.address);
    let words = [
        "fetch",
        "--from",
        &from,
        "--client-id",
        &id,
        "--client-secret-file",
        file.to_str().unwrap(),
    ];
    let to = ["--tenant", "harbour", "--project", "desk"];
    let words = [words.as_slice(), &to].concat();
    let report = |counts: &str| format!("{from}: {counts}, 0 refused\n");
    assert_eq!(here.earshot(&words, ""), report("9 imported, 0 extended, 0 unchanged"));
    assert_eq!(here.earshot(&words, ""), report("0 imported, 0 extended, 9 unchanged"));
    // The last call was still going on.
    import(&there, &legs);
    assert_eq!(here.earshot(&words, ""), report("0 imported, 1 extended, 8 unchanged"));
    let copy = Server::start(&here);
    let (original, copied) = (downloaded(&there, &server).await, downloaded(&here, &copy).await);
    assert_eq!((original.len(), copied), (11, original));
    // A run that changed nothing is not listed.
    assert_eq!(imports(&copy).await, 2);
}

/// Number of imports on the Settings page.
async fn imports(server: &Server) -> usize {
    let cookie = server.sign_in().await;
    let settings = server.get(&cookie, "/api/settings").await.json();
    settings["imports"].as_array().unwrap().len()
}

#[test]
fn a_pbx_is_called_as_its_vendor_documents() {
    let pbx = pbx_with(&legs());
    let operator = operator_with_project();
    let (out, errors) = output_text(&fetch(&operator, &pbx.address, &["--days", "3"]));
    assert_eq!(out, format!("{}: 9 imported, 0 extended, 0 unchanged, 0 refused\n", pbx.address));
    assert_eq!(errors, "");
    let asked = pbx.requests();
    assert!(asked.iter().all(|line| line.contains(" earshot/")), "{asked:?}");
    let paths: Vec<_> = asked
        .iter()
        .map(|line| line.split(['?', ' ']).take(2).collect::<Vec<_>>().join(" "))
        .collect();
    let expected = [
        format!("POST {TOKEN}"),
        format!("GET {ASK}"),
        format!("GET {FILE}"),
        format!("GET {SIGN_OUT}"),
    ];
    assert_eq!(paths, expected);
    assert!(asked[1..].iter().all(|line| line.contains("?access_token=aaaa1111")), "{asked:?}");
    let now = Clock::System.now().to_zoned(TimeZone::get("Europe/London").unwrap());
    let start =
        strtime::format("start_time=%Y%%2F%m%%2F%d+", &now.checked_sub(3.days()).unwrap()).unwrap();
    assert!(asked[1].contains(&start) && asked[1].contains("end_time="), "{start}: {}", asked[1]);
}

#[test]
fn days_before_months_are_read_when_the_pbx_displays_them_so() {
    let mut legs = legs();
    for (leg, day) in legs.iter_mut().zip([5, 5].into_iter().chain(6..)) {
        let hour = 10 + u32::from(leg["leg"] == 2);
        leg["time"] = json!(format!("{day:02}/03/2026 {hour}:00:00"));
    }
    let operator = operator_with_project();
    add_admin(&operator);
    let pbx = pbx_with(&legs[..9]);
    let output = fetch(&operator, &pbx.address, &["--date-order", "dmy"]);
    assert!(output_text(&output).0.contains("8 imported"), "{output:?}");
    let asked = pbx.requests();
    let today = Clock::System.now().to_zoned(TimeZone::get("Europe/London").unwrap());
    let end = strtime::format("end_time=%d%%2F%m%%2F%Y+", &today).unwrap();
    assert!(asked[1].contains(&end), "{end}: {}", asked[1]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = Server::start(&operator);
    let found = runtime.block_on(downloaded(&operator, &server));
    let times: Vec<_> = found.iter().map(|leg| leg["time"].as_str().unwrap()).collect();
    assert_eq!(times[..3], ["2026/03/05 10:00:00", "2026/03/05 11:00:00", "2026/03/06 10:00:00"]);
}

#[test]
fn a_file_in_another_display_format_is_refused_before_anything_is_stored() {
    let mut legs = legs();
    for (leg, day) in legs.iter_mut().zip(5..) {
        leg["time"] = json!(format!("{day:02}/03/2026 10:00:00"));
    }
    let operator = operator_with_project();
    let pbx = pbx_with(&legs);
    let (out, errors) = output_text(&fetch(&operator, &pbx.address, &["--date-order", "mdy"]));
    assert_eq!(out, "");
    assert!(
        errors.contains("nothing was imported: record 9: `time` is not written like"),
        "{errors}"
    );
    assert!(errors.contains("--date-order must be dmy"), "{errors}");
    let (out, errors) = output_text(&fetch(&operator, &pbx.address, &["--date-order", "dmy"]));
    // Nothing was left of the first attempt, so that every call is new.
    assert!(out.contains(" 0 extended, 0 unchanged"), "{out} {errors}");
}
