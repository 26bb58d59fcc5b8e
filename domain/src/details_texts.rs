//! Every free text of a call's details, to be changed in place.

use serde_json::Value;

use crate::{CallDetails, Citation, Csat, FunctionCall, Leg, ReviewEvent};

impl CallDetails {
    /// Passes on every text that a source or a person wrote freely. Ids, codes, times, the audience and the
    /// name of the recording, by which a call is found, are not passed on.
    pub fn for_each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        // Every field is named, so that a new one needs a decision.
        let Self {
            legs,
            function_calls,
            costs: _,
            analysis,
            transfer_destination,
            audience: _,
            priority: _,
            agent_sentiment: _,
            csat,
            tags,
            skills,
            citations,
            notes,
            review_events,
            consent: _,
            playback_compliance: _,
            recording: _,
        } = self;
        for Leg { call_to, .. } in legs {
            change(call_to);
        }
        for FunctionCall { function, parameters, result, timestamp: _ } in function_calls {
            change(function);
            for_each_text_of(parameters, change);
            if let Some(result) = result {
                for_each_text_of(result, change);
            }
        }
        if let Some(analysis) = analysis {
            for_each_text_of(analysis, change);
        }
        let comment = csat.as_mut().and_then(|Csat { comment, .. }| comment.as_mut());
        transfer_destination.iter_mut().chain(comment).for_each(&mut *change);
        tags.iter_mut().chain(skills).chain(notes).for_each(&mut *change);
        for Citation { title, url } in citations {
            change(title);
            url.iter_mut().for_each(&mut *change);
        }
        for ReviewEvent { event, author, reason, at: _ } in review_events {
            change(event);
            change(author);
            reason.iter_mut().for_each(&mut *change);
        }
    }
}

/// Passes on the texts of a source's JSON; a name of a field is one too.
pub fn for_each_text_of(value: &mut Value, change: &mut dyn FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| for_each_text_of(item, change)),
        Value::Object(fields) => {
            let taken = std::mem::take(fields);
            for (mut name, mut value) in taken {
                for_each_text_of(&mut value, change);
                change(&mut name);
                // Two names can be the same without what was personal in them.
                while fields.contains_key(&name) {
                    name.push('\'');
                }
                fields.insert(name, value);
            }
        }
        Value::Number(number) => {
            let mut text = number.to_string();
            change(&mut text);
            if text != number.to_string() {
                *value = Value::String(text);
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_of_every_depth_are_changed_and_codes_are_not() {
        let mut details: CallDetails = serde_json::from_value(json!({
            "function_calls": [{
                "function": "Ann",
                "parameters": { "Ann": ["Ann", 7, { "who": "Ann" }], "ann": null, "n": 12 },
                "timestamp": "Ann",
            }],
            "analysis": { "said by": "Ann" },
            "audience": "Ann",
            "priority": "high",
            "csat": { "rating": 5, "comment": "Ann" },
            "tags": ["Ann"],
            "notes": ["Ann"],
            "citations": [{ "title": "Ann", "url": "Ann" }],
            "review_events": [{ "event": "e", "author": "Ann", "at": "Ann", "reason": "Ann" }],
            "recording": { "file_name": "Ann" },
        }))
        .unwrap();
        let mut hidden = 0;
        details.for_each_text(&mut |text| {
            if text == "Ann" || text == "12" {
                "ann".clone_into(text);
                hidden += 1;
            }
        });
        assert_eq!(hidden, 13);
        let value = serde_json::to_value(&details).unwrap();
        assert_eq!(
            value["function_calls"][0]["parameters"],
            json!({ "ann": ["ann", 7, { "who": "ann" }], "ann'": null, "n": "ann" })
        );
        assert_eq!(value.to_string().matches("Ann").count(), 4, "{value}");
    }
}
