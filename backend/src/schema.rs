//! Schemas of serialised types, for the API description.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

/// The schema of a type as it is serialised, with those of the types it refers to.
#[derive(Clone)]
pub struct TypeSchema {
    /// The name of the schema.
    pub name: String,
    /// The schema and those it refers to, by name.
    pub parts: Vec<(String, RefOr<Schema>)>,
}

impl TypeSchema {
    /// Collects the schema of a type.
    pub fn of<T: ToSchema>() -> Self {
        let name = T::name().into_owned();
        let mut parts = vec![(name.clone(), <T as PartialSchema>::schema())];
        T::schemas(&mut parts);
        Self { name, parts }
    }
}
