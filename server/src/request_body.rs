//! Request bodies that must arrive in time: in all, and at a minimum rate.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{BoxError, body::Bytes};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep};

use crate::connections::Connection;

/// Bytes of a body that give a client another second.
const BYTES_PER_SECOND: u64 = 1024;

/// Whether the body of a request came too late; in the extensions of the request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lateness(Arc<AtomicBool>);

impl Lateness {
    /// Whether the body came too late.
    pub(crate) fn is_late(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The body did not arrive in time.
#[derive(Debug, thiserror::Error)]
#[error("the body did not arrive in time")]
pub(crate) struct TooLate;

/// A body whose client has only so much time. Time in which the server does not read is not counted.
pub(crate) struct RequestBody<B = Incoming> {
    body: B,
    connection: Arc<Connection>,
    lateness: Lateness,
    /// Time that a client has for a body of no length.
    grace: Duration,
    /// Time for which the server has waited so far.
    waited: Duration,
    received: u64,
    waiting: Option<Waiting>,
}

struct Waiting {
    since: Instant,
    end: Pin<Box<Sleep>>,
}

impl<B> RequestBody<B> {
    /// Takes the body of a request on a connection.
    pub(crate) fn new(body: B, connection: Arc<Connection>, grace: Duration) -> Self {
        Self {
            body,
            connection,
            lateness: Lateness::default(),
            grace,
            waited: Duration::ZERO,
            received: 0,
            waiting: None,
        }
    }

    /// Tells later whether the body came too late.
    pub(crate) fn lateness(&self) -> Lateness {
        self.lateness.clone()
    }

    fn time_left(&self) -> Duration {
        let earned = Duration::from_secs(self.received / BYTES_PER_SECOND);
        self.grace.saturating_add(earned).saturating_sub(self.waited)
    }

    fn end_waiting(&mut self) {
        if let Some(waiting) = self.waiting.take() {
            self.waited = self.waited.saturating_add(waiting.since.elapsed());
            self.connection.set_waits(false);
        }
    }

    fn poll_late(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let left = self.time_left();
        let waiting = self.waiting.get_or_insert_with(|| Waiting {
            since: Instant::now(),
            end: Box::pin(tokio::time::sleep(left)),
        });
        self.connection.set_waits(true);
        waiting.end.as_mut().poll(context)
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for RequestBody<B>
where
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.lateness.is_late() {
            return Poll::Ready(Some(Err(TooLate.into())));
        }
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            self.end_waiting();
            if let Some(Ok(frame)) = &frame {
                let bytes = frame.data_ref().map_or(0, |data| data.len() as u64);
                self.received = self.received.saturating_add(bytes);
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        ready!(self.poll_late(context));
        self.end_waiting();
        self.lateness.0.store(true, Ordering::Relaxed);
        Poll::Ready(Some(Err(TooLate.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn every_kilobyte_earns_a_second() {
        let mut body = RequestBody::new(Body::default(), Arc::default(), Duration::from_secs(20));
        assert_eq!(body.time_left(), Duration::from_secs(20));
        (body.received, body.waited) = (1023, Duration::from_secs(15));
        assert_eq!(body.time_left(), Duration::from_secs(5));
        (body.received, body.waited) = (10_240, Duration::from_secs(29));
        assert_eq!(body.time_left(), Duration::from_secs(1));
        body.waited = Duration::from_secs(31);
        assert_eq!(body.time_left(), Duration::ZERO);
    }
}
