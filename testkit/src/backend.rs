//! A backend with a fixed clock, a fixed master key and recordings in memory.

use earshot_backend::{Backend, Clock, Db, Limits, MasterKey, MediaStore};
use jiff::Timestamp;

/// The clock of tests, which stands at noon (UTC) on 15 June 2026 until it is advanced.
pub fn fixed_clock() -> Clock {
    Clock::fixed(instant("2026-06-15T12:00:00Z"))
}

/// Opens a backend over a database.
pub async fn open_backend(db: &Db, clock: &Clock, limits: Limits) -> Backend {
    let (key, media) = (MasterKey::new([7; 32]), MediaStore::in_memory());
    Backend::open(db.clone(), clock.clone(), key, limits, media).await.unwrap()
}

/// Reads an instant from its RFC 3339 text.
pub fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}
