//! The proxies of the operator's guide, with its examples as printed, in front of a server.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use earshot_testkit::{ADMIN, PASSWORD};

use crate::{operator::Operator, servers::Server};

const GUIDE: &str = include_str!("../../../docs/operations.md");
const NAME: &str = "calls.example.com";

/// A proxy with TLS, stopped when dropped.
struct Proxy {
    child: Child,
    port: u16,
    name: &'static str,
}

impl Proxy {
    fn url(&self, path: &str) -> String {
        format!("https://{NAME}:{}{path}", self.port)
    }

    /// Starts what a command line starts, and waits until it listens.
    fn start(name: &'static str, port: u16, folder: &Path, command: &mut Command) -> Self {
        let log = fs::File::create(folder.join("proxy.log")).unwrap();
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let mut child = command.spawn().unwrap_or_else(|error| {
            panic!("{name} is needed for this test (scripts/setup.sh test-rust): {error}")
        });
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = || fs::read_to_string(folder.join("proxy.log")).unwrap();
            assert!(child.try_wait().unwrap().is_none(), "{name} has ended: {}", log());
            assert!(started.elapsed() < Duration::from_secs(30), "{name}: {}", log());
            std::thread::yield_now();
        }
        Self { child, port, name }
    }

    /// Sends a request from this address, and returns its status and body.
    fn send(&self, from: &str, path: &str, more: &[&str]) -> (u16, String) {
        let resolve = format!("{NAME}:{}:127.0.0.1", self.port);
        let output = Command::new("curl")
            .args(["-sS", "-k", "--max-time", "60", "--interface", from, "--resolve", &resolve])
            .args(["-w", "\n%{http_code}"])
            .args(more)
            .arg(self.url(path))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}: {output:?}", self.name);
        let text = String::from_utf8(output.stdout).unwrap();
        let (body, status) = text.rsplit_once('\n').unwrap();
        (status.parse().unwrap(), body.to_owned())
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first example of the guide after these words, with each of these parts replaced.
fn example(after: &str, replaced: &[(&str, &str)]) -> String {
    let (_, rest) = GUIDE.split_once(after).unwrap();
    let (_, rest) = rest.split_once("\n```").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    replaced.iter().fold(text.to_owned(), |text, (part, other)| {
        assert!(text.contains(part), "{part} is in {text}");
        text.replace(part, other)
    })
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn certificate(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../contract/tests/tls").join(name)
}

fn written(folder: &Path, name: &str, text: &str) -> String {
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

fn caddy(folder: &Path, server: &str, port: u16) -> Proxy {
    let [cert, key] =
        ["server.pem", "server.key"].map(|name| certificate(name).to_str().unwrap().to_owned());
    let site = format!("{NAME}:{port} {{\n    bind 127.0.0.1\n    tls {cert} {key}\n");
    let opening = format!("{NAME} {{\n");
    let own = [(opening.as_str(), site.as_str()), ("127.0.0.1:8080", server)];
    let text = example("with Caddy:", &own);
    let text = format!("{{\n    admin off\n    auto_https disable_redirects\n}}\n{text}");
    let file = written(folder, "Caddyfile", &text);
    let mut command = Command::new("caddy");
    command.args(["run", "--adapter", "caddyfile", "--config", &file]);
    command.envs(["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"].map(|name| (name, folder)));
    Proxy::start("caddy", port, folder, &mut command)
}

fn haproxy(folder: &Path, server: &str, port: u16) -> Proxy {
    let both =
        ["server.pem", "server.key"].map(|name| fs::read_to_string(certificate(name)).unwrap());
    let pem = written(folder, "both.pem", &both.concat());
    let bind = format!("127.0.0.1:{port} ssl");
    let own = [
        (":443 ssl", bind.as_str()),
        ("/etc/haproxy/calls.example.com.pem", pem.as_str()),
        ("127.0.0.1:8080", server),
    ];
    let times =
        "defaults\n    timeout connect 5s\n    timeout client 60s\n    timeout server 60s\n\n";
    let text = times.to_owned() + &example("with HAProxy:", &own);
    let file = written(folder, "haproxy.cfg", &text);
    let mut command = Command::new("haproxy");
    command.args(["-db", "-f", &file]).env("PATH", with_sbin());
    Proxy::start("haproxy", port, folder, &mut command)
}

fn nginx(folder: &Path, server: &str, port: u16) -> Proxy {
    let [cert, key] =
        ["server.pem", "server.key"].map(|name| certificate(name).to_str().unwrap().to_owned());
    let listen = format!("listen 127.0.0.1:{port} ssl");
    let own = [
        ("listen 443 ssl", listen.as_str()),
        ("/etc/ssl/calls.example.com.pem", cert.as_str()),
        ("/etc/ssl/calls.example.com.key", key.as_str()),
        ("127.0.0.1:8080", server),
    ];
    let places: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {name};\n"))
        .concat();
    let text = format!(
        "daemon off;\nworker_processes 1;\npid nginx.pid;\nerror_log stderr;\nevents {{}}\n\
         http {{\naccess_log off;\n{places}{}}}\n",
        example("and with nginx", &own)
    );
    let file = written(folder, "nginx.conf", &text);
    let mut command = Command::new("nginx");
    command.args(["-e", "stderr", "-p", folder.to_str().unwrap(), "-c", &file]);
    Proxy::start("nginx", port, folder, command.env("PATH", with_sbin()))
}

/// Debian has servers in a folder that is not in everybody's path.
fn with_sbin() -> String {
    std::env::var("PATH").unwrap_or_default() + ":/usr/sbin:/usr/local/sbin"
}

/// Keys of the admin: one that may be used from 127.0.0.2 only, and one that may push.
fn keys(operator: &Operator) -> [String; 2] {
    let key = |more: &[&str]| {
        let base = ["api-key", "add", "--user", ADMIN, "--name", "k", "--project", "desk"];
        operator.earshot(&[base.as_slice(), more].concat(), "").trim().to_owned()
    };
    [key(&["--scope", "calls:read", "--addresses", "127.0.0.2"]), key(&["--scope", "calls:write"])]
}

/// The client's address is the one that the proxy saw, whatever the client says of itself.
fn check_addresses(proxy: &Proxy, key: &str) {
    let key = format!("x-api-key: {key}");
    let ask = |from: &str, headers: &[&str]| {
        let shown = [[key.as_str()].as_slice(), headers].concat();
        let arguments: Vec<&str> = shown.iter().flat_map(|header| ["-H", *header]).collect();
        proxy.send(from, "/v1/calls", &arguments).0
    };
    assert_eq!(ask("127.0.0.2", &[]), 200, "{}", proxy.name);
    assert_eq!(ask("127.0.0.3", &[]), 401, "{}", proxy.name);
    for claims in [
        ["x-forwarded-for: 127.0.0.2"].as_slice(),
        &["x-forwarded-for: 127.0.0.2", "x-forwarded-for: 127.0.0.2"],
        &["x-forwarded-for: 127.0.0.2, 127.0.0.1"],
        &["forwarded: for=127.0.0.2"],
        &["x-forwarded-for: 127.0.0.2", "forwarded: for=127.0.0.2"],
        &["x-real-ip: 127.0.0.2"],
    ] {
        assert_eq!(ask("127.0.0.3", claims), 401, "{}: {claims:?}", proxy.name);
        let own: Vec<String> = claims.iter().map(|one| one.replace("0.0.2", "0.0.9")).collect();
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        assert_eq!(ask("127.0.0.2", &own), 200, "{}: {own:?}", proxy.name);
    }
}

/// Sign-in and a streamed export, and a push that is larger than the proxies' defaults.
fn check_traffic(proxy: &Proxy, folder: &Path, key: &str) {
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("email", ADMIN), ("password", PASSWORD)])
        .finish();
    let (status, head) = proxy.send("127.0.0.4", "/sign-in", &["-i", "--data", &form]);
    assert_eq!(status, 303, "{}: {head}", proxy.name);
    let cookie = head
        .lines()
        .find_map(|line| line.split_once(": ").filter(|(_, value)| value.starts_with("__Host-")))
        .map_or_else(
            || panic!("{}: {head}", proxy.name),
            |(_, value)| value.split(';').next().unwrap().to_owned(),
        );
    let cookie = format!("cookie: {cookie}");
    let export = ["-H", &cookie, "--data", "project_id=desk"];
    let (status, file) = proxy.send("127.0.0.4", "/api/exports/calls", &export);
    assert_eq!((status, file.lines().count()), (200, 2), "{}: {file}", proxy.name);
    let record = |n: u32| {
        let summary = "word ".repeat(12_000);
        format!(
            "{{\"source_id\":\"{}-{n}\",\"started_at\":\"2026-06-01T09:00:00Z\",\
             \"total_seconds\":1,\"status\":\"completed\",\"summary\":\"{summary}\"}}\n",
            proxy.name
        )
    };
    let file = written(folder, "calls.ndjson", &(0..40).map(record).collect::<String>());
    let (body, key) = (format!("@{file}"), format!("x-api-key: {key}"));
    let kind = "content-type: application/x-ndjson";
    let push = ["-H", &key, "-H", kind, "--data-binary", &body];
    let (status, report) = proxy.send("127.0.0.4", "/v1/ingest/calls", &push);
    assert_eq!(status, 200, "{}: {report}", proxy.name);
}

#[test]
fn the_examples_of_the_guide_run_in_front_of_a_server() {
    type Start = fn(&Path, &str, u16) -> Proxy;
    for start in [caddy as Start, haproxy, nginx] {
        let port = free_port();
        let url = format!("https://{NAME}:{port}");
        let operator =
            Operator::new(&[("EARSHOT_TRUSTED_PROXY", "127.0.0.1"), ("EARSHOT_PUBLIC_URL", &url)]);
        operator.set_up();
        let [reader, writer] = keys(&operator);
        let server = Server::start(&operator);
        let folder = tempfile::tempdir().unwrap();
        let proxy = start(folder.path(), &server.address, port);
        check_addresses(&proxy, &reader);
        check_traffic(&proxy, folder.path(), &writer);
    }
}
