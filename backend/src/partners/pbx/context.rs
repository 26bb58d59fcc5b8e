//! Transcripts of requested legs, paged or complete.

use earshot_domain::PbxCode;
use serde::{Serialize, Serializer};
use serde_json::json;

use super::{
    PbxError,
    leg::{Leg, Said},
    parameters::{only, parameter},
};
use crate::{ApiClient, partners::Pbx};

/// Most legs of one request.
const MAX_LEGS: usize = 100;
/// Most utterances of one page.
const MAX_LIMIT: usize = 1000;

/// Transcripts of legs.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PbxContexts {
    /// By `leg_1`, `leg_2` and so on, in the order requested.
    #[serde(serialize_with = "numbered")]
    #[schema(value_type = std::collections::BTreeMap<String, LegContext>)]
    data: Vec<LegContext>,
    /// The next page, or -1 after the last one.
    offset: i64,
}

/// Transcript of one leg.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = PbxLegContext)]
struct LegContext {
    context: Vec<Utterance>,
}

/// One utterance.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = PbxContext)]
struct Utterance {
    id: String,
    content: String,
    created_at: i64,
    timestamp: i64,
    duration: i64,
    source_number: String,
    r#type: &'static str,
    avatar: &'static str,
    name: &'static str,
}

/// A request for contexts, checked.
#[derive(Debug, PartialEq, Eq)]
struct ContextQuery {
    leg_ids: Vec<String>,
    page: Option<Page>,
    search: Option<String>,
}

/// One page of utterances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Page {
    limit: usize,
    /// From 1.
    number: usize,
}

impl Pbx<'_> {
    /// Reads the transcripts of the legs in `cdr_ids`.
    ///
    /// # Errors
    /// `ParameterError` for invalid parameters; `DataNotFound` when a leg is not found.
    pub async fn contexts(
        self,
        client: &ApiClient,
        pairs: &[(String, String)],
    ) -> Result<PbxContexts, PbxError> {
        let query = ContextQuery::read(pairs)?;
        let legs = self.named_legs(client, query.leg_ids.clone()).await?;
        let asked = json!({ "cdr_ids": query.leg_ids, "search_value": query.search });
        self.record_legs_read(client, "cdr/getaicontext", &asked).await?;
        Ok(query.contexts(legs))
    }
}

impl ContextQuery {
    fn read(pairs: &[(String, String)]) -> Result<Self, PbxError> {
        only(pairs, &["cdr_ids", "limit", "offset", "search_value"])?;
        let ids = parameter(pairs, "cdr_ids").ok_or(PbxCode::ParameterError)?;
        let leg_ids: Vec<String> = ids.split(',').map(|id| id.trim().to_owned()).collect();
        if leg_ids.len() > MAX_LEGS || leg_ids.iter().any(String::is_empty) {
            return Err(PbxCode::ParameterError.into());
        }
        let page = match (parameter(pairs, "limit"), parameter(pairs, "offset")) {
            (None, None) => None,
            (Some(limit), Some(number)) => Some(Page {
                limit: positive(limit)
                    .filter(|limit| *limit <= MAX_LIMIT)
                    .ok_or(PbxCode::ParameterError)?,
                number: positive(number).ok_or(PbxCode::ParameterError)?,
            }),
            _ => return Err(PbxCode::ParameterError.into()),
        };
        let search = parameter(pairs, "search_value").map(str::to_lowercase);
        Ok(Self { leg_ids, page, search })
    }

    /// The page's utterances, counted through the legs in their order. Words are looked for in the
    /// text that is given out, so that nobody can guess at what they may not read.
    fn contexts(&self, legs: Vec<Leg>) -> PbxContexts {
        let first =
            self.page.map_or(0, |page| page.number.saturating_sub(1).saturating_mul(page.limit));
        let end = self.page.map_or(usize::MAX, |page| first.saturating_add(page.limit));
        let mut found = 0_usize;
        let mut in_page = || {
            found = found.saturating_add(1);
            (first..end).contains(&found.saturating_sub(1))
        };
        let data = legs
            .into_iter()
            .map(|leg| LegContext {
                context: (1..)
                    .zip(leg.ai_transcription)
                    .filter(|(_, said)| self.looks_for(&said.content))
                    .filter(|_| in_page())
                    .map(|(place, said)| utterance(&leg.leg_id, place, said))
                    .collect(),
            })
            .collect();
        let next = self.page.filter(|_| found > end).map(|page| page.number.saturating_add(1));
        let offset = next.and_then(|next| i64::try_from(next).ok()).unwrap_or(-1);
        PbxContexts { data, offset }
    }

    fn looks_for(&self, content: &str) -> bool {
        self.search.as_ref().is_none_or(|words| content.to_lowercase().contains(words))
    }
}

fn positive(text: &str) -> Option<usize> {
    text.parse::<u32>().ok().filter(|number| *number > 0).and_then(|number| number.try_into().ok())
}

fn utterance(leg_id: &str, place: usize, said: Said) -> Utterance {
    Utterance {
        id: format!("{leg_id}-{place}"),
        content: said.content,
        created_at: said.timestamp.div_euclid(1000),
        timestamp: said.timestamp,
        duration: said.duration,
        source_number: said.source_number,
        r#type: "speak",
        avatar: "",
        name: "",
    }
}

/// `leg_1`, `leg_2` and so on.
fn numbered<S: Serializer>(legs: &[LegContext], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map((1..).zip(legs).map(|(number, leg): (usize, _)| (format!("leg_{number}"), leg)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<ContextQuery, PbxError> {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        ContextQuery::read(&pairs)
    }

    #[test]
    fn what_the_parameters_cannot_be_is_refused() {
        let many = vec!["a"; MAX_LEGS + 1].join(",");
        for pairs in [
            vec![],
            vec![("cdr_ids", " ")],
            vec![("cdr_ids", "a"), ("cdr_ids", "b")],
            vec![("cdr_ids", "a"), ("search", "word")],
            vec![("cdr_ids", "a,,b")],
            vec![("cdr_ids", many.as_str())],
            vec![("cdr_ids", "a"), ("limit", "10")],
            vec![("cdr_ids", "a"), ("offset", "1")],
            vec![("cdr_ids", "a"), ("limit", "0"), ("offset", "1")],
            vec![("cdr_ids", "a"), ("limit", "10"), ("offset", "0")],
            vec![("cdr_ids", "a"), ("limit", "-1"), ("offset", "1")],
            vec![("cdr_ids", "a"), ("limit", "ten"), ("offset", "1")],
            vec![("cdr_ids", "a"), ("limit", "1001"), ("offset", "1")],
            vec![("cdr_ids", "a"), ("limit", "10"), ("offset", "4294967296")],
        ] {
            assert_eq!(read(&pairs), Err(PbxError(PbxCode::ParameterError)), "{pairs:?}");
        }
    }

    #[test]
    fn what_the_parameters_can_be_is_read() {
        let query = read(&[("cdr_ids", "a, b"), ("limit", "1000"), ("offset", "4294967295")]);
        let query = query.unwrap();
        assert_eq!(query.leg_ids, ["a", "b"]);
        assert_eq!(query.contexts(Vec::new()).offset, -1);
        let blank = read(&[("cdr_ids", "a"), ("limit", ""), ("offset", ""), ("search_value", " ")]);
        assert_eq!(
            blank,
            Ok(ContextQuery { leg_ids: vec!["a".to_owned()], page: None, search: None })
        );
    }
}
