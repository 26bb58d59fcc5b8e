//! The URL of the Calls page, which contains its whole state.

use crate::{CallFilter, CallId, FieldError, ParsedFilter};

/// State of the Calls page as in its URL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Filter.
    pub filter: CallFilter,
    /// Errors by field.
    pub errors: Vec<FieldError>,
    /// Cursor of the page; opaque, checked by the store.
    pub cursor: Option<String>,
    /// The expanded call.
    pub expand: Option<CallId>,
    /// Playback position in the expanded call, in seconds from its start (`t=83`).
    pub moment: Option<u32>,
    /// The selected line of the expanded call, from 1.
    pub turn: Option<u32>,
    /// The first line to load of a long transcript, from 1.
    pub lines: Option<u32>,
    /// Whether the export form is open (`export=1`).
    pub export: bool,
}

impl ListQuery {
    /// Parses a query string; unknown names are ignored
    /// (docs/compatibility.md#decision-unknown-parameters).
    pub fn parse(query: &str) -> Self {
        let ParsedFilter { filter, mut errors } = CallFilter::parse_query(query);
        let mut list = Self { filter, ..Self::default() };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (name.as_ref(), value.trim()) {
                (_, "") => {}
                ("cursor", value) => list.cursor = Some(value.to_owned()),
                ("export", value) => list.export = value == "1",
                // An invalid position opens the call at its start.
                ("t", value) => list.moment = value.parse().ok(),
                ("lines", value) => list.lines = value.parse().ok().filter(|line| *line > 0),
                ("turn", value) => list.turn = value.parse().ok().filter(|turn| *turn > 0),
                ("expand", value) => match value.parse() {
                    Ok(id) => list.expand = Some(id),
                    Err(_) => errors.push(FieldError::new("expand", "must be the id of a call")),
                },
                _ => {}
            }
        }
        list.errors = errors;
        list
    }

    /// Returns the URL of this state.
    pub fn href(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(self.filter.to_query());
        if let Some(cursor) = &self.cursor {
            query.append_pair("cursor", cursor);
        }
        if let Some(id) = &self.expand {
            query.append_pair("expand", &id.to_string());
        }
        if let Some(moment) = self.moment.filter(|_| self.expand.is_some()) {
            query.append_pair("t", &moment.to_string());
        }
        if let Some(lines) = self.lines.filter(|_| self.expand.is_some()) {
            query.append_pair("lines", &lines.to_string());
        }
        if let Some(turn) = self.turn.filter(|_| self.expand.is_some()) {
            query.append_pair("turn", &turn.to_string());
        }
        if self.export {
            query.append_pair("export", "1");
        }
        let query = query.finish();
        if query.is_empty() { "/calls".to_owned() } else { format!("/calls?{query}") }
    }

    /// Whether it opens a call and nothing that has a place of its own, such as a line of it.
    pub fn links_to(&self, call: CallId) -> bool {
        self.expand == Some(call) && self.turn.is_none() && !self.export
    }

    /// Returns the state with another call expanded, or none.
    pub fn with_expanded(&self, expand: Option<CallId>) -> Self {
        Self { expand, moment: None, lines: None, turn: None, export: false, ..self.clone() }
    }

    /// Returns the state of another page of the list.
    pub fn with_cursor(&self, cursor: Option<String>) -> Self {
        Self { cursor, ..self.with_expanded(None) }
    }

    /// Returns the state with another line of the expanded call selected, or none.
    pub fn with_turn(&self, turn: Option<u32>) -> Self {
        Self { turn, lines: None, moment: None, ..self.clone() }
    }

    /// Returns the state with other lines of the expanded call's transcript.
    pub fn with_lines(&self, lines: u32) -> Self {
        Self { lines: Some(lines), turn: None, moment: None, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_contains_the_whole_state() {
        let query = "project_id=front-desk&status=missed&sort=oldest&cursor=abc\
                     &expand=01890a5d-ac96-774b-bcce-b302099a8057&t=83&lines=401&turn=2&export=1";
        assert_eq!(ListQuery::parse(query).href(), format!("/calls?{query}"));
        assert_eq!(ListQuery::default().href(), "/calls");
    }
}
