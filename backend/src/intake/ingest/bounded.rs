//! An input that ends in an error when it is larger than it may be.

use std::{
    io::{self, ErrorKind, Read},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Reads at most so many bytes.
pub(super) struct Bounded<R> {
    input: R,
    left: u64,
    exceeded: Exceeded,
}

/// Tells whether an input was larger than it may be. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Exceeded(Arc<AtomicBool>);

impl Exceeded {
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl<R> Bounded<R> {
    pub(super) fn new(input: R, most: u64) -> (Self, Exceeded) {
        let exceeded = Exceeded::default();
        (Self { input, left: most, exceeded: exceeded.clone() }, exceeded)
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let Some(left) = self.left.checked_sub(read as u64) else {
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
    fn an_input_may_be_as_large_as_it_may_and_no_larger() {
        for (most, fits) in [(5, true), (4, false)] {
            let (mut input, exceeded) = Bounded::new(b"hello".as_slice(), most);
            assert_eq!(input.read_to_end(&mut Vec::new()).is_ok(), fits);
            assert_eq!(exceeded.is_set(), !fits);
        }
    }
}
