//! The URL's query as a signal.

use earshot_domain::ListQuery;
use leptos::prelude::*;

/// The query of the URL, for every part of the page.
#[derive(Clone, Copy)]
pub struct PageQuery(pub Memo<String>);

impl PageQuery {
    /// Reads the query and tracks it.
    pub fn get(self) -> ListQuery {
        self.0.with(|query| ListQuery::parse(query))
    }

    /// Reads the query without tracking it.
    pub fn get_untracked(self) -> ListQuery {
        self.0.with_untracked(|query| ListQuery::parse(query))
    }

    /// Returns a value as it was typed, valid or not, without tracking it.
    pub fn typed(self, name: &str) -> String {
        self.0
            .with_untracked(|query| {
                let mut pairs = form_urlencoded::parse(query.as_bytes());
                pairs.find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
            })
            .unwrap_or_default()
    }
}
