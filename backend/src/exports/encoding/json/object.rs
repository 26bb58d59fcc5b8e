//! Objects whose fields are written in order, with values of columns.

use std::fmt::Write;

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::{
    Error,
    access::rfc3339,
    exports::columns::{Value, write_seconds},
};

/// An object that is being written.
pub(super) struct Object<'t> {
    text: &'t mut String,
    zone: &'t TimeZone,
    empty: bool,
}

impl<'t> Object<'t> {
    /// Begins an object whose times are in `zone`.
    pub(super) fn begin(text: &'t mut String, zone: &'t TimeZone) -> Self {
        text.push('{');
        Self { text, zone, empty: true }
    }

    /// Writes a field with the value of a column.
    pub(super) fn field(&mut self, name: &str, value: &Value<'_>) -> Result<(), Error> {
        self.name(name)?;
        write_value(self.text, value, self.zone)
    }

    /// Writes a field whose value is an object of its own.
    pub(super) fn object(
        &mut self,
        name: &str,
        fields: impl FnOnce(&mut Object<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.name(name)?;
        nested(self.text, self.zone, fields)
    }

    /// Writes a field whose value is a list of objects, one for each item.
    pub(super) fn list<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        mut fields: impl FnMut(&mut Object<'_>, T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.name(name)?;
        self.text.push('[');
        for (place, item) in items.into_iter().enumerate() {
            if place > 0 {
                self.text.push(',');
            }
            nested(self.text, self.zone, |object| fields(object, item))?;
        }
        self.text.push(']');
        Ok(())
    }

    /// Ends the object.
    pub(super) fn end(self) {
        self.text.push('}');
    }

    fn name(&mut self, name: &str) -> Result<(), Error> {
        if !self.empty {
            self.text.push(',');
        }
        self.empty = false;
        push(self.text, name)?;
        self.text.push(':');
        Ok(())
    }
}

fn nested(
    text: &mut String,
    zone: &TimeZone,
    fields: impl FnOnce(&mut Object<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut object = Object::begin(text, zone);
    fields(&mut object)?;
    object.end();
    Ok(())
}

fn write_value(text: &mut String, value: &Value<'_>, zone: &TimeZone) -> Result<(), Error> {
    match value {
        Value::Null => text.push_str("null"),
        Value::Text(value) => push(text, value.as_ref())?,
        Value::List(list) => push(text, list.as_ref())?,
        Value::Json(json) => text.push_str(json),
        Value::Int(number) => write!(text, "{number}").map_err(Error::internal)?,
        Value::Instant(at) => push(text, &rfc3339(*at, zone)?)?,
        Value::Duration(milliseconds) => {
            write_seconds(text, *milliseconds).map_err(Error::internal)?;
        }
        Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
    }
    Ok(())
}

fn push<T: Serialize + ?Sized>(text: &mut String, value: &T) -> Result<(), Error> {
    text.push_str(&serde_json::to_string(value)?);
    Ok(())
}
