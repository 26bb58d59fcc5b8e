//! Parsing of field values in forms and query strings; each error names its field.

use crate::FieldError;

/// Highest number of values of one field.
const MAX_VALUES: usize = 20;

/// Parses one of a set of codes.
pub(crate) fn one_of<T: Copy + std::str::FromStr + ToString>(
    field: &str,
    value: &str,
    all: &[T],
) -> Result<T, FieldError> {
    value.parse().map_err(|_| {
        let codes: Vec<String> = all.iter().map(ToString::to_string).collect();
        FieldError::new(field, format!("must be one of {}", codes.join(", ")))
    })
}

/// Parses text of at most `max` characters.
pub(crate) fn text(field: &str, value: &str, max: usize) -> Result<String, FieldError> {
    if value.chars().count() > max {
        return Err(FieldError::new(field, format!("must have at most {max} characters")));
    }
    if value.contains('\0') {
        return Err(FieldError::new(field, "must not contain the NUL character"));
    }
    Ok(value.to_owned())
}

/// Adds a value to its field unless it is already there.
pub(crate) fn add<T: PartialEq>(
    values: &mut Vec<T>,
    value: T,
    field: &str,
) -> Result<(), FieldError> {
    if values.contains(&value) {
        return Ok(());
    }
    if values.len() == MAX_VALUES {
        return Err(FieldError::new(field, format!("must not have more than {MAX_VALUES} values")));
    }
    values.push(value);
    Ok(())
}
