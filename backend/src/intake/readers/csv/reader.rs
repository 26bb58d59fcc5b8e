//! Reading of a call log: its head is looked at first, then its rows become calls.

use std::{collections::VecDeque, io::BufRead};

use super::{
    super::{
        BadRecord, Format, IncomingCall, ReadError, ReadOptions,
        encoding::NOT_UTF8,
        scan::{Cause, Fault, Record},
    },
    calls::{Refused, row_call},
    group::Groups,
    header::stated_separator,
    row::Row,
    rows::Rows,
    vendors::{Log, described, recognised},
};

/// Rows and bytes at the beginning of a file that are checked before any of it becomes a call.
const HEAD_ROWS: usize = 5_000;
const HEAD_BYTES: usize = 1 << 20;

type RowResult = Result<Record, Fault>;

/// Reads a call log by the mapping of `options`, or as that of a system that is recognised.
pub(in super::super) fn read(
    input: Box<dyn BufRead + Send>,
    options: ReadOptions,
) -> Result<Box<dyn Iterator<Item = Result<IncomingCall, BadRecord>> + Send>, ReadError> {
    // Line ends do not depend on the separator; only quoted cells do, and a header rarely has them.
    let mut rows = Rows::new(input, b',', 1);
    let Some(mut first) = first_row(&mut rows)? else { return Ok(Box::new(std::iter::empty())) };
    let stated = stated_separator(&first.bytes);
    if stated.is_some() {
        let Some(next) = first_row(&mut rows)? else { return Ok(Box::new(std::iter::empty())) };
        first = next;
    }
    let log = match options.call_log.clone() {
        Some(spec) => described(spec, &first.bytes, stated).map_err(not_the_format)?,
        None => recognised(&first.bytes, stated).ok_or_else(|| unknown(&first.bytes))?,
    };
    rows.set_separator(log.header.separator);
    let mut head = VecDeque::new();
    if log.header.row.is_none() {
        head.push_back(Ok(first));
    }
    fill(&mut head, &mut rows);
    check(&log, &head, &options)?;
    let groups = Groups::new(&log.spec.source, log.header.row.clone(), log.gathers);
    Ok(Box::new(LogCalls { head, rows, log, options, groups }))
}

fn first_row(rows: &mut impl Iterator<Item = RowResult>) -> Result<Option<Record>, ReadError> {
    match rows.next() {
        None => Ok(None),
        Some(Ok(row)) => Ok(Some(row)),
        Some(Err(Fault { cause: Cause::Io(error), .. })) => Err(error.into()),
        Some(Err(fault)) => Err(not_the_format(BadRecord::from(fault).reason)),
    }
}

fn fill(head: &mut VecDeque<RowResult>, rows: &mut impl Iterator<Item = RowResult>) {
    let mut bytes = 0_usize;
    while head.len() < HEAD_ROWS && bytes < HEAD_BYTES {
        let Some(row) = rows.next() else { return };
        bytes = bytes.saturating_add(row.as_ref().map_or(0, |row| row.bytes.len()));
        head.push_back(row);
    }
}

/// Refuses a file in another encoding or with its days and months in another order: nothing of it may
/// be stored, since it would be wrong as a whole.
fn check(log: &Log, head: &VecDeque<RowResult>, options: &ReadOptions) -> Result<(), ReadError> {
    for record in head.iter().flatten() {
        if std::str::from_utf8(&record.bytes).is_err() {
            return Err(not_the_format(format!("{} is {NOT_UTF8}", record.place)));
        }
        let Ok(row) = Row::new(&log.header, record.bytes.clone(), record.place) else { continue };
        if let Err(Refused::Order(reason)) = row_call(&log.spec, log.complete, row, options) {
            return Err(not_the_format(format!("{}: {reason}", record.place)));
        }
    }
    Ok(())
}

fn not_the_format(reason: String) -> ReadError {
    ReadError::NotTheFormat { format: Format::Csv, reason }
}

fn unknown(first: &[u8]) -> ReadError {
    not_the_format(if std::str::from_utf8(first).is_err() {
        format!("its first row is {NOT_UTF8}")
    } else {
        "its columns are not those of Asterisk, FreePBX, 3CX or CallRail; describe them (--mapping, \
         or the parameter mapping)"
            .to_owned()
    })
}

/// The calls of a log.
struct LogCalls {
    head: VecDeque<RowResult>,
    rows: Rows<Box<dyn BufRead + Send>>,
    log: Log,
    options: ReadOptions,
    groups: Groups,
}

impl LogCalls {
    /// Takes the next row; `None` at the end of the file.
    fn take_row(&mut self) -> Option<Result<(), BadRecord>> {
        let row = match self.head.pop_front() {
            Some(row) => row,
            None => self.rows.next()?,
        };
        Some(self.add(row))
    }

    fn add(&mut self, row: RowResult) -> Result<(), BadRecord> {
        let Record { place, bytes } = row?;
        let bad = |reason| BadRecord { place, reason };
        let row = Row::new(&self.log.header, bytes, place).map_err(bad)?;
        if row.is_blank() {
            return Ok(());
        }
        match row_call(&self.log.spec, self.log.complete, row, &self.options) {
            Ok(row) => self.groups.add(row),
            Err(Refused::Ignored) => Ok(()),
            Err(Refused::Order(reason) | Refused::Bad(reason)) => Err(bad(reason)),
        }
    }
}

impl Iterator for LogCalls {
    type Item = Result<IncomingCall, BadRecord>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(call) = self.groups.take_full() {
                return Some(call);
            }
            match self.take_row() {
                Some(Ok(())) => {}
                Some(Err(bad)) => return Some(Err(bad)),
                None => return self.groups.take(),
            }
        }
    }
}
