//! Recognition of a call log by its first row.

use std::collections::BTreeMap;

use super::{
    super::{
        super::{CallLogSpec, ColumnSpec},
        calls::Record,
        header::{Header, separator},
        row::Row,
        rows::cells,
    },
    asterisk, callrail, threecx,
};

/// A call log whose columns are known.
pub(in super::super) struct Log {
    pub(in super::super) spec: CallLogSpec,
    pub(in super::super) header: Header,
    /// Adds what a mapping cannot say.
    pub(in super::super) complete: fn(&Row<'_>, &mut Record),
    /// Whether a call may have several rows.
    pub(in super::super) gathers: bool,
}

/// The log of a known system, by the first row of its file.
pub(in super::super) fn recognised(first: &[u8], stated: Option<u8>) -> Option<Log> {
    let separator = stated.unwrap_or_else(|| separator(first));
    let cells = cells(first, separator)?;
    if let Some(names) = asterisk::columns(&cells) {
        return Some(asterisk::log(Header::of_names(&names, separator)));
    }
    if let Some(names) = threecx::columns(&cells) {
        return Some(threecx::log(Header::of_names(&names, separator)));
    }
    let header = Header::of_row(first.to_vec(), separator)?;
    if asterisk::is_header(&header) {
        Some(asterisk::log(header))
    } else if threecx::is_header(&header) {
        Some(threecx::log(header))
    } else {
        callrail::is_header(&header).then(|| callrail::log(header))
    }
}

/// The log that an operator described; the error names a column that it does not have.
pub(in super::super) fn described(
    spec: CallLogSpec,
    first: &[u8],
    stated: Option<u8>,
) -> Result<Log, String> {
    let given = spec.separator.and_then(|separator| u8::try_from(separator).ok());
    let separator = given.or(stated).unwrap_or_else(|| separator(first));
    let header = match &spec.columns {
        Some(names) => Header::of_names(names, separator),
        None => Header::of_row(first.to_vec(), separator)
            .ok_or_else(|| super::super::super::encoding::NOT_UTF8.to_owned())?,
    };
    let missing = |columns: &[String]| !columns.iter().any(|column| header.has(column));
    let fields = spec.fields.values().map(ColumnSpec::names);
    let conditions = spec.when.keys().map(std::slice::from_ref);
    if let Some(columns) = fields.chain(conditions).find(|columns| missing(columns)) {
        return Err(format!("it has no column {}", columns.join(" or ")));
    }
    Ok(Log { spec, header, complete: |_, _| {}, gathers: false })
}

/// The mapping of a known system.
pub(super) fn spec(
    source: &str,
    fields: &[(&str, &[&str])],
    statuses: &[(&str, &str)],
) -> CallLogSpec {
    let column = |(field, names): &(&str, &[&str])| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        ((*field).to_owned(), ColumnSpec::First(names))
    };
    let word = |(theirs, ours): &(&str, &str)| ((*theirs).to_owned(), (*ours).to_owned());
    let statuses: BTreeMap<_, _> = statuses.iter().map(word).collect();
    CallLogSpec {
        source: source.to_owned(),
        separator: None,
        columns: None,
        when: BTreeMap::new(),
        fields: fields.iter().map(column).collect(),
        fixed: BTreeMap::from([("channel".to_owned(), "voice".into())]),
        values: BTreeMap::from([("status".to_owned(), statuses)]),
    }
}
