//! The whole state of the Calls page, as its address.

use crate::{CallFilter, CallId, FieldError, Parsed};

/// The list's whole state in the URL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// What is looked for.
    pub filter: CallFilter,
    /// What could not be read.
    pub errors: Vec<FieldError>,
    /// Where this page begins; opaque, checked by the store.
    pub cursor: Option<String>,
    /// The call that is open.
    pub expand: Option<CallId>,
    /// The moment of the opened call, in seconds from its start (`t=83`).
    pub moment: Option<u32>,
    /// The line of the opened call that is looked at, from 1.
    pub turn: Option<u32>,
    /// The first of the lines of a long transcript that are asked for, from 1.
    pub lines: Option<u32>,
    /// Whether the export form is open (`export=1`).
    pub export: bool,
}

impl ListQuery {
    /// Reads a query string; unknown names are ignored
    /// (docs/compatibility.md#decision-unknown-parameters).
    pub fn parse(query: &str) -> Self {
        let Parsed { filter, mut errors } = CallFilter::parse_query(query);
        let mut list = Self { filter, ..Self::default() };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (name.as_ref(), value.trim()) {
                (_, "") => {}
                ("cursor", value) => list.cursor = Some(value.to_owned()),
                ("export", value) => list.export = value == "1",
                // A moment that cannot be read opens the call at its start.
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

    /// The address of this state.
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

    /// The same list with another call open, or none.
    pub fn expanding(&self, expand: Option<CallId>) -> Self {
        Self { expand, moment: None, lines: None, turn: None, export: false, ..self.clone() }
    }

    /// The list of another page.
    pub fn at(&self, cursor: Option<String>) -> Self {
        Self { cursor, ..self.expanding(None) }
    }

    /// The same list with another line of the opened call looked at, or none.
    pub fn looking_at(&self, turn: Option<u32>) -> Self {
        Self { turn, lines: None, moment: None, ..self.clone() }
    }

    /// The same list with other lines of the opened call's transcript.
    pub fn showing(&self, lines: u32) -> Self {
        Self { lines: Some(lines), turn: None, moment: None, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_holds_the_whole_state() {
        let query = "project_id=front-desk&status=missed&sort=oldest&cursor=abc\
                     &expand=01890a5d-ac96-774b-bcce-b302099a8057&t=83&lines=401&turn=2&export=1";
        assert_eq!(ListQuery::parse(query).href(), format!("/calls?{query}"));
        assert_eq!(ListQuery::default().href(), "/calls");
    }
}
