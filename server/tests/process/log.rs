//! The log: the cause of every internal error with its request id, and no secrets.

use std::{
    fs::{self, File},
    path::PathBuf,
};

use earshot_testkit::{ADMIN, PASSWORD, one_second_wav};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    operator::Operator,
    servers::{Answer, Server},
};

/// A server whose log goes to a file.
struct LoggingServer {
    operator: Operator,
    server: Server,
    file: PathBuf,
}

impl LoggingServer {
    fn start(levels: &str) -> Self {
        let operator = Operator::new(&[]);
        operator.set_up();
        assert!(operator.import_recording(&one_second_wav()).status.success());
        let file = operator.folder.path().join("log");
        let log = File::create(&file).unwrap().into();
        let server = Server::start_with(&operator, &[("EARSHOT_LOG", levels)], log);
        Self { operator, server, file }
    }

    /// Creates a key with every scope that these tests need.
    fn key(&self) -> String {
        let words = ["api-key", "add", "--user", ADMIN, "--name", "Log", "--project", "desk"];
        let scopes = ["--scope", "calls:read", "--scope", "conversations:export"];
        let printed = self.operator.earshot(&[words.as_slice(), &scopes].concat(), "");
        printed.trim().to_owned()
    }

    /// Sends a request while a table of the database is missing.
    async fn send_without(&self, table: &str, entry_point: &EntryPoint) -> Answer {
        self.sql(&format!("ALTER TABLE {table} RENAME TO {table}_away")).await;
        let answer =
            self.server.send(&entry_point.head, &entry_point.cookie, entry_point.body).await;
        self.sql(&format!("ALTER TABLE {table}_away RENAME TO {table}")).await;
        answer
    }

    async fn sql(&self, statement: &str) {
        let file = self.operator.folder.path().join("data/earshot.db");
        let options = SqliteConnectOptions::new().filename(file);
        let mut database = SqliteConnection::connect_with(&options).await.unwrap();
        // References to the table retain its name.
        database.execute("PRAGMA legacy_alter_table = ON").await.unwrap();
        database.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
        database.close().await.unwrap();
    }

    /// The lines logged within the span of a request.
    fn lines_of(&self, id: &str) -> Vec<Value> {
        let log = fs::read_to_string(&self.file).unwrap();
        let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter(|line| line["spans"][0]["id"] == id).collect()
    }
}

/// A request that fails, and its expected log.
struct EntryPoint {
    name: &'static str,
    /// The table whose absence causes the failure.
    table: &'static str,
    head: String,
    cookie: String,
    body: &'static str,
    /// The status, and whether the body shows the request's id.
    answers: (u16, bool),
    route: &'static str,
    viewer: &'static str,
}

