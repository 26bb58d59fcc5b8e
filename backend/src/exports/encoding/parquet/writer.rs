//! The Parquet writer: gathers rows into groups, so that its memory has a bound.

use std::sync::Arc;

use parquet::{
    basic::Compression,
    file::{properties::WriterProperties, writer::SerializedFileWriter},
};

use super::{chunk::Chunk, schema::schema, sink::Sink};
use crate::{
    Error,
    exports::{
        columns::{Heading, Value},
        writer::Writer,
    },
};

/// Rows of a group.
const GROUP_ROWS: usize = 1_000;
/// Bytes of values after which a group ends early.
const GROUP_BYTES: usize = 64 << 20;
/// The same in every version, because a file that is written again must be the same.
const CREATED_BY: &str = "earshot version 1";

/// Writes a file with snappy compression and dictionaries.
#[derive(Default)]
pub(in crate::exports::encoding) struct ParquetWriter {
    sink: Sink,
    file: Option<SerializedFileWriter<Sink>>,
    chunks: Vec<Chunk>,
    rows: usize,
    bytes: usize,
}

impl ParquetWriter {
    fn write_group(&mut self) -> Result<(), Error> {
        let Some(file) = &mut self.file else {
            return Err(Error::internal("the file has not begun"));
        };
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = file.next_row_group().map_err(Error::internal)?;
        for chunk in &mut self.chunks {
            let column = group.next_column().map_err(Error::internal)?;
            chunk.write(column.ok_or_else(|| Error::internal("a column is missing"))?)?;
        }
        group.close().map_err(Error::internal)?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

impl Writer for ParquetWriter {
    fn begin(&mut self, columns: &[Heading]) -> Result<(), Error> {
        let properties = WriterProperties::builder()
            .set_created_by(CREATED_BY.to_owned())
            .set_compression(Compression::SNAPPY)
            .build();
        let (sink, schema) = (self.sink.clone(), Arc::new(schema(columns)?));
        let file = SerializedFileWriter::new(sink, schema, Arc::new(properties));
        self.file = Some(file.map_err(Error::internal)?);
        self.chunks = columns.iter().map(|column| Chunk::new(column.kind)).collect();
        Ok(())
    }

    fn row(&mut self, values: &[Value<'_>]) -> Result<(), Error> {
        for (chunk, value) in self.chunks.iter_mut().zip(values) {
            self.bytes += chunk.push(value)?;
        }
        self.rows += 1;
        if self.rows == GROUP_ROWS || self.bytes >= GROUP_BYTES {
            self.write_group()?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        self.write_group()?;
        if let Some(file) = self.file.take() {
            file.close().map_err(Error::internal)?;
        }
        Ok(())
    }

    fn take(&mut self) -> Result<Vec<u8>, Error> {
        Ok(self.sink.take())
    }
}
