//! Rows as flat objects of exactly their columns.

use jiff::tz::TimeZone;

use super::{
    file::{JsonFile, JsonStyle},
    object::Object,
};
use crate::{
    Error,
    exports::{
        columns::{Heading, Value},
        writer::Writer,
    },
};

/// Writes an object for each row. Lists and JSON keep their structure.
pub(in crate::exports::encoding) struct JsonRows {
    zone: TimeZone,
    columns: Vec<Heading>,
    file: JsonFile,
}

impl JsonRows {
    pub(in crate::exports::encoding) const fn new(zone: TimeZone, style: JsonStyle) -> Self {
        Self { zone, columns: Vec::new(), file: JsonFile::new(style) }
    }
}

impl Writer for JsonRows {
    fn begin(&mut self, columns: &[Heading]) -> Result<(), Error> {
        self.columns = columns.to_vec();
        self.file.begin();
        Ok(())
    }

    fn resume(&mut self, columns: &[Heading], rows: u64) -> Result<(), Error> {
        self.columns = columns.to_vec();
        self.file.resume(rows);
        Ok(())
    }

    fn row(&mut self, values: &[Value<'_>]) -> Result<(), Error> {
        let mut object = Object::begin(self.file.next(), &self.zone);
        for (column, value) in self.columns.iter().zip(values) {
            object.field(column.name, value)?;
        }
        object.end();
        self.file.finish_object();
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        self.file.end();
        Ok(())
    }

    fn take(&mut self) -> Result<Vec<u8>, Error> {
        Ok(self.file.take())
    }
}
