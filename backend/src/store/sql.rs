//! WHERE clauses built from constants and placeholders only: values never become SQL text.

use earshot_domain::{Permission, Role};

use super::stored::Code;

/// The codes of the roles with a permission, for `IN (…)`: constants, never user input.
pub(super) fn role_list(permission: Permission) -> String {
    let codes: Vec<String> = permission.roles().map(|role: Role| format!("'{role}'")).collect();
    codes.join(", ")
}

/// A value bound to a placeholder.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Arg {
    Text(String),
    Int(i64),
    Bool(bool),
    Bytes(Vec<u8>),
}

impl<T: Code> From<T> for Arg {
    fn from(value: T) -> Self {
        Self::Text(value.to_string())
    }
}

impl From<String> for Arg {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&str> for Arg {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&String> for Arg {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

impl From<i64> for Arg {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Arg {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Vec<u8>> for Arg {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

/// Conditions joined by AND, and their values in order of placeholder.
#[derive(Debug, Clone, Default)]
pub(super) struct Conditions {
    clauses: Vec<String>,
    pub(super) args: Vec<Arg>,
}

impl Conditions {
    /// Adds a value and returns its placeholder.
    pub(super) fn arg(&mut self, value: impl Into<Arg>) -> String {
        self.args.push(value.into());
        format!("${}", self.args.len())
    }

    /// Adds a clause of constants and placeholders.
    pub(super) fn and(&mut self, clause: String) {
        self.clauses.push(clause);
    }

    /// `column operator value`.
    pub(super) fn compare(&mut self, left: &'static str, value: impl Into<Arg>) {
        let placeholder = self.arg(value);
        self.and(format!("{left} {placeholder}"));
    }

    /// `column IN (…)`; no values means no condition.
    pub(super) fn any_of<T: Into<Arg>>(
        &mut self,
        column: &'static str,
        values: impl IntoIterator<Item = T>,
    ) {
        let places: Vec<String> = values.into_iter().map(|value| self.arg(value)).collect();
        if !places.is_empty() {
            self.and(format!("{column} IN ({})", places.join(", ")));
        }
    }

    /// The clause after WHERE.
    pub(super) fn sql(&self) -> String {
        if self.clauses.is_empty() { "TRUE".to_owned() } else { self.clauses.join(" AND ") }
    }
}

/// Binds collected arguments to a query of either database.
macro_rules! bind_all {
    ($query:expr, $args:expr) => {{
        let mut query = $query;
        for arg in $args.iter().cloned() {
            query = match arg {
                $crate::store::sql::Arg::Text(value) => query.bind(value),
                $crate::store::sql::Arg::Int(value) => query.bind(value),
                $crate::store::sql::Arg::Bool(value) => query.bind(value),
                $crate::store::sql::Arg::Bytes(value) => query.bind(value),
            };
        }
        query
    }};
}
pub(super) use bind_all;
