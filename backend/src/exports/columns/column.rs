//! A column: its name, how sensitive it is, and its value in a row.

use std::borrow::Cow;

use crate::{
    Error,
    privacy::{encryption::TenantKey, masking::FileMask},
};

/// A column of the rows of one mode.
pub(in crate::exports) struct Column<Row> {
    /// The name in the file.
    pub(in crate::exports) name: &'static str,
    /// What its values can give away.
    pub(super) sensitivity: Sensitivity,
    /// The value in a row, before masking.
    pub(super) value: for<'a> fn(&'a Row, &'a Context<'_>) -> Result<Value<'a>, Error>,
}

/// What the values of a column can give away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exports) enum Sensitivity {
    /// Facts about the call.
    General,
    /// Text that was redacted when the call was stored.
    RedactedText,
    /// The number of a person, masked by role.
    PhoneNumber,
}

/// What all rows of a file share.
pub(in crate::exports) struct Context<'c> {
    /// The project's slug.
    pub(in crate::exports) project: &'c str,
    /// The key of the tenant's sealed values.
    pub(in crate::exports) key: &'c TenantKey,
    /// How much of a number the file shows.
    pub(in crate::exports) mask: FileMask,
}

/// A typed value; how it is spelt is up to the format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exports) enum Value<'a> {
    /// None.
    Null,
    /// Text from anybody.
    Text(Cow<'a, str>),
    /// A whole number.
    Int(i64),
    /// An instant, in milliseconds since 1970 UTC.
    Instant(i64),
    /// A length of time, in milliseconds.
    Duration(i64),
}

impl<'a> Value<'a> {
    /// Text that is there.
    pub(super) const fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// Text that may be absent.
    pub(super) fn optional(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::text)
    }
}

impl<Row> Column<Row> {
    /// The value in a row, masked as the context demands: no column can leave that out.
    pub(in crate::exports) fn read<'a>(
        &self,
        row: &'a Row,
        context: &'a Context<'_>,
    ) -> Result<Value<'a>, Error> {
        let value = (self.value)(row, context)?;
        Ok(match (self.sensitivity, value) {
            (Sensitivity::PhoneNumber, Value::Text(number)) => {
                Value::Text(Cow::Owned(context.mask.cell(Some(&number))))
            }
            (_, value) => value,
        })
    }
}
