//! Icons as inline SVG, drawn in the text's colour and hidden from screen readers.

use leptos::prelude::*;

use super::Erased;

/// The symbol of an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    /// The product's mark: sound arriving.
    Mark,
    /// A telephone.
    Calls,
    /// Two people.
    Contacts,
    /// A file going out.
    Export,
    /// A list with a tick.
    Activity,
    /// A question mark.
    Help,
    /// A cog wheel.
    Settings,
    /// A person.
    Account,
    /// A microphone.
    Recording,
    /// A cross.
    Close,
    /// A magnifying glass.
    Search,
    /// Sliders.
    Filters,
    /// A triangle.
    Play,
    /// Two bars.
    Pause,
}

impl Symbol {
    const fn path(self) -> &'static str {
        match self {
            Self::Mark => "M4 10v4M8 6v12M12 3v18M16 7v10M20 10v4",
            Self::Calls => {
                "M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a2 2 0 0 1-2 2A15 15 0 0 1 4 5a2 2 0 0 1 2-2z"
            }
            Self::Contacts => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.8-3.6 3.2-5 6.5-5s5.7 1.4 6.5 5M16 4.5a3.5 3.5 0 0 1 0 6.5M18 15.2c1.9.7 3 2.3 3.5 4.8"
            }
            Self::Export => "M12 3v11M8 10l4 4 4-4M4 17v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-2",
            Self::Activity => "M9 6h11M9 12h11M9 18h11M3.5 6l1 1 2-2M3.5 12l1 1 2-2M3.5 18l1 1 2-2",
            Self::Help => {
                "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.2"
            }
            Self::Settings => {
                "M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M5.3 18.7l2.1-2.1M16.6 7.4l2.1-2.1"
            }
            Self::Account => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-5.5 8-5.5s7 1.5 8 5.5",
            Self::Recording => {
                "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM6 11v1a6 6 0 0 0 12 0v-1M12 18v3"
            }
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Search => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
            Self::Filters => "M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4",
            Self::Play => "M7 4.5v15l12-7.5z",
            Self::Pause => "M8 5v14M16 5v14",
        }
    }
}

/// One icon.
#[component]
pub fn Icon(
    /// The symbol.
    symbol: Symbol,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=symbol.path()/>
        </svg>
    }
    .erased()
}
