//! Accept loop with a timeout on every phase of a connection, and a graceful shutdown (ADR 9).

use std::{
    convert::Infallible, future::Future, net::SocketAddr, pin::pin, sync::Arc, time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use earshot_domain::AddressRange;
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use crate::{
    answer_body::AnswerBody,
    client_address::PeerAddress,
    connections::{Connections, Entry},
    host::names_one_host,
    request_body::RequestBody,
};

/// Time within which a client must send a request's headers; also the longest idle time between
/// requests.
const HEADER_TIMEOUT: Duration = Duration::from_secs(20);
/// Time that running responses have to finish at shutdown.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(10);

/// Limits of the connections of a server.
#[derive(Debug, Clone)]
pub struct ConnectionLimits {
    /// Most connections at once. One more closes the one that has waited longest for its client; if
    /// all are being answered, others wait in the kernel's queue.
    pub total: usize,
    /// Most connections of one client: an IPv4 address, or the /64 of an IPv6 address.
    pub of_client: usize,
    /// Proxies, which have the connections of all their clients.
    pub proxies: Vec<AddressRange>,
    /// Time that a client has for a body; each KB that arrives adds a second.
    pub body_time: Duration,
    /// Time within which a client must read some of a response.
    pub write_time: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            total: 2048,
            of_client: 256,
            proxies: Vec::new(),
            body_time: Duration::from_secs(20),
            write_time: Duration::from_secs(45),
        }
    }
}

/// Serves until `end` resolves, then waits up to 10 seconds for running responses to finish.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    limits: ConnectionLimits,
    end: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let slots = Arc::new(Semaphore::new(limits.total));
    let (body_time, write_time) = (limits.body_time, limits.write_time);
    let connections = Connections::new(limits.of_client, limits.proxies);
    let mut end = pin!(end);
    loop {
        if slots.available_permits() == 0 {
            connections.close_one();
        }
        let accepted = tokio::select! {
            () = &mut end => break,
            accepted = accept(&listener, &slots) => accepted,
        };
        let (stream, peer, slot) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, most likely.
                tracing::warn!(%error, "a connection was not accepted");
                connections.close_one();
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Some(entry) = connections.enter(peer.ip()) else {
            tracing::debug!("a client with too many connections was turned away");
            continue;
        };
        let (routes, entry) = (routes.clone(), Arc::new(entry));
        let service = Service { routes, peer, entry, body_time };
        spawn(stream, slot, service, write_time, &graceful);
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(DRAIN_TIMEOUT) => tracing::warn!("responses were cut off at shutdown"),
    }
}

async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> std::io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots).acquire_owned().await.map_err(std::io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, slot))
}

/// What answers the requests of a connection.
#[derive(Clone)]
struct Service {
    routes: Router,
    peer: SocketAddr,
    entry: Arc<Entry>,
    body_time: Duration,
}

/// Serves the requests of a connection until it ends, or until it must make room.
fn spawn(
    stream: TcpStream,
    slot: OwnedSemaphorePermit,
    service: Service,
    write_time: Duration,
    graceful: &GracefulShutdown,
) {
    drop(stream.set_nodelay(true));
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(write_time));
    let entry = Arc::clone(&service.entry);
    let service = hyper::service::service_fn(move |request| service.clone().answer(request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        tokio::select! {
            ended = connection => if let Err(error) = ended {
                tracing::debug!(%error, "a connection ended early");
            },
            () = entry.closed() => tracing::debug!("a waiting connection made room for another"),
        }
        drop(slot);
    });
}

impl Service {
    async fn answer(self, request: hyper::Request<Incoming>) -> Result<Response, Infallible> {
        if !names_one_host(request.uri().path(), request.headers()) {
            return Ok(without_host());
        }
        let answering = self.entry.answer();
        let (parts, body) = request.into_parts();
        let connection = Arc::clone(self.entry.connection());
        let body = RequestBody::new(body, connection, self.body_time);
        let lateness = body.lateness();
        let mut request = Request::from_parts(parts, Body::new(body));
        request.extensions_mut().insert(PeerAddress(self.peer));
        request.extensions_mut().insert(lateness);
        let response = self.routes.oneshot(request).await?;
        Ok(response.map(|body| Body::new(AnswerBody::new(body, answering))))
    }
}

/// The answer to a request that names no host, or several; its connection is closed.
fn without_host() -> Response {
    let close = [(header::CONNECTION, "close")];
    let words = "The request must have one Host header with the name of this server.\n";
    (StatusCode::BAD_REQUEST, close, words).into_response()
}
