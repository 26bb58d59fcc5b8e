//! A column: its name, its type, how sensitive it is, and its value in a row.

use std::borrow::Cow;

use earshot_domain::Country;
use jiff::tz::TimeZone;

use super::{pseudonyms::Pseudonyms, value::Value};
use crate::{
    Error,
    privacy::{encryption::TenantKey, masking::FileMask},
};

/// The value of a column in a row, before masking.
pub(super) type Read<Row> = for<'a> fn(&'a Row, &'a Context<'_>) -> Result<Value<'a>, Error>;

/// A column of the rows of one mode.
pub(in crate::exports) struct Column<Row> {
    /// Name and type, as the file has them.
    pub(in crate::exports) heading: Heading,
    sensitivity: Sensitivity,
    value: Read<Row>,
}

/// Name and type of a column in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exports) struct Heading {
    /// The name.
    pub(in crate::exports) name: &'static str,
    /// The type of every value that is not null.
    pub(in crate::exports) kind: Kind,
}

/// Type of the values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exports) enum Kind {
    /// Text, a list of texts, or JSON.
    Text,
    /// A whole number.
    Integer,
    /// A length of time, in seconds.
    Seconds,
    /// An instant.
    Instant,
    /// Yes or no.
    Boolean,
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
    /// The e-mail address of a person, masked by role.
    Email,
    /// The name of a person, shown with the sensitive option only.
    PersonName,
    /// The organisation of a person.
    Organisation,
}

/// What all rows of a file share.
pub(in crate::exports) struct Context<'c> {
    /// The project's slug.
    pub(in crate::exports) project: &'c str,
    /// The country whose numbering plan the project's numbers follow.
    pub(in crate::exports) country: Option<Country>,
    /// The zone of times within texts.
    pub(in crate::exports) zone: &'c TimeZone,
    /// The key of the tenant's sealed values.
    pub(in crate::exports) key: &'c TenantKey,
    /// How much of a personal value the file shows.
    pub(in crate::exports) mask: FileMask,
    /// What replaces every personal value, if anything does.
    pub(in crate::exports) pseudonyms: Option<&'c Pseudonyms>,
}

impl<Row> Column<Row> {
    /// A column of this name.
    pub(super) const fn new(
        name: &'static str,
        kind: Kind,
        sensitivity: Sensitivity,
        value: Read<Row>,
    ) -> Self {
        Self { heading: Heading { name, kind }, sensitivity, value }
    }

    /// The value in a row, masked as the context demands: no column can leave that out.
    pub(in crate::exports) fn read<'a>(
        &self,
        row: &'a Row,
        context: &'a Context<'_>,
    ) -> Result<Value<'a>, Error> {
        let value = (self.value)(row, context)?;
        Ok(match value {
            Value::Text(text) if self.sensitivity.is_personal() => {
                Value::Text(Cow::Owned(self.sensitivity.shown(&text, context)))
            }
            value => value,
        })
    }
}

impl Sensitivity {
    const fn is_personal(self) -> bool {
        !matches!(self, Self::General | Self::RedactedText)
    }

    /// What a file shows instead of a personal value.
    fn shown(self, text: &str, context: &Context<'_>) -> String {
        if let Some(pseudonyms) = context.pseudonyms {
            return pseudonyms.of(text, context.country);
        }
        let mask = context.mask;
        match self {
            Self::General | Self::RedactedText => text.to_owned(),
            Self::PhoneNumber => mask.cell(Some(text)),
            Self::Email => mask.email(text),
            Self::PersonName => mask.name(text),
            Self::Organisation => mask.organisation(text),
        }
    }
}
