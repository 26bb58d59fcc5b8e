//! A field of a form or a query: its name, what it may be, and an example that works.

use serde_json::{Value, json};
use utoipa::openapi::{
    KnownFormat, Object, ObjectBuilder, RefOr, Required, Schema, SchemaFormat, Type,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::ArrayBuilder,
};

/// One field.
pub(super) struct Field {
    pub(super) name: &'static str,
    words: String,
    schema: Object,
    required: bool,
    repeats: bool,
    example: Option<Value>,
}

impl Field {
    fn new(name: &'static str, words: impl Into<String>, schema: ObjectBuilder) -> Self {
        let (words, schema) = (words.into(), schema.build());
        Self { name, words, schema, required: false, repeats: false, example: None }
    }

    /// It must be there.
    pub(super) fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It may stand there several times.
    pub(super) fn repeats(mut self) -> Self {
        self.repeats = true;
        self
    }

    /// At most so many characters.
    pub(super) fn most(mut self, characters: usize) -> Self {
        self.schema.max_length = Some(characters);
        self
    }

    /// A value that works.
    pub(super) fn example(mut self, value: impl Into<Value>) -> Self {
        self.example = Some(value.into());
        self
    }

    fn shape(&self) -> RefOr<Schema> {
        if self.repeats {
            ArrayBuilder::new().items(self.schema.clone()).into()
        } else {
            self.schema.clone().into()
        }
    }

    /// The field as a parameter of the address.
    pub(super) fn parameter(&self, place: ParameterIn) -> Parameter {
        let required = self.required || place == ParameterIn::Path;
        ParameterBuilder::new()
            .name(self.name)
            .parameter_in(place)
            .required(if required { Required::True } else { Required::False })
            .description(Some(&self.words))
            .schema(Some(self.shape()))
            .example(self.example.clone())
            .build()
    }
}

/// A form's fields as a schema; it takes no others unless it is `open`.
pub(super) fn form_schema(fields: &[Field], open: bool) -> Schema {
    let mut form = ObjectBuilder::new();
    for field in fields {
        let mut shape = field.shape();
        match &mut shape {
            RefOr::T(Schema::Object(object)) => object.description = Some(field.words.clone()),
            RefOr::T(Schema::Array(array)) => array.description = Some(field.words.clone()),
            _ => {}
        }
        form = form.property(field.name, shape);
        if field.required {
            form = form.required(field.name);
        }
    }
    if !open {
        form = form.additional_properties(Some(
            utoipa::openapi::schema::AdditionalProperties::FreeForm(false),
        ));
    }
    form.into()
}

/// The example of a form: every field that has one.
pub(super) fn form_example(fields: &[Field]) -> Value {
    let examples = fields.iter().filter_map(|field| Some((field.name, field.example.clone()?)));
    json!(examples.collect::<std::collections::BTreeMap<_, _>>())
}

/// Text.
pub(super) fn text(name: &'static str, words: impl Into<String>) -> Field {
    Field::new(name, words, ObjectBuilder::new().schema_type(Type::String))
}

/// An id.
pub(super) fn id(name: &'static str, words: impl Into<String>) -> Field {
    let uuid = SchemaFormat::KnownFormat(KnownFormat::Uuid);
    Field::new(name, words, ObjectBuilder::new().schema_type(Type::String).format(Some(uuid)))
        .example("0198f2c0-7d5e-7000-8000-000000000001")
}

/// One of a set of words.
pub(super) fn word(
    name: &'static str,
    words: impl Into<String>,
    all: impl IntoIterator<Item = &'static str>,
) -> Field {
    let all: Vec<&str> = all.into_iter().collect();
    Field::new(name, words, ObjectBuilder::new().schema_type(Type::String).enum_values(Some(all)))
}

/// `true` or `false`.
pub(super) fn flag(name: &'static str, words: impl Into<String>) -> Field {
    Field::new(name, words, ObjectBuilder::new().schema_type(Type::Boolean))
}

/// A whole number of a range.
pub(super) fn number(name: &'static str, words: impl Into<String>, least: u32, most: u32) -> Field {
    let number = ObjectBuilder::new().schema_type(Type::Integer);
    Field::new(name, words, number.minimum(Some(least)).maximum(Some(most)))
}
