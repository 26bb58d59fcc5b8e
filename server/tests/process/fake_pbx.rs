//! A PBX that answers as its vendor documents, or as badly as a test requires.

use std::{
    collections::VecDeque,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
};

use serde_json::{Value, json};

/// One answer.
#[derive(Clone)]
pub enum Says {
    /// HTTP 200 with this JSON.
    Json(Value),
    /// A status without a body.
    Status(u16),
    /// HTTP 200 that promises more bytes than come.
    CutOff(String),
    /// HTTP 200 whose body ends with the connection, wherever that is.
    Unmeasured(String),
    /// A redirection.
    Elsewhere(String),
}

/// What came in and what goes out.
#[derive(Default)]
struct State {
    asked: Vec<String>,
    /// Answers to each interface in their order; the last of them stays.
    answers: Vec<(&'static str, VecDeque<Says>)>,
}

/// A running PBX.
pub struct FakePbx {
    pub address: String,
    state: Arc<(Mutex<State>, Condvar)>,
}

/// The file's address, which the vendor's own look like.
pub const FILE: &str =
    "/api/download/PBX-AI_Transcription-X.23.0.70-download-20260514104731-PXFbRkarEjkQzHFL.json";

impl FakePbx {
    /// One that gives a token, a file's address, this file, and takes the token back.
    pub fn start(file: Says) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let pbx = Self { address, state: Arc::default() };
        let token = json!({"errcode": 0, "errmsg": "SUCCESS", "access_token": "aaaa1111",
            "access_token_expire_time": 1800, "refresh_token": "r", "refresh_token_expire_time": 86400});
        pbx.answers("/openapi/v2.0/get_token", &[Says::Json(token)]);
        let found = json!({"errcode": 0, "errmsg": "SUCCESS", "file": FILE.rsplit('/').next(),
            "download_resource_url": FILE});
        pbx.answers("/openapi/v2.0/cdr/aidownload", &[Says::Json(found)]);
        pbx.answers(FILE, &[file]);
        pbx.answers(
            "/openapi/v2.0/del_token",
            &[Says::Json(json!({"errcode": 0, "errmsg": "SUCCESS"}))],
        );
        let state = Arc::clone(&pbx.state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, &state);
            }
        });
        pbx
    }

    /// What an interface answers, one after the other; then always the last.
    pub fn answers(&self, path: &'static str, answers: &[Says]) {
        let mut state = self.state.0.lock().unwrap();
        state.answers.retain(|(known, _)| *known != path);
        state.answers.push((path, answers.iter().cloned().collect()));
    }

    /// What was asked: method, address and `User-Agent`, one a line.
    pub fn asked(&self) -> Vec<String> {
        self.state.0.lock().unwrap().asked.clone()
    }

    /// Waits until something was asked so many times.
    pub fn until_asked(&self, path: &str, times: usize) {
        let (state, changed) = &*self.state;
        let waiting = |state: &mut State| {
            state.asked.iter().filter(|line| line.contains(path)).count() < times
        };
        drop(changed.wait_while(state.lock().unwrap(), waiting).unwrap());
    }
}

fn serve(mut stream: TcpStream, state: &(Mutex<State>, Condvar)) {
    let Some(head) = head(&mut stream) else { return };
    let mut words = head.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let agent = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("user-agent: ").map(str::to_owned));
    let path = target.split('?').next().unwrap_or_default();
    let answer = {
        let mut state = state.0.lock().unwrap();
        state.asked.push(format!("{method} {target} {}", agent.unwrap_or_default()));
        let answers = state.answers.iter_mut().find(|(known, _)| *known == path);
        answers.and_then(|(_, answers)| match answers.len() {
            0 => None,
            1 => answers.front().cloned(),
            _ => answers.pop_front(),
        })
    };
    state.1.notify_all();
    // A client that has left is no concern of a PBX's.
    let _ = stream.write_all(answer.unwrap_or(Says::Status(404)).http().as_bytes());
}

/// The head of a request, once its body has come as well.
fn head(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .lines()
            .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return Some(head.to_owned());
        }
    }
}

impl Says {
    fn http(self) -> String {
        let body = |length: Option<usize>, body: &str| {
            let length = length.map(|length| format!("content-length: {length}\r\n"));
            format!(
                "HTTP/1.1 200 OK\r\n{}connection: close\r\n\r\n{body}",
                length.unwrap_or_default()
            )
        };
        match self {
            Self::Json(json) => body(Some(json.to_string().len()), &json.to_string()),
            Self::CutOff(text) => body(Some(text.len() + 100), &text),
            Self::Unmeasured(text) => body(None, &text),
            Self::Status(status) => {
                format!(
                    "HTTP/1.1 {status} Whatever\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                )
            }
            Self::Elsewhere(to) => format!(
                "HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            ),
        }
    }
}
