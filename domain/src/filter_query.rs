//! Filters as name–value pairs and query strings, which parse to the same filter.

use crate::{CallFilter, FilterParameter, Sort};

impl CallFilter {
    /// Returns the filter as name–value pairs in the order of a URL, without defaults.
    pub fn pairs(&self) -> Vec<(FilterParameter, String)> {
        use FilterParameter as P;
        let mut pairs = Vec::new();
        let mut put = |parameter, value: &str| pairs.push((parameter, value.to_owned()));
        if let Some(project) = &self.project {
            put(P::ProjectId, project.as_str());
        }
        if let Some(from) = &self.from {
            put(P::From, &from.as_text());
        }
        if let Some(to) = &self.to {
            put(P::To, &to.as_text());
        }
        self.status.iter().for_each(|status| put(P::Status, status.as_str()));
        self.caller.iter().for_each(|caller| put(P::Caller, caller));
        self.agent.iter().for_each(|agent| put(P::Agent, agent));
        self.outcome.iter().for_each(|outcome| put(P::Outcome, outcome.as_str()));
        self.sentiment.iter().for_each(|sentiment| put(P::Sentiment, sentiment.as_str()));
        self.channel.iter().for_each(|channel| put(P::Channel, channel.as_str()));
        self.direction.iter().for_each(|direction| put(P::Direction, direction.as_str()));
        self.tag.iter().for_each(|tag| put(P::Tag, tag));
        match self.has_recording {
            _ if self.not_received => put(P::HasRecording, Self::NOT_RECEIVED),
            Some(true) => put(P::HasRecording, "true"),
            Some(false) => put(P::HasRecording, "false"),
            None => {}
        }
        self.review_state.iter().for_each(|state| put(P::ReviewState, state.as_str()));
        self.assignee.iter().for_each(|assignee| put(P::Assignee, assignee));
        self.q.iter().for_each(|words| put(P::Q, words));
        if self.sort != Sort::Newest {
            put(P::Sort, self.sort.as_str());
        }
        pairs
    }

    /// Returns the filter as a query string without `?`, which parses to the same filter.
    pub fn to_query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (parameter, value) in self.pairs() {
            query.append_pair(parameter.as_str(), &value);
        }
        query.finish()
    }

    /// Returns the filter without one of its values, as after removing a chip.
    pub fn without(&self, parameter: FilterParameter, value: &str) -> Self {
        let pairs = self.pairs();
        let remaining = pairs
            .iter()
            .filter(|(name, text)| *name != parameter || text != value)
            .map(|(name, text)| (name.as_str(), text.as_str()));
        Self::parse(remaining).filter
    }
}
