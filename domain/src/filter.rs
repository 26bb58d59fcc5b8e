//! The filter shared by list, count, chips and export, and its query string.

use serde::{Deserialize, Serialize};

use crate::{
    Bound, Channel, Direction, FieldError, OutcomeCode, Sentiment, Slug, Sort, Status,
    code::codes,
    review::ReviewState,
    values::{add, one_of, text},
};

codes! {
    /// Parameter of the filter in URLs, forms and APIs.
    FilterParameter {
        /// The project's slug.
        ProjectId = "project_id", "Project";
        /// First day or instant.
        From = "from", "From";
        /// Last day, or the instant before which calls started.
        To = "to", "To";
        /// Statuses.
        Status = "status", "Status";
        /// Calling number.
        Caller = "caller", "Caller";
        /// Agent that answered.
        Agent = "agent", "Agent";
        /// Outcomes.
        Outcome = "outcome", "Outcome";
        /// Sentiments of the callers.
        Sentiment = "sentiment", "Sentiment";
        /// Channels.
        Channel = "channel", "Channel";
        /// Directions.
        Direction = "direction", "Direction";
        /// Tags.
        Tag = "tag", "Tag";
        /// Whether there is a recording.
        HasRecording = "has_recording", "Recording";
        /// State of the follow-up.
        ReviewState = "review_state", "Follow-up";
        /// Assignees.
        Assignee = "assignee", "Assigned to";
        /// Words in summary and transcript.
        Q = "q", "Text";
        /// Sort order.
        Sort = "sort", "Order";
    }
}

/// Longest tag in a filter, in characters. A longer tag of a source is shown with its call, and is
/// not searched for.
pub const MAX_SEARCHED_TAG: usize = 200;

/// Conditions on the list of calls. Several values of one field are alternatives, and all fields
/// must match; an empty field matches every call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CallFilter {
    /// The project; required if the person has several.
    pub project: Option<Slug>,
    /// Earliest start.
    pub from: Option<Bound>,
    /// Latest start.
    pub to: Option<Bound>,
    /// Statuses.
    pub status: Vec<Status>,
    /// Full numbers, or their last four digits or more.
    pub caller: Vec<String>,
    /// Agents, by their exact name.
    pub agent: Vec<String>,
    /// Outcomes; `unclassified` selects calls without one.
    pub outcome: Vec<OutcomeCode>,
    /// Sentiments.
    pub sentiment: Vec<Sentiment>,
    /// Channels.
    pub channel: Vec<Channel>,
    /// Directions.
    #[serde(default)]
    pub direction: Vec<Direction>,
    /// Tags, from the source or from people, by their exact text.
    #[serde(default)]
    pub tag: Vec<String>,
    /// Calls with, or without, a recording.
    pub has_recording: Option<bool>,
    /// Calls whose source names a recording that has not been received; they have none.
    #[serde(default)]
    pub not_received: bool,
    /// State of the follow-up.
    pub review_state: Vec<ReviewState>,
    /// E-mail addresses, `me` or `nobody`.
    pub assignee: Vec<String>,
    /// Words, each of which must be the prefix of a word in summary or transcript.
    pub q: Vec<String>,
    /// Sort order.
    pub sort: Sort,
}

impl Default for CallFilter {
    fn default() -> Self {
        Self {
            project: None,
            from: None,
            to: None,
            status: Vec::new(),
            caller: Vec::new(),
            agent: Vec::new(),
            outcome: Vec::new(),
            sentiment: Vec::new(),
            channel: Vec::new(),
            direction: Vec::new(),
            tag: Vec::new(),
            has_recording: None,
            not_received: false,
            review_state: Vec::new(),
            assignee: Vec::new(),
            q: Vec::new(),
            sort: Sort::Newest,
        }
    }
}

/// A parsed filter, with the errors of invalid values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParsedFilter {
    /// The valid part.
    pub filter: CallFilter,
    /// Errors by field.
    pub errors: Vec<FieldError>,
}

impl CallFilter {
    /// Value of [`FilterParameter::HasRecording`] for recordings that have not been received.
    pub const NOT_RECEIVED: &'static str = "not_received";
    /// Assignee value for the viewer.
    pub const ME: &'static str = "me";
    /// Assignee value for unassigned calls.
    pub const NOBODY: &'static str = "nobody";

