//! Input of limited size: reading past the limit is an error.

use std::{
    io::{self, ErrorKind, Read},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// A reader of at most `left` further bytes.
pub(super) struct Bounded<R> {
    input: R,
    left: u64,
    exceeded: Exceeded,
}

/// Whether an input was larger than its limit. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Exceeded(Arc<AtomicBool>);

impl Exceeded {
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl<R> Bounded<R> {
    pub(super) fn new(input: R, limit: u64) -> (Self, Exceeded) {
        let exceeded = Exceeded::default();
        (Self { input, left: limit, exceeded: exceeded.clone() }, exceeded)
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let Some(left) = u64::try_from(read).ok().and_then(|read| self.left.checked_sub(read))
        else {
            self.exceeded.0.store(true, Ordering::Relaxed);
            return Err(io::Error::new(ErrorKind::FileTooLarge, "too large"));
        };
        self.left = left;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn input_up_to_its_limit_is_read_and_no_more() {
        for (limit, fits) in [(5, true), (4, false)] {
            let (mut input, exceeded) = Bounded::new(b"hello".as_slice(), limit);
            assert_eq!(input.read_to_end(&mut Vec::new()).is_ok(), fits);
            assert_eq!(exceeded.is_set(), !fits);
        }
    }
}
