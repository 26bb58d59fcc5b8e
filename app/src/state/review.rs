//! The opened call, and what outlives it on the page.

use earshot_domain::{CallRow, Review};
use leptos::prelude::*;

use crate::api::{ApiError, Loaded};

/// The opened call, loaded once for all parts of the page.
pub type ReviewResource = Loaded<Option<Result<Review, ApiError>>>;

/// The call that was changed last, for its row in the list.
#[derive(Clone, Copy)]
pub struct ChangedCall(pub RwSignal<Option<CallRow>>);

/// Whether playback skips long silences; remembered until the page is left.
#[derive(Clone, Copy)]
pub struct SkipSilence(pub RwSignal<bool>);