    /// Parses name–value pairs; unknown names and blank values are ignored.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> ParsedFilter {
        let mut parsed = ParsedFilter::default();
        for (name, value) in pairs {
            let (Ok(parameter), value) = (name.parse(), value.trim()) else { continue };
            if value.is_empty() {
                continue;
            }
            if let Err(error) = parsed.filter.take(parameter, value) {
                parsed.errors.push(error);
            }
        }
        parsed.errors.extend(parsed.filter.reversed_dates());
        parsed
    }

    /// Parses a query string or a URL-encoded form.
    pub fn parse_query(query: &str) -> ParsedFilter {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        Self::parse(pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())))
    }

    fn take(&mut self, parameter: FilterParameter, value: &str) -> Result<(), FieldError> {
        use FilterParameter as P;
        let name = parameter.as_str();
        match parameter {
            P::ProjectId => self.project = Some(Slug::parse(name, value)?),
            P::From => self.from = Some(Bound::parse(parameter, value)?),
            P::To => self.to = Some(Bound::parse(parameter, value)?),
            P::Status => add(&mut self.status, one_of(name, value, Status::ALL)?, name)?,
            P::Sentiment => add(&mut self.sentiment, one_of(name, value, Sentiment::ALL)?, name)?,
            P::Channel => add(&mut self.channel, one_of(name, value, Channel::ALL)?, name)?,
            P::Direction => add(&mut self.direction, one_of(name, value, Direction::ALL)?, name)?,
            P::Tag => add(&mut self.tag, text(name, value, MAX_SEARCHED_TAG)?, name)?,
            P::ReviewState => {
                add(&mut self.review_state, one_of(name, value, ReviewState::ALL)?, name)?;
            }
            P::Assignee => add(&mut self.assignee, text(name, value, 254)?, name)?,
            P::Sort => self.sort = one_of(name, value, Sort::ALL)?,
            P::Caller => add(&mut self.caller, text(name, value, 255)?, name)?,
            P::Agent => add(&mut self.agent, text(name, value, 200)?, name)?,
            P::Q => add(&mut self.q, text(name, value, 128)?, name)?,
            P::Outcome => {
                let code = text(name, value, 100)?;
                let outcome = OutcomeCode::from_label(&code)
                    .ok_or_else(|| FieldError::new(name, "must contain a letter or a digit"))?;
                add(&mut self.outcome, outcome, name)?;
            }
            P::HasRecording => {
                (self.has_recording, self.not_received) = match value {
                    "true" => (Some(true), false),
                    "false" => (Some(false), false),
                    Self::NOT_RECEIVED => (Some(false), true),
                    _ => {
                        let message = "must be true, false or not_received";
                        return Err(FieldError::new(name, message));
                    }
                };
            }
        }
        Ok(())
    }

    fn reversed_dates(&self) -> Option<FieldError> {
        match (&self.from, &self.to) {
            (Some(Bound::Day(from)), Some(Bound::Day(to))) if from > to => {
                Some(FieldError::new("to", "must not be earlier than the start"))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Day;

    fn fields(query: &str) -> Vec<String> {
        CallFilter::parse_query(query).errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn invalid_values_are_reported_by_field() {
        assert_eq!(fields("status=gone"), ["status"]);
        assert_eq!(fields("from=2026-02-30"), ["from"]);
        assert_eq!(fields("from=2026-05-02&to=2026-05-01"), ["to"]);
        assert_eq!(fields(&format!("q={}", "x".repeat(129))), ["q"]);
        assert_eq!(fields("has_recording=maybe&sort=colour"), ["has_recording", "sort"]);
        assert_eq!(fields("project_id=Front%20Desk"), ["project_id"]);
        assert_eq!(fields("direction=sideways"), ["direction"]);
        assert_eq!(fields(&format!("tag={}", "x".repeat(201))), ["tag"]);
    }

    #[test]
    fn unknown_names_and_blanks_are_ignored() {
        let parsed = CallFilter::parse_query("utm_source=mail&status=&agent=%20");
        assert_eq!(parsed, ParsedFilter::default());
    }

    #[test]
    fn repeated_values_are_alternatives() {
        let filter = CallFilter::parse_query("status=missed&status=failed&status=missed").filter;
        assert_eq!(filter.status, [Status::Missed, Status::Failed]);
        let remaining = filter.without(FilterParameter::Status, "missed");
        assert_eq!(remaining.status, [Status::Failed]);
    }

    proptest! {
        #[test]
        fn a_filter_round_trips_through_its_query(
            agents in prop::collection::vec("[^\\s\0][^\0]{0,30}[^\\s\0]", 0..3),
            q in prop::option::of("[^\\s\0][^\0]{0,60}[^\\s\0]"),
            day in 1u8..29, has in prop::option::of(any::<bool>()), not_received in any::<bool>(),
            status in prop::sample::subsequence(Status::ALL.to_vec(), 0..4),
            direction in prop::sample::subsequence(Direction::ALL.to_vec(), 0..3),
            tag in prop::option::of("[^\\s\0][^\0]{0,60}[^\\s\0]"),
            sort in prop::sample::select(Sort::ALL.to_vec()),
        ) {
            let mut agent = agents;
            agent.sort();
            agent.dedup();
            let filter = CallFilter {
                from: Some(Bound::Day(Day::new(2026, 5, day).unwrap())),
                to: Some(Bound::Instant("2026-06-01T00:00:00+01:00".to_owned())),
                q: q.into_iter().collect(), agent, status, sort,
                has_recording: if not_received { Some(false) } else { has }, not_received,
                direction, tag: tag.into_iter().collect(),
                ..CallFilter::default()
            };
            let parsed = CallFilter::parse_query(&filter.to_query());
            prop_assert_eq!(parsed, ParsedFilter { filter, errors: Vec::new() });
        }
    }
}
