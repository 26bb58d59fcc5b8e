//! What answers and files consist of, for whoever describes them to programs.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

/// A type as it is serialised, with the types it is made of.
#[derive(Clone)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// It and everything it refers to, by name.
    pub parts: Vec<(String, RefOr<Schema>)>,
}

impl Shape {
    /// The shape of a type.
    pub fn of<T: ToSchema>() -> Self {
        let name = T::name().into_owned();
        let mut parts = vec![(name.clone(), <T as PartialSchema>::schema())];
        T::schemas(&mut parts);
        Self { name, parts }
    }
}

/// One call's conversation as JSON.
pub fn conversation_file() -> Shape {
    crate::exports::conversation_shape()
}

/// A conversation in TalkifAI's structure.
pub fn exported_conversation() -> Shape {
    crate::partners::conversation_shape()
}

/// One leg of the PBX interface's file.
pub fn pbx_leg() -> Shape {
    crate::partners::leg_shape()
}

/// One call of our own format.
pub fn own_call() -> Shape {
    crate::intake::readers::own_shape()
}
