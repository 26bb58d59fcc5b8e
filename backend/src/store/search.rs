//! Searches of calls: a filter resolved for one viewer.

use earshot_domain::{CallFilter, CallId, IdentityId, OutcomeCode, ProjectId, TenantId, UserId};

/// Words as normalised in the index: lower-case letters without accents, and digits.
pub(crate) type Words = Vec<String>;

/// The conditions of a search.
#[derive(Debug, Clone)]
pub(crate) struct Search {
    pub(crate) filter: CallFilter,
    pub(crate) from_ms: Option<i64>,
    pub(crate) before_ms: Option<i64>,
    pub(crate) callers: Vec<CallerHash>,
    pub(crate) texts: Vec<Words>,
    pub(crate) assignees: Vec<Assignee>,
    pub(crate) tenant_id: TenantId,
    /// Tags, every one of which the call must have.
    pub(crate) all_tags: Vec<String>,
    /// The only calls that match; empty for no such limit.
    pub(crate) chosen: Vec<CallId>,
    /// Numbers and addresses of a contact whose calls alone match; `None` for no such limit.
    pub(crate) identities: Option<Vec<IdentityId>>,
}

/// The assignee of the calls searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Assignee {
    /// The viewer; matches no calls if they have no account.
    Viewer(Option<UserId>),
    Nobody,
    Person(String),
}

/// The hash by which a caller's number is looked up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct CallerHash {
    pub(crate) digits: CallerDigits,
    pub(crate) hash: Vec<u8>,
}

/// The part of a number that is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum CallerDigits {
    All,
    Last4,
    Last6,
    Last8,
}

impl CallerHash {
    /// A hash that no number has.
    pub(crate) const fn none() -> Self {
        Self { digits: CallerDigits::All, hash: Vec::new() }
    }
}

impl CallerDigits {
    /// The purpose of the hash, which keeps equal texts of different parts apart.
    pub(crate) const fn purpose(self) -> &'static str {
        match self {
            Self::All => "caller",
            Self::Last4 => "caller last 4",
            Self::Last6 => "caller last 6",
            Self::Last8 => "caller last 8",
        }
    }

    /// The number of last digits; `None` for the whole number.
    pub(crate) const fn length(self) -> Option<usize> {
        match self {
            Self::All => None,
            Self::Last4 => Some(4),
            Self::Last6 => Some(6),
            Self::Last8 => Some(8),
        }
    }

    /// The part with so many last digits.
    pub(crate) const fn of_length(length: usize) -> Self {
        match length {
            4 => Self::Last4,
            6 => Self::Last6,
            8 => Self::Last8,
            _ => Self::All,
        }
    }

    /// The column of calls that holds its hash.
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::All => "c.caller_hash",
            Self::Last4 => "c.caller_last4_hash",
            Self::Last6 => "c.caller_last6_hash",
            Self::Last8 => "c.caller_last8_hash",
        }
    }

    /// The column of identities that holds its hash.
    pub(super) const fn identity_column(self) -> &'static str {
        match self {
            Self::All => "s.value_hash",
            Self::Last4 => "s.last4_hash",
            Self::Last6 => "s.last6_hash",
            Self::Last8 => "s.last8_hash",
        }
    }
}

impl Search {
    /// Requires every one of these tags.
    pub(crate) fn with_tags(self, tags: &[String]) -> Self {
        Self { all_tags: tags.to_vec(), ..self }
    }

    /// Limits the search to these calls; none means no limit.
    pub(crate) fn only(self, calls: &[CallId]) -> Self {
        Self { chosen: calls.to_vec(), ..self }
    }

    /// Limits the search to calls of a contact's numbers and addresses.
    pub(crate) fn of_identities(self, identities: Option<&[IdentityId]>) -> Self {
        Self { identities: identities.map(<[_]>::to_vec), ..self }
    }

    /// Whether a call that matches does so for as long as it is stored: the search depends only on
    /// what is written once, when a call enters.
    pub(crate) fn is_lasting(&self) -> bool {
        let filter = &self.filter;
        let lasting = CallFilter {
            project: filter.project.clone(),
            from: filter.from.clone(),
            to: filter.to.clone(),
            sentiment: filter.sentiment.clone(),
            channel: filter.channel.clone(),
            direction: filter.direction.clone(),
            sort: filter.sort,
            ..CallFilter::default()
        };
        // A call whose length changes moves within the order, and a batch may pass it over.
        *filter == lasting
            && !filter.sort.by_duration()
            && self.all_tags.is_empty()
            && self.identities.is_none()
    }

    /// Whether calls without an outcome match.
    pub(crate) fn wants_unclassified(&self) -> bool {
        self.filter.outcome.iter().any(|code| code.as_str() == OutcomeCode::UNCLASSIFIED)
    }
}

/// The word that marks every entry of a project in the index. It begins with a sign that words of a
/// text do not have, so no searched word is a prefix of it.
pub(crate) fn project_word(project_id: ProjectId) -> String {
    format!("§{}", project_id.to_string().replace('-', ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids;

    fn search(query: &str) -> Search {
        Search {
            filter: CallFilter::parse_query(query).filter,
            from_ms: None,
            before_ms: None,
            callers: Vec::new(),
            texts: Vec::new(),
            assignees: Vec::new(),
            tenant_id: TenantId::new(ids::fresh()),
            all_tags: Vec::new(),
            chosen: Vec::new(),
            identities: None,
        }
    }

    #[test]
    fn a_search_lasts_unless_what_it_depends_on_can_change() {
        for query in ["", "from=2026-06-01&to=2026-06-30&channel=voice", "sort=oldest"] {
            assert!(search(query).is_lasting(), "{query}");
        }
        let chosen = [CallId::new(ids::fresh())];
        assert!(search("").only(&chosen).is_lasting());
        for query in ["status=completed", "tag=vip", "q=harbour", "assignee=me", "sort=longest"] {
            assert!(!search(query).is_lasting(), "{query}");
        }
        assert!(!search("").with_tags(&["vip".to_owned()]).is_lasting());
        assert!(!search("").of_identities(Some(&[])).is_lasting());
    }
}
