//! The values of one column in the row group that is being gathered.

use std::mem;

use parquet::{
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type},
    file::writer::SerializedColumnWriter,
};

use crate::{
    Error,
    exports::columns::{Kind, Value, joined},
};

/// Values that are not null, and for every row whether there is one.
pub(super) struct Chunk {
    values: Values,
    levels: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Long(Vec<i64>),
    Double(Vec<f64>),
    Boolean(Vec<bool>),
}

impl Chunk {
    /// A column of this type, without rows.
    pub(super) const fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Text => Values::Text(Vec::new()),
            Kind::Integer | Kind::Instant => Values::Long(Vec::new()),
            Kind::Seconds => Values::Double(Vec::new()),
            Kind::Boolean => Values::Boolean(Vec::new()),
        };
        Self { values, levels: Vec::new() }
    }

    /// Adds the value of a row and returns the bytes that it needs.
    pub(super) fn push(&mut self, value: &Value<'_>) -> Result<usize, Error> {
        let bytes = match (&mut self.values, value) {
            (_, Value::Null) => {
                self.levels.push(0);
                return Ok(0);
            }
            (Values::Text(texts), Value::Text(text)) => push_text(texts, text),
            (Values::Text(texts), Value::List(list)) => push_text(texts, &joined(list)),
            (Values::Text(texts), Value::Json(json)) => push_text(texts, json),
            (Values::Long(numbers), Value::Int(number) | Value::Instant(number)) => {
                numbers.push(*number);
                size_of::<i64>()
            }
            (Values::Double(numbers), Value::Duration(milliseconds)) => {
                numbers.push(seconds(*milliseconds));
                size_of::<f64>()
            }
            (Values::Boolean(values), Value::Bool(value)) => {
                values.push(*value);
                size_of::<bool>()
            }
            _ => return Err(Error::internal("a value is not of the type of its column")),
        };
        self.levels.push(1);
        Ok(bytes)
    }

    /// Writes the rows as a column of a row group, and forgets them.
    pub(super) fn write(&mut self, mut column: SerializedColumnWriter<'_>) -> Result<(), Error> {
        let levels = mem::take(&mut self.levels);
        match &mut self.values {
            Values::Text(values) => batch::<ByteArrayType>(&mut column, values, &levels),
            Values::Long(values) => batch::<Int64Type>(&mut column, values, &levels),
            Values::Double(values) => batch::<DoubleType>(&mut column, values, &levels),
            Values::Boolean(values) => batch::<BoolType>(&mut column, values, &levels),
        }?;
        column.close().map_err(Error::internal)
    }
}

fn batch<T: DataType>(
    column: &mut SerializedColumnWriter<'_>,
    values: &mut Vec<T::T>,
    levels: &[i16],
) -> Result<(), Error> {
    column.typed::<T>().write_batch(values, Some(levels), None).map_err(Error::internal)?;
    values.clear();
    Ok(())
}

fn push_text(texts: &mut Vec<ByteArray>, text: &str) -> usize {
    texts.push(text.into());
    text.len()
}

#[expect(clippy::cast_precision_loss, reason = "a call has fewer than 53 bits of milliseconds")]
const fn seconds(milliseconds: i64) -> f64 {
    milliseconds as f64 / 1000.0
}
