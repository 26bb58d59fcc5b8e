//! Filters in words, for chips, histories and manifests.

use crate::{CallFilter, Channel, Day, Direction, FilterParameter, OutcomeCode};

impl FilterParameter {
    /// Describes one value of the parameter with its label.
    pub fn describe(self, value: &str) -> String {
        let label = |text: &str| {
            OutcomeCode::from_label(text).map_or_else(|| text.to_owned(), |code| code.label())
        };
        let value = match self {
            Self::From | Self::To => value.parse().map_or_else(|_| value.to_owned(), Day::label),
            Self::Status | Self::Outcome | Self::Sentiment | Self::Sort | Self::ReviewState => {
                label(value)
            }
            Self::Channel => value
                .parse()
                .map_or_else(|_| value.to_owned(), |channel: Channel| channel.label().to_owned()),
            Self::Direction => value.parse().map_or_else(
                |_| value.to_owned(),
                |direction: Direction| direction.label().to_owned(),
            ),
            Self::HasRecording => match value {
                "true" => "yes",
                CallFilter::NOT_RECEIVED => "not received",
                _ => "no",
            }
            .to_owned(),
            Self::Assignee if value == CallFilter::ME => "me".to_owned(),
            Self::Assignee if value == CallFilter::NOBODY => "nobody".to_owned(),
            Self::ProjectId | Self::Assignee | Self::Caller | Self::Agent | Self::Tag => {
                value.to_owned()
            }
            Self::Q => format!("“{value}”"),
        };
        format!("{}: {value}", self.label())
    }
}

impl CallFilter {
    /// Describes the whole filter.
    pub fn describe(&self) -> String {
        let pairs = self.pairs();
        let parts: Vec<String> =
            pairs.iter().map(|(parameter, value)| parameter.describe(value)).collect();
        if parts.is_empty() { "All calls".to_owned() } else { parts.join(", ") }
    }
}
