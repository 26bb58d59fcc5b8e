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
pub enum Reply {
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

/// Received requests and replies to send.
#[derive(Default)]
struct State {
    asked: Vec<String>,
    /// Replies of each interface in order; the last one is repeated.
    answers: Vec<(&'static str, VecDeque<Reply>)>,
}

/// A running PBX.
pub struct FakePbx {
    pub address: String,
    state: Arc<(Mutex<State>, Condvar)>,
}

/// The URL of the file, in the vendor's form.
pub const FILE: &str =
    "/api/download/PBX-AI_Transcription-X.23.0.70-download-20260514104731-PXFbRkarEjkQzHFL.json";

impl FakePbx {
    /// Starts a PBX that issues a token, gives a file's URL and this file, and revokes the token.
    pub fn start(file: Reply) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let pbx = Self { address, state: Arc::default() };
        let token = json!({"errcode": 0, "errmsg": "SUCCESS", "access_token": "aaaa1111",
            "access_token_expire_time": 1800, "refresh_token": "r", "refresh_token_expire_time": 86400});
        pbx.set_replies("/openapi/v2.0/get_token", &[Reply::Json(token)]);
        let found = json!({"errcode": 0, "errmsg": "SUCCESS", "file": FILE.rsplit('/').next(),
            "download_resource_url": FILE});
        pbx.set_replies("/openapi/v2.0/cdr/aidownload", &[Reply::Json(found)]);
        pbx.set_replies(FILE, &[file]);
        pbx.set_replies(
            "/openapi/v2.0/del_token",
            &[Reply::Json(json!({"errcode": 0, "errmsg": "SUCCESS"}))],
        );
        let state = Arc::clone(&pbx.state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, &state);
            }
        });
        pbx
    }

    /// Sets the replies of an interface, in order; the last one is repeated.
    pub fn set_replies(&self, path: &'static str, answers: &[Reply]) {
        let mut state = self.state.0.lock().unwrap();
        state.answers.retain(|(known, _)| *known != path);
        state.answers.push((path, answers.iter().cloned().collect()));
    }

    /// The requests so far: method, path and `User-Agent`.
    pub fn requests(&self) -> Vec<String> {
        self.state.0.lock().unwrap().asked.clone()
    }

    /// Waits until a path was requested so many times.
    pub fn wait_for_requests(&self, path: &str, times: usize) {
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
    // The client may have closed the connection.
    let _ = stream.write_all(answer.unwrap_or(Reply::Status(404)).http().as_bytes());
}

/// Reads a request and returns its head.
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

impl Reply {
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
