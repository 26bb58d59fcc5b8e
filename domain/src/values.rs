//! Reading the values of a form's or an address's fields; each error names its field.

use crate::FieldError;

/// At most this many values of one field.
const MOST_VALUES: usize = 20;

/// One of a set's codes.
pub(crate) fn one_of<T: Copy + std::str::FromStr + ToString>(
    field: &str,
    value: &str,
    all: &[T],
) -> Result<T, FieldError> {
    value.parse().map_err(|_| {
        let known: Vec<String> = all.iter().map(ToString::to_string).collect();
        FieldError::new(field, format!("must be one of {}", known.join(", ")))
    })
}

/// Text of at most so many characters.
pub(crate) fn text(field: &str, value: &str, most: usize) -> Result<String, FieldError> {
    if value.chars().count() > most {
        return Err(FieldError::new(field, format!("must have at most {most} characters")));
    }
    if value.contains('\0') {
        return Err(FieldError::new(field, "must not contain the NUL character"));
    }
    Ok(value.to_owned())
}

/// Adds a value to its field, once.
pub(crate) fn add<T: PartialEq>(
    values: &mut Vec<T>,
    value: T,
    field: &str,
) -> Result<(), FieldError> {
    if values.contains(&value) {
        return Ok(());
    }
    if values.len() == MOST_VALUES {
        return Err(FieldError::new(
            field,
            format!("must not have more than {MOST_VALUES} values"),
        ));
    }
    values.push(value);
    Ok(())
}