fn entry_points(cookie: &str, key: &str) -> Vec<EntryPoint> {
    let by_person = |name, table, head: &str, body, route| EntryPoint {
        name,
        table,
        head: format!("{head}\r\nsec-fetch-site: same-origin"),
        cookie: cookie.to_owned(),
        body,
        answers: (500, true),
        route,
        viewer: "person",
    };
    let by_key = |name, table, head: &str, shows_id, route| EntryPoint {
        name,
        table,
        head: format!("{head}\r\nx-api-key: {key}"),
        cookie: String::new(),
        body: "conversationId=0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
        answers: (500, shows_id),
        route,
        viewer: "none",
    };
    let page = "GET /calls HTTP/1.1\r\naccept: text/html";
    let export = "POST /api/export/conversation HTTP/1.1";
    let cancel = "POST /api/exports/cancel HTTP/1.1";
    let token = "POST /openapi/v2.0/get_token HTTP/1.1\r\nuser-agent: test";
    let sign_in = "POST /sign-in HTTP/1.1\r\naccept: text/html";
    vec![
        by_person("page", "calls", page, "", "/calls"),
        by_person("server function", "calls", "GET /api/calls?query= HTTP/1.1", "", "/api/calls"),
        by_person(
            "plain route",
            "exports",
            cancel,
            "export_id=0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
            "/api/exports/cancel",
        ),
        EntryPoint { viewer: "none", ..by_person("session", "sessions", page, "", "/calls") },
        EntryPoint {
            viewer: "none",
            cookie: String::new(),
            ..by_person("sign-in", "users", sign_in, "email=a%40b.example&password=x", "/sign-in")
        },
        by_key("middleware of keys", "api_keys", "GET /v1/calls HTTP/1.1", true, "/v1/calls"),
        EntryPoint {
            viewer: "key",
            ..by_key("v1", "calls", "GET /v1/calls HTTP/1.1", true, "/v1/calls")
        },
        EntryPoint {
            viewer: "key",
            ..by_key("conversation", "calls", export, false, "/api/export/conversation")
        },
        EntryPoint {
            answers: (200, false),
            body: "{\"username\":\"x\",\"password\":\"y\"}",
            ..by_key("PBX", "api_keys", token, false, "/openapi/{version}/{*interface}")
        },
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_internal_error_is_logged_once_with_the_id_that_is_shown() {
    let server = LoggingServer::start("info");
    let (cookie, key) = (server.server.sign_in().await, server.key());
    for entry_point in entry_points(&cookie, &key) {
        let answer = server.send_without(entry_point.table, &entry_point).await;
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        let id = answer.header("x-request-id");
        let name = entry_point.name;
        assert_eq!((answer.status, body.contains(id)), entry_point.answers, "{name}: {body}");
        let lines = server.lines_of(id);
        let errors: Vec<_> = lines.iter().filter(|line| line["level"] == "ERROR").collect();
        assert_eq!(errors.len(), 1, "{name}: {lines:?}");
        let cause = errors[0]["fields"].to_string();
        assert!(
            cause.contains(&format!("no such table: {}", entry_point.table)),
            "{name}: {cause}"
        );
        let span = &errors[0]["spans"][0];
        assert_eq!(
            (&span["route"], &span["viewer"]),
            (&entry_point.route.into(), &entry_point.viewer.into())
        );
        assert!(entry_point.head.starts_with(span["method"].as_str().unwrap()), "{name}: {span}");
        let ends = lines.iter().filter(|line| line["fields"]["message"] == "request").count();
        assert_eq!(ends, 1, "{name}: one line says how the request ended");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn secrets_and_personal_values_stay_out_of_the_log_at_debug_level() {
    let logging = LoggingServer::start("debug");
    let server = &logging.server;
    let (cookie, key) = (server.sign_in().await, logging.key());
    let call = server.call(&cookie).await;
    let grant = server.grant(&cookie, &call, "play").await;
    for (head, cookie, body) in [
        ("GET /calls?q=canary-query&caller=%2B447700900123", cookie.as_str(), ""),
        ("GET /calls/canary-call", &cookie, ""),
        ("GET /canary/unknown?email=ann%40canary.example", &cookie, ""),
        ("GET /api/calls?query=caller%3D447700900123", &cookie, ""),
        ("GET /calls", "earshot_session=canary-cookie", ""),
        ("GET /media/recordings/canary-grant", &cookie, ""),
        ("GET /media/exports/canary-link", "", ""),
        ("GET /sign-in?next=%2Fcanary\r\nreferer: http://canary.example/", "", ""),
        ("POST /sign-in", "", "email=ann%40canary.example&password=canary-password"),
        ("POST /settings/webhooks", &cookie, "name=canary&url=https%3A%2F%2Fcanary.example"),
        ("GET /v1/calls?after=canary", "", ""),
        ("GET /v1/calls\r\nauthorization: Bearer canary-bearer", "", ""),
        ("GET /v1/calls\r\nx-forwarded-for: canary\r\nx-api-key: canary-key", "", ""),
        ("PUT /v1/ingest/calls/canary/%2B447700900123/recording", "", "canary-recording"),
        ("POST /v1/ingest/webhooks/canary", "", "{\"caller\":\"+447700900123\"}"),
        ("POST /api/export/conversation\r\nx-internal-token: canary-internal", "", "canary"),
        ("GET /openapi/v2.0/cdr/aidownload?access_token=canary\r\nuser-agent: canary", "", ""),
        ("POST /openapi/v2.0/get_token\r\nuser-agent: canary", "", "{\"username\":\"canary\"}"),
        ("GET /api/download/canary-file?access_token=canary\r\nuser-agent: canary", "", ""),
    ] {
        let (line, headers) = head.split_once("\r\n").unwrap_or((head, "x-canary: canary"));
        server.send(&format!("{line} HTTP/1.1\r\n{headers}"), cookie, body).await;
    }
    let url = grant.url();
    assert_eq!(server.get(&cookie, &format!("/v1/calls?key={key}")).await.status, 401);
    server.get(&cookie, &url).await;
    let log = fs::read_to_string(&logging.file).unwrap();
    assert!(log.contains("\"level\":\"DEBUG\"") && log.lines().count() > 20, "{log}");
    let token = cookie.split_once('=').unwrap().1;
    let grant = url.rsplit('/').next().unwrap();
    for secret in ["canary", "7700900123", ADMIN, PASSWORD, token, grant, &key] {
        let line = log.lines().find(|line| line.to_lowercase().contains(&secret.to_lowercase()));
        assert_eq!(line, None, "{secret}");
    }
}
