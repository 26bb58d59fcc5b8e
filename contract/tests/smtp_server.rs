//! An SMTP server on this machine that records what it is told and answers as a test requires.

use std::{
    collections::VecDeque,
    io::{Read, Result, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

/// Certificate of the authority that signed the server's own.
pub const AUTHORITY: &[u8] = include_bytes!("tls/ca.pem");

/// TLS of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerTls {
    Absent,
    StartTls,
    Immediate,
}

/// Answer to a command, instead of the usual one.
pub enum Answer {
    Line(&'static str),
    /// The connection is closed without an answer.
    Dropped,
}

/// A message that the server accepted.
#[derive(Debug, Clone)]
pub struct ReceivedMail {
    pub from: String,
    pub to: Vec<String>,
    /// As sent, with its lines ending in CRLF.
    pub text: String,
}

#[derive(Default)]
struct State {
    answers: Mutex<VecDeque<(&'static str, Answer)>>,
    commands: Mutex<Vec<String>>,
    mails: Mutex<Vec<ReceivedMail>>,
}

/// A server on its own port, which lives as long as the test's process.
pub struct SmtpServer {
    pub port: u16,
    state: Arc<State>,
}

impl SmtpServer {
    pub fn start(tls: ServerTls) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::<State>::default();
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, state) = (stream.unwrap(), Arc::clone(&shared));
                // A client that leaves ends its conversation with an error.
                thread::spawn(move || drop(serve(stream, tls, &state)));
            }
        });
        Self { port, state }
    }

    /// Sets the answer to the next use of a command; `.` is the end of a message.
    pub fn answer(&self, command: &'static str, answer: Answer) {
        self.state.answers.lock().unwrap().push_back((command, answer));
    }

    /// The commands received so far, without their arguments.
    pub fn commands(&self) -> Vec<String> {
        let commands = self.state.commands.lock().unwrap();
        commands.iter().map(|line| line.split([' ', ':']).next().unwrap().to_owned()).collect()
    }

    /// The arguments of the commands `AUTH` received so far.
    pub fn sign_ins(&self) -> Vec<String> {
        let commands = self.state.commands.lock().unwrap();
        commands.iter().filter_map(|line| line.strip_prefix("AUTH ")).map(str::to_owned).collect()
    }

    /// The messages accepted so far.
    pub fn mails(&self) -> Vec<ReceivedMail> {
        self.state.mails.lock().unwrap().clone()
    }
}

impl ReceivedMail {
    /// A header's text, on one line.
    pub fn header(&self, name: &str) -> String {
        let head = self.text.split_once("\r\n\r\n").unwrap().0.replace("\r\n ", " ");
        let mut lines = head.split("\r\n").filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).unwrap().1.to_owned()
    }

    /// The names of the headers, in order.
    pub fn header_names(&self) -> Vec<String> {
        let head = self.text.split_once("\r\n\r\n").unwrap().0;
        let lines = head.split("\r\n").filter(|line| !line.starts_with(' '));
        lines.map(|line| line.split(':').next().unwrap().to_owned()).collect()
    }

    /// The decoded text of the part with this type.
    pub fn part(&self, media_type: &str) -> String {
        let boundary = self.header("content-type");
        let boundary = boundary.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap();
        let separator = format!("--{boundary}");
        let mut parts = self.text.split(&separator);
        let part =
            parts.find(|part| part.contains(&format!("Content-Type: {media_type}"))).unwrap();
        let (head, body) = part.split_once("\r\n\r\n").unwrap();
        let body = body.trim_end_matches("\r\n").replace("\r\n", "\n");
        if head.contains("quoted-printable") { unquoted(&body) } else { body }
    }
}

fn unquoted(text: &str) -> String {
    let text = text.replace("=\n", "");
    let mut pieces = text.split('=');
    let mut bytes = pieces.next().unwrap().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend(&piece.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}

fn tls_config() -> Arc<ServerConfig> {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("tls/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/server.key")).unwrap();
    earshot_backend::use_ring();
    let config = ServerConfig::builder().with_no_client_auth();
    Arc::new(config.with_single_cert(vec![certificate], key).unwrap())
}

