//! Format of pushed calls, from the content type and the query parameters.

use std::str::FromStr;

use axum::http::{HeaderMap, header};
use earshot_backend::{
    Error, OnConflict, Push, TimeZone,
    readers::{CallLogSpec, Format, Layout, TextEncoding},
};
use earshot_domain::{ClockFormat, DateOrder, FieldError, Problem, ProblemCode, Slug};

use crate::{form, problem::Refusal};

/// Query parameters.
const KNOWN: [&str; 7] =
    ["project_id", "format", "time_zone", "date_order", "clock_face", "on_conflict", "mapping"];

/// Parses both; a format that is given in both must be the same.
pub(super) fn push(headers: &HeaderMap, query: Option<&str>) -> Result<Push, Refusal> {
    let (named, layout, encoding) = content(headers)?;
    let pairs = form::only_known(form::parse_query(query), &KNOWN)?;
    let value = |name: &str| form::field(&pairs, name);
    let mut errors = Vec::new();
    let mut take = |error: FieldError| errors.push(error);
    let project = value("project_id")
        .and_then(|slug| Slug::parse("project_id", slug).map_err(&mut take).ok());
    let asked = value("format").and_then(|format| {
        format.parse::<Format>().map_err(|e| take(FieldError::new("format", e.to_string()))).ok()
    });
    let time_zone = value("time_zone").and_then(|zone| {
        let message = "must be an IANA name such as Europe/London";
        TimeZone::get(zone).map_err(|_| take(FieldError::new("time_zone", message))).ok()
    });
    let date_order =
        code::<DateOrder>("date_order", value("date_order"), DateOrder::ALL, &mut take);
    let clock_face =
        code::<ClockFormat>("clock_face", value("clock_face"), ClockFormat::ALL, &mut take);
    let on_conflict = value("on_conflict").and_then(|word| {
        word.parse::<OnConflict>()
            .map_err(|e| take(FieldError::new("on_conflict", e.to_string())))
            .ok()
    });
    let call_log = value("mapping").and_then(|text| mapping(text).map_err(&mut take).ok());
    if let (Some(named), Some(asked)) = (named, asked)
        && named != asked
    {
        take(FieldError::new("format", format!("must be {named}, like the content type")));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors).into());
    }
    let format = asked.or(named).unwrap_or(Format::Ndjson);
    if call_log.is_some() && format != Format::Csv {
        return Err(Error::field("mapping", "is for the format csv only").into());
    }
    let on_conflict = on_conflict.unwrap_or_default();
    Ok(Push {
        project,
        format,
        layout,
        time_zone,
        date_order,
        clock_face,
        on_conflict,
        encoding,
        call_log,
    })
}

/// Parses one of a set of codes.
fn code<T: FromStr + ToString>(
    field: &str,
    value: Option<&str>,
    all: &[T],
    refuse: &mut impl FnMut(FieldError),
) -> Option<T> {
    let codes = || all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let refused = |_| refuse(FieldError::new(field, format!("must be one of {}", codes())));
    value?.parse().map_err(refused).ok()
}

/// Parses the mapping of a call log's columns.
fn mapping(text: &str) -> Result<CallLogSpec, FieldError> {
    let wrong = |message: String| FieldError::new("mapping", message);
    let spec: CallLogSpec = serde_json::from_str(text).map_err(|_| {
        wrong("must be a JSON object as docs/import-formats.md describes".to_owned())
    })?;
    spec.check().map_err(wrong)?;
    Ok(spec)
}

/// What a content type says.
type Content = (Option<Format>, Layout, Option<TextEncoding>);

