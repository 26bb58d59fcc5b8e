//! A call in a bundle: what of it the person may read.

use std::borrow::Cow;

use earshot_domain::{
    CallDetails, CallSpan, Customer, OutcomeCode, Speaker, TranscriptState, Turn, format_duration,
};
use serde::Deserialize;

use crate::{
    Error,
    access::rfc3339,
    calls::seconds,
    exports::{
        call_files::spoken_by,
        encoding::{
            encoder::{Conversation, FileContext},
            subject::Subject,
        },
    },
    privacy::{encryption::Sealed, masking::FileMask},
};

/// A call, opened.
pub(super) struct SubjectCall<'c> {
    context: &'c FileContext,
    subject: &'c Subject,
    pub(super) conversation: &'c Conversation,
    customer: Option<Customer>,
    details: CallDetails,
    raw: Option<RawText>,
}

/// A message of a call.
pub(super) struct Message {
    /// `person`, `agent` or `system`.
    pub(super) speaker: &'static str,
    pub(super) label: Cow<'static, str>,
    pub(super) offset_ms: Option<i64>,
    pub(super) text: String,
}

/// A fact about the call: its name in JSON and in text, and its value.
pub(super) type Fact = (&'static str, &'static str, String);

/// Text before redaction, as it is sealed.
#[derive(Deserialize)]
struct RawText {
    summary: Option<String>,
    turns: Vec<RawTurn>,
}

#[derive(Deserialize)]
struct RawTurn {
    text: String,
}

impl<'c> SubjectCall<'c> {
    pub(super) fn open(
        context: &'c FileContext,
        subject: &'c Subject,
        conversation: &'c Conversation,
    ) -> Result<Self, Error> {
        let row = &conversation.row;
        let open = |kind, sealed: &Option<Vec<u8>>| {
            let open = |sealed: &Vec<u8>| context.key.open_text(kind, row.cells.id, sealed);
            sealed.as_ref().map(open).transpose()
        };
        let customer = open(Sealed::Customer, &row.customer_encrypted)?;
        let customer = customer.map(|text| serde_json::from_str::<Customer>(&text)).transpose()?;
        let raw = open(Sealed::RawText, &conversation.raw_text)?;
        Ok(Self {
            context,
            subject,
            conversation,
            customer: customer.filter(|customer| customer.identity_verified == Some(true)),
            details: serde_json::from_str(&row.details)?,
            raw: raw.map(|text| serde_json::from_str(&text)).transpose()?,
        })
    }

    /// Whether the source verified somebody else on this call.
    pub(super) fn is_of_another(&self) -> bool {
        self.customer.as_ref().is_some_and(|customer| self.subject.differs_from(customer))
    }

    /// Whether the text before redaction is kept.
    pub(super) const fn has_raw_text(&self) -> bool {
        self.raw.is_some()
    }

