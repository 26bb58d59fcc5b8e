//! The schema of a file: each column of a row is optional and has the type of its values.

use std::sync::Arc;

use parquet::{
    basic::{LogicalType, Repetition, TimeUnit, Type as Physical},
    schema::types::Type,
};

use crate::{
    Error,
    exports::columns::{Heading, Kind},
};

/// The schema of these columns.
pub(super) fn schema(columns: &[Heading]) -> Result<Type, Error> {
    let fields = columns.iter().map(|column| field(column).map(Arc::new));
    let fields = fields.collect::<Result<Vec<_>, Error>>()?;
    Type::group_type_builder("export").with_fields(fields).build().map_err(Error::internal)
}

fn field(column: &Heading) -> Result<Type, Error> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer => (Physical::INT64, None),
        Kind::Seconds => (Physical::DOUBLE, None),
        Kind::Instant => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
        Kind::Boolean => (Physical::BOOLEAN, None),
    };
    Type::primitive_type_builder(column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
        .map_err(Error::internal)
}