/// Parses the content type: the format, if it names one, the layout of the records and the encoding.
fn content(headers: &HeaderMap) -> Result<Content, Refusal> {
    let encoding = headers.get(header::CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    if !matches!(encoding.unwrap_or("identity"), "identity" | "gzip" | "x-gzip") {
        return Err(unsupported("content-encoding: must be gzip, or none."));
    }
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mut parts = value.unwrap_or_default().split(';');
    let kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.filter_map(|part| part.trim().split_once('=')).find_map(|(name, value)| {
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    let encoding = charset
        .map(str::parse::<TextEncoding>)
        .transpose()
        .map_err(|unknown| unsupported(&format!("content-type: charset {unknown}.")))?;
    if matches!(kind.as_str(), "text/csv" | "text/tab-separated-values") {
        return Ok((Some(Format::Csv), Layout::Lines, encoding));
    }
    if let Some(own) = kind.strip_prefix("application/vnd.earshot.") {
        let (format, syntax) = own.split_once('+').unwrap_or((own, "json"));
        if let (Ok(format), Some(layout)) = (format.parse(), layout(syntax)) {
            return Ok((Some(format), layout, encoding));
        }
    }
    let syntax =
        kind.strip_prefix("application/").unwrap_or(if kind.is_empty() { "json" } else { "" });
    layout(syntax).map(|layout| (None, layout, encoding)).ok_or_else(|| {
        unsupported(
            "content-type: must be application/json, application/x-ndjson, text/csv, or \
             application/vnd.earshot.pbx+json, .talkifai+json or .ndjson+json, with or without gzip.",
        )
    })
}

fn layout(syntax: &str) -> Option<Layout> {
    match syntax {
        "json" | "gzip" | "x-gzip" | "octet-stream" => Some(Layout::Json),
        "x-ndjson" | "ndjson" | "jsonl" | "x-jsonlines" => Some(Layout::Lines),
        _ => None,
    }
}

fn unsupported(detail: &str) -> Refusal {
    Refusal(Problem::new(ProblemCode::UnsupportedContent, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: &str, query: &str) -> Result<(Format, Layout), String> {
        let mut headers = HeaderMap::new();
        if !kind.is_empty() {
            headers.insert(header::CONTENT_TYPE, kind.parse().unwrap());
        }
        push(&headers, Some(query))
            .map(|push| (push.format, push.layout))
            .map_err(|refusal| refusal.0.detail)
    }

    #[test]
    fn content_type_and_parameters_set_the_format() {
        assert_eq!(read("", ""), Ok((Format::Ndjson, Layout::Json)));
        assert_eq!(read("application/json; charset=utf-8", ""), Ok((Format::Ndjson, Layout::Json)));
        assert_eq!(read("application/x-ndjson", "format=pbx"), Ok((Format::Pbx, Layout::Lines)));
        let pbx = "application/vnd.earshot.pbx+json";
        assert_eq!(read(pbx, "time_zone=Asia/Shanghai"), Ok((Format::Pbx, Layout::Json)));
        let csv = "text/csv; header=present; Charset=\"windows-1252\"";
        assert_eq!(read(csv, ""), Ok((Format::Csv, Layout::Lines)));
        assert_eq!(read("application/octet-stream", "format=csv"), Ok((Format::Csv, Layout::Json)));
        let lines = "Application/Vnd.Earshot.Talkifai+x-ndjson";
        assert_eq!(read(lines, ""), Ok((Format::Talkifai, Layout::Lines)));
    }

    #[test]
    fn a_refused_parameter_is_named() {
        for (kind, query, name) in [
            ("text/plain", "", "content-type"),
            ("text/csv; charset=latin", "", "content-type"),
            ("application/vnd.earshot.xml+json", "", "content-type"),
            ("application/json", "format=xml", "format"),
            ("text/csv", "format=ndjson", "format"),
            ("text/csv", "mapping=x", "mapping"),
            ("text/csv", "mapping=%7B%22fields%22:%7B%7D%7D", "mapping"),
            ("application/vnd.earshot.pbx+json", "format=talkifai", "format"),
            ("application/json", "time_zone=Mars", "time_zone"),
            ("application/json", "date_order=ydm", "date_order"),
            ("application/json", "clock_face=13", "clock_face"),
            ("application/json", "on_conflict=merge", "on_conflict"),
            ("application/json", "project_id=Front Desk", "project_id"),
            ("application/json", "projct=x", "projct"),
        ] {
            let said = read(kind, query).unwrap_err();
            assert!(said.starts_with(name), "{kind} {query}: {said}");
        }
    }
}
