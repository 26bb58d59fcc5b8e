//! The list as the page shows it: the page loaded last, and how loading goes.

use earshot_domain::{CallsPage, Problem};
use leptos::prelude::*;

use crate::api::{ApiError, Loaded};

/// The page of the list that the URL selects.
pub type ListResource = Loaded<Result<CallsPage, ApiError>>;

/// The list on the page; what was loaded last stays until the next page of it is there.
#[derive(Clone, Copy)]
pub struct ShownList {
    /// The page loaded last.
    pub page: RwSignal<CallsPage>,
    /// Whether another one is being loaded.
    pub loading: RwSignal<bool>,
    /// Why the last one could not be loaded.
    pub problem: RwSignal<Option<Problem>>,
    source: ListResource,
}

impl ShownList {
    /// Creates the state from the first page; `query` is the part of the URL that selects the list.
    pub fn new(first: CallsPage, source: ListResource, query: Memo<String>) -> Self {
        let this = Self {
            page: RwSignal::new(first),
            loading: RwSignal::new(false),
            problem: RwSignal::new(None),
            source,
        };
        // Effects run in the browser only; the first page is here already.
        Effect::watch(move || query.get(), move |_, _, _| this.loading.set(true), false);
        Effect::watch(
            move || source.get(),
            move |loaded, _, _| {
                if let Some(loaded) = loaded {
                    this.show(loaded.clone());
                }
            },
            false,
        );
        this
    }

    /// Loads the page of the list again.
    pub fn reload(self) {
        self.loading.set(true);
        self.source.refetch();
    }

    fn show(self, loaded: Result<CallsPage, ApiError>) {
        self.loading.set(false);
        match loaded {
            Ok(page) => {
                self.problem.set(None);
                self.page.set(page);
            }
            Err(ApiError(problem)) => self.problem.set(Some(problem)),
        }
    }
}
