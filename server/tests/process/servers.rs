//! Running servers, and requests to them over the network.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, ExitStatus, Stdio},
};

use earshot_testkit::{ADMIN, PASSWORD};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::operator::Operator;

/// A server process, stopped when dropped.
pub struct Server {
    child: Child,
    pub address: String,
}

/// A response of a server.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: String,
    pub body: Vec<u8>,
}

impl Server {
    /// Starts a server on a free port and waits until it listens.
    pub fn start(operator: &Operator) -> Self {
        Self::start_with(operator, &[], Stdio::null())
    }

    /// Starts a server with environment variables and a destination for its log.
    pub fn start_with(operator: &Operator, variables: &[(&str, &str)], log: Stdio) -> Self {
        let mut command = operator.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.envs(variables.iter().copied()).stderr(log).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().expect("the server says where it listens").unwrap();
        let address = line.strip_prefix("listening on http://").unwrap().to_owned();
        Self { child, address }
    }

    /// The process's id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Terminates the server as an operator does and returns its exit status.
    pub fn stop(&mut self) -> ExitStatus {
        let ask = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &ask]).status().unwrap().success());
        self.child.wait().unwrap()
    }

    /// Sends one request over its own connection: a form, unless the head names a content type.
    pub async fn send(&self, head: &str, cookie: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        let cookie =
            if cookie.is_empty() { String::new() } else { format!("cookie: {cookie}\r\n") };
        let form = "\r\ncontent-type: application/x-www-form-urlencoded";
        let kind = if head.contains("\r\ncontent-type: ") { "" } else { form };
        let request = format!(
            "{head}{kind}\r\nhost: {}\r\nconnection: close\r\n{cookie}content-length: {}\r\n\
             \r\n{body}",
            self.address.as_str(),
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        Answer::read(&answer)
    }

    /// Sends `GET` with a session.
    pub async fn get(&self, cookie: &str, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1"), cookie, "").await
    }

    /// Sends a form with a session.
    pub async fn post(&self, cookie: &str, path: &str, form: &str) -> Answer {
        self.send(&format!("POST {path} HTTP/1.1"), cookie, form).await
    }

    /// Signs the admin in and returns the cookie.
    pub async fn sign_in(&self) -> String {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("email", ADMIN), ("password", PASSWORD)])
            .finish();
        let answer = self.post("", "/sign-in", &form).await;
        assert_eq!(answer.status, 303);
        answer.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    /// The id of the one call.
    pub async fn call(&self, cookie: &str) -> String {
        let page = self.get(cookie, "/api/calls?query=").await.json();
        page["rows"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Requests a grant; the answer has its URL.
    pub async fn grant(&self, cookie: &str, call: &str, action: &str) -> Answer {
        let path = format!("/api/calls/{call}/recording/grants");
        self.post(cookie, &path, &format!("action={action}")).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
        let headers = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = headers.split(' ').nth(1).unwrap().parse().unwrap();
        let body = &bytes[end + 4..];
        let body = if headers.contains("transfer-encoding: chunked") {
            unchunked(body)
        } else {
            body.to_vec()
        };
        Self { status, headers, body }
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> &str {
        let mut lines = self.headers.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, text)| text)
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The URL of a grant.
    pub fn url(&self) -> String {
        assert_eq!(self.status, 201, "{}", String::from_utf8_lossy(&self.body));
        self.json()["url"].as_str().unwrap().to_owned()
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(line) = rest.windows(2).position(|part| part == b"\r\n") {
        let length = std::str::from_utf8(&rest[..line]).unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            break;
        }
        body.extend_from_slice(&rest[line + 2..line + 2 + length]);
        rest = &rest[line + 4 + length..];
    }
    body
}
