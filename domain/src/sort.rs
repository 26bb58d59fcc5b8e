//! Sort order of the list.

use crate::code::codes;

codes! {
    /// Sort order of the list; ties are broken by the call's id.
    Sort {
        /// Latest start first.
        Newest = "newest", "Newest first";
        /// Earliest start first.
        Oldest = "oldest", "Oldest first";
        /// Longest call first.
        Longest = "longest", "Longest first";
        /// Shortest call first.
        Shortest = "shortest", "Shortest first";
    }
}

impl Sort {
    /// Whether the order is by length rather than by time.
    pub const fn by_duration(self) -> bool {
        matches!(self, Self::Longest | Self::Shortest)
    }

    /// Whether large values come first.
    pub const fn descending(self) -> bool {
        matches!(self, Self::Newest | Self::Longest)
    }
}