    /// Why there are no messages.
    pub(super) fn unreadable(&self) -> Option<&'static str> {
        match self.conversation.row.transcript_state {
            TranscriptState::Available => None,
            state => Some(state.explanation()),
        }
    }

    /// The messages; none of a transcript that cannot be read.
    pub(super) fn messages(&self) -> Result<Vec<Message>, Error> {
        if self.unreadable().is_some() {
            return Ok(Vec::new());
        }
        let row = &self.conversation.row;
        let turns: Vec<Turn> = serde_json::from_str(&row.turns)?;
        let raw = self.raw.as_ref().filter(|raw| raw.turns.len() == turns.len());
        let span = CallSpan::of_call(row.cells.started_at, row.ended_at, row.cells.total_seconds);
        let message = |(n, turn): (usize, Turn)| {
            let own = Subject::speaks(row.direction, turn.speaker);
            let text = match raw.map(|raw| raw.turns[n].text.as_str()) {
                Some(raw) if own => self.subject.own_words(raw),
                Some(raw) => self.subject.others_words(raw),
                None => turn.text,
            };
            let (speaker, label) = match turn.speaker {
                Speaker::Caller if own => ("person", "Person"),
                other => (other.as_str(), other.label()),
            };
            let label = spoken_by(label, turn.offset_ms.map(|offset| span.place(offset)));
            Message { speaker, label, offset_ms: turn.offset_ms, text }
        };
        Ok(turns.into_iter().enumerate().map(message).collect())
    }

    /// The facts about the call, without anything that staff wrote.
    pub(super) fn facts(&self) -> Result<Vec<Fact>, Error> {
        let row = &self.conversation.row;
        let zone = &self.context.zone;
        let mut facts = vec![
            ("call_id", "Call", row.cells.id.to_string()),
            ("project", "Project", self.conversation.project.clone()),
            ("started_at", "Started", rfc3339(row.cells.started_at, zone)?),
        ];
        if let Some(at) = row.ended_at {
            facts.push(("ended_at", "Ended", rfc3339(at, zone)?));
        }
        facts.extend([
            ("channel", "Channel", row.cells.channel.label().to_owned()),
            ("direction", "Direction", row.direction.label().to_owned()),
            ("status", "Status", row.cells.status.label().to_owned()),
            ("duration", "Duration", format_duration(seconds(row.cells.total_seconds)?)),
        ]);
        facts.extend(self.numbers()?);
        facts.extend(self.verified());
        let summary = match &self.raw {
            Some(raw) => raw.summary.as_deref().map(|text| self.subject.others_words(text)),
            None => row.cells.summary.clone(),
        };
        let csat = self.details.csat.as_ref();
        let optional = [
            ("outcome", "Outcome", row.outcome.as_ref().map(OutcomeCode::label)),
            ("sentiment", "Sentiment", row.sentiment.map(|mood| mood.label().to_owned())),
            ("rating", "Rating", csat.map(|csat| csat.rating.to_string())),
            ("comment", "Comment", csat.and_then(|csat| csat.comment.clone())),
            ("summary", "Summary", summary),
        ];
        let filled = |(name, label, value): (_, _, Option<String>)| Some((name, label, value?));
        facts.extend(optional.into_iter().filter_map(filled));
        Ok(facts)
    }

    /// Both numbers, of which only the person's own is whole.
    fn numbers(&self) -> Result<Vec<Fact>, Error> {
        let row = &self.conversation.row;
        let number = |kind, sealed: &Option<Vec<u8>>| -> Result<Option<String>, Error> {
            let Some(sealed) = sealed else { return Ok(None) };
            let number = self.context.key.open_text(kind, row.cells.id, sealed)?;
            let own = self.subject.has_number(&number);
            let mask = if own { FileMask::Full } else { FileMask::LastFour };
            Ok(Some(mask.cell(Some(&number))))
        };
        let caller = number(Sealed::Caller, &row.cells.caller_encrypted)?;
        let callee = number(Sealed::Callee, &row.callee_encrypted)?;
        let facts = [("caller", "Caller number", caller), ("callee", "Called number", callee)];
        Ok(facts
            .into_iter()
            .filter_map(|(name, label, value)| Some((name, label, value?)))
            .collect())
    }

    /// What the source verified of the person.
    fn verified(&self) -> Vec<Fact> {
        let Some(customer) = &self.customer else { return Vec::new() };
        let Customer { name, email, phone, company, .. } = customer;
        let subject = self.subject;
        let own_name = name.as_ref().filter(|name| subject.has_name(name));
        let own_email = email.as_ref().filter(|email| subject.has_email(email));
        let own_phone = phone.as_ref().filter(|phone| subject.has_number(phone));
        // An organisation belongs to the person whose name or address is given with it.
        let company = company.as_ref().filter(|_| own_name.is_some() || own_email.is_some());
        let facts = [
            ("customer_name", "Verified name", own_name),
            ("customer_email", "Verified e-mail", own_email),
            ("customer_phone", "Verified number", own_phone),
            ("customer_company", "Verified organisation", company),
        ];
        let filled =
            |(name, label, value): (_, _, Option<&String>)| Some((name, label, value?.clone()));
        facts.into_iter().filter_map(filled).collect()
    }
}
