//! Memory that a body of a stranger, of a key or of a phone system can take.

mod bodies;
mod commands;
mod doors;
mod measured;
mod reading;
mod stored;
