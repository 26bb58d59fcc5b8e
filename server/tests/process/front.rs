//! A proxy between an example program and a server, which limits requests or cuts responses off.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// What the proxy does to requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Every second request is refused with 429, to be sent again at once.
    Limit,
    /// Responses to paths with this beginning lack their last bytes.
    CutOff(&'static str),
}

/// A running proxy.
pub struct Front {
    pub url: String,
    limited: Arc<AtomicUsize>,
}

impl Front {
    /// Starts a proxy of the server at `address`.
    pub fn start(address: &str, fault: Fault) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let limited = Arc::new(AtomicUsize::new(0));
        let (address, count) = (address.to_owned(), Arc::clone(&limited));
        std::thread::spawn(move || {
            for (n, stream) in listener.incoming().flatten().enumerate() {
                let refused = fault == Fault::Limit && n % 2 == 1;
                count.fetch_add(usize::from(refused), Ordering::SeqCst);
                pass(stream, &address, fault, refused);
            }
        });
        Self { url, limited }
    }

    /// The number of requests that were refused with 429.
    pub fn limited(&self) -> usize {
        self.limited.load(Ordering::SeqCst)
    }
}

fn pass(mut client: TcpStream, address: &str, fault: Fault, refused: bool) {
    let Some((head, body)) = request(&mut client) else { return };
    let answer = if refused {
        b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\nconnection: close\r\n\
          content-length: 2\r\n\r\n{}"
            .to_vec()
    } else {
        let mut answer = forward(address, &head, &body);
        if let Fault::CutOff(path) = fault
            && head.split(' ').nth(1).is_some_and(|target| target.starts_with(path))
        {
            answer.truncate(answer.len() - 12);
        }
        answer
    };
    // A client that has gone does not end the proxy.
    let _ = client.write_all(&answer).and_then(|()| client.shutdown(Shutdown::Write));
}

/// Reads one request; its head asks for the end of the connection.
fn request(client: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|part| part == b"\r\n\r\n") {
            break end;
        }
        read_more(client, &mut bytes)?;
    };
    let mut body = bytes.split_off(end + 4);
    let text = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let named = |line: &&str, name: &str| line.to_ascii_lowercase().starts_with(name);
    let length = text.lines().find(|line| named(line, "content-length:"));
    let length = length.map_or(0, |line| line["content-length:".len()..].trim().parse().unwrap());
    while body.len() < length {
        read_more(client, &mut body)?;
    }
    let lines = text.lines().filter(|line| !named(line, "connection:"));
    let head: String = lines.flat_map(|line| [line, "\r\n"]).collect();
    Some((format!("{head}connection: close\r\n\r\n"), body))
}

fn read_more(client: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    let mut chunk = [0; 4096];
    let count = client.read(&mut chunk).ok().filter(|count| *count > 0)?;
    bytes.extend_from_slice(&chunk[..count]);
    Some(())
}

fn forward(address: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let mut server = TcpStream::connect(address).unwrap();
    server.write_all(head.as_bytes()).unwrap();
    server.write_all(body).unwrap();
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).unwrap();
    answer
}
