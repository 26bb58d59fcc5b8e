//! Summary of one leg for its calling or called extension.

use earshot_domain::{PbxCode, escape_html};
use serde::Serialize;
use serde_json::json;

use super::{
    PbxError,
    leg::Leg,
    parameters::{only, parameter},
};
use crate::{
    ApiClient,
    partners::Pbx,
    privacy::{encryption::TenantKey, numbers::Normal},
};

/// Summary of a leg, under the requested side.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PbxSummary {
    data: Sides,
}

#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = PbxSides)]
enum Sides {
    Src(Summary),
    Dst(Summary),
}

#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = PbxLegSummary)]
struct Summary {
    id: u32,
    call_id: String,
    summary: String,
    // The vendor returns one of the two times as text.
    created_at: String,
    updated_at: i64,
    avatar: &'static str,
    name: &'static str,
    ext_num: String,
}

/// The extension whose summary is requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Source,
    Destination,
}

impl Pbx<'_> {
    /// Returns the summary of the leg `cdr_id` from the extension `src_ext_id` or to the extension
    /// `dst_ext_id`. An extension is identified by its number.
    ///
    /// # Errors
    /// `ParameterError` without a leg or without exactly one extension; `DataNotFound` when the leg
    /// is not found, belongs to other extensions, or has no summary.
    pub async fn summary(
        self,
        client: &ApiClient,
        pairs: &[(String, String)],
    ) -> Result<PbxSummary, PbxError> {
        let (leg_id, side, extension) = read(pairs)?;
        let legs = self.named_legs(client, vec![leg_id.clone()]).await?;
        let leg = legs.into_iter().next().ok_or(PbxCode::DataNotFound)?;
        let number = match side {
            Side::Source => &leg.call_from,
            Side::Destination => &leg.call_to,
        };
        let key = |number: &str| Normal::read(number, None).key();
        if key(number) != key(extension) || leg.ai_summary.trim().is_empty() {
            return Err(PbxCode::DataNotFound.into());
        }
        let asked = json!({ "cdr_id": leg_id });
        self.record_legs_read(client, "cdr/getaisummary", &asked).await?;
        let summary = summary(&client.viewer.tenant.key, number.clone(), leg);
        Ok(PbxSummary {
            data: match side {
                Side::Source => Sides::Src(summary),
                Side::Destination => Sides::Dst(summary),
            },
        })
    }
}

fn read(pairs: &[(String, String)]) -> Result<(String, Side, &str), PbxError> {
    only(pairs, &["cdr_id", "src_ext_id", "dst_ext_id"])?;
    let leg_id = parameter(pairs, "cdr_id").ok_or(PbxCode::ParameterError)?;
    let (side, extension) = match (parameter(pairs, "src_ext_id"), parameter(pairs, "dst_ext_id")) {
        (Some(extension), None) => (Side::Source, extension),
        (None, Some(extension)) => (Side::Destination, extension),
        _ => return Err(PbxCode::ParameterError.into()),
    };
    let is_number = extension.strip_prefix('+').unwrap_or(extension).bytes();
    if !is_number.clone().all(|byte| byte.is_ascii_digit()) || is_number.len() == 0 {
        return Err(PbxCode::ParameterError.into());
    }
    Ok((leg_id.to_owned(), side, extension))
}

/// Creation time of a summary: sources do not state it, and it cannot be earlier than the leg's end.
fn summary(key: &TenantKey, ext_num: String, leg: Leg) -> Summary {
    let created_at = leg.started_at.div_euclid(1000).saturating_add(leg.call_duration);
    Summary {
        id: number_of(key, &leg.leg_id),
        summary: escaped(leg.ai_summary.trim()),
        call_id: leg.leg_id,
        created_at: created_at.to_string(),
        updated_at: created_at,
        avatar: "",
        name: "",
        ext_num,
    }
}

/// Numeric id of a summary as the vendor has it: below 2^31, and the same for a leg each time.
fn number_of(key: &TenantKey, leg_id: &str) -> u32 {
    let hash = key.hash("pbx summary", leg_id);
    hash.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte)) >> 1
}

/// Converts text to HTML.
fn escaped(text: &str) -> String {
    escape_html(text).replace('\n', "<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_extension_is_asked_for_by_its_number() {
        let asked = |pairs: &[(&str, &str)]| {
            let pairs: Vec<_> = pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            read(&pairs).map(|(leg_id, side, extension)| (leg_id, side, extension.to_owned()))
        };
        let leg = ("cdr_id", "a");
        for pairs in [
            vec![],
            vec![leg],
            vec![("src_ext_id", "1")],
            vec![leg, ("src_ext_id", "")],
            vec![leg, ("src_ext_id", "1"), ("dst_ext_id", "2")],
            vec![leg, ("src_ext_id", "one")],
            vec![leg, ("dst_ext_id", "+")],
        ] {
            assert_eq!(asked(&pairs), Err(PbxError(PbxCode::ParameterError)), "{pairs:?}");
        }
        let found = |side, number: &str| Ok(("a".to_owned(), side, number.to_owned()));
        assert_eq!(asked(&[leg, ("src_ext_id", "3200")]), found(Side::Source, "3200"));
        assert_eq!(asked(&[leg, ("dst_ext_id", "+12")]), found(Side::Destination, "+12"));
    }

    #[test]
    fn text_becomes_html_that_says_the_same() {
        assert_eq!(
            escaped("a < b & \"c\"\n'd' > e"),
            "a &lt; b &amp; &quot;c&quot;<br>&#39;d&#39; &gt; e"
        );
    }
}