fn encrypted(stream: TcpStream) -> StreamOwned<ServerConnection, TcpStream> {
    StreamOwned::new(ServerConnection::new(tls_config()).unwrap(), stream)
}

fn serve(stream: TcpStream, tls: ServerTls, state: &State) -> Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    match tls {
        ServerTls::Immediate => converse(&mut encrypted(stream), false, true, state).map(drop),
        ServerTls::Absent => converse(&mut &stream, false, true, state).map(drop),
        ServerTls::StartTls => {
            if converse(&mut &stream, true, true, state)? {
                converse(&mut encrypted(stream), false, false, state)?;
            }
            Ok(())
        }
    }
}

/// Converses until the client leaves (`false`) or starts TLS (`true`).
fn converse(
    stream: &mut (impl Read + Write),
    offers_tls: bool,
    greets: bool,
    state: &State,
) -> Result<bool> {
    if greets {
        stream.write_all(b"220 mail.test ESMTP\r\n")?;
    }
    let mut mail = ReceivedMail { from: String::new(), to: Vec::new(), text: String::new() };
    loop {
        let Some(line) = read_line(stream)? else { return Ok(false) };
        state.commands.lock().unwrap().push(line.clone());
        let command = line.split([' ', ':']).next().unwrap().to_owned();
        let Some(usual) = respond(&command, stream, state)? else { continue };
        if usual == Usual::Dropped {
            return Ok(false);
        }
        let address = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let answer = match command.as_str() {
            "EHLO" if offers_tls => "250-mail.test\r\n250-AUTH PLAIN\r\n250 STARTTLS",
            "EHLO" => "250-mail.test\r\n250-AUTH PLAIN\r\n250 8BITMIME",
            "STARTTLS" => "220 Go ahead",
            "AUTH" => "235 Signed in",
            "MAIL" => {
                mail.from = address;
                "250 OK"
            }
            "RCPT" => {
                mail.to.push(address);
                "250 OK"
            }
            "DATA" => {
                stream.write_all(b"354 Go on\r\n")?;
                mail.text = read_text(stream)?;
                match respond(".", stream, state)? {
                    None => continue,
                    Some(Usual::Dropped) => return Ok(false),
                    Some(Usual::Answer) => state.mails.lock().unwrap().push(mail.clone()),
                }
                "250 Accepted"
            }
            "QUIT" => "221 Bye",
            _ => "502 Unknown command",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes())?;
        if command == "STARTTLS" || command == "QUIT" {
            return Ok(command == "STARTTLS");
        }
    }
}

#[derive(PartialEq, Eq)]
enum Usual {
    Answer,
    Dropped,
}

/// Gives the answer that the test has set; `None` when that is all.
fn respond(command: &str, stream: &mut impl Write, state: &State) -> Result<Option<Usual>> {
    let mut answers = state.answers.lock().unwrap();
    let Some(place) = answers.iter().position(|(expected, _)| *expected == command) else {
        return Ok(Some(Usual::Answer));
    };
    let Some((_, answer)) = answers.remove(place) else { return Ok(Some(Usual::Answer)) };
    match answer {
        Answer::Dropped => Ok(Some(Usual::Dropped)),
        Answer::Line(line) => {
            stream.write_all(format!("{line}\r\n").as_bytes())?;
            Ok(None)
        }
    }
}

/// Reads a message up to the line with a single dot.
fn read_text(stream: &mut impl Read) -> Result<String> {
    let mut text = String::new();
    while let Some(line) = read_line(stream)? {
        if line == "." {
            return Ok(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push_str("\r\n");
    }
    Err(std::io::ErrorKind::UnexpectedEof.into())
}

fn read_line(stream: &mut impl Read) -> Result<Option<String>> {
    let (mut line, mut byte) = (Vec::new(), [0]);
    while stream.read(&mut byte)? == 1 {
        if byte == *b"\n" {
            let line = String::from_utf8(line).map_err(std::io::Error::other)?;
            return Ok(Some(line.trim_end_matches('\r').to_owned()));
        }
        line.push(byte[0]);
    }
    Ok(None)
}
