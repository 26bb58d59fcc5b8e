//! Fields of forms and parameters: name, schema and an example that works.

use serde_json::{Value, json};
use utoipa::openapi::{
    KnownFormat, Object, ObjectBuilder, RefOr, Required, Schema, SchemaFormat, Type,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::ArrayBuilder,
};

/// One field of a form, or one parameter.
pub(super) struct Field {
    pub(super) name: &'static str,
    description: String,
    schema: Object,
    required: bool,
    repeated: bool,
    example: Option<Value>,
}

impl Field {
    fn new(name: &'static str, description: impl Into<String>, schema: ObjectBuilder) -> Self {
        let (description, schema) = (description.into(), schema.build());
        Self { name, description, schema, required: false, repeated: false, example: None }
    }

    /// Makes the field required.
    pub(super) fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Lets the field occur several times.
    pub(super) fn repeated(mut self) -> Self {
        self.repeated = true;
        self
    }

    /// Sets the greatest number of characters.
    pub(super) fn max_length(mut self, characters: usize) -> Self {
        self.schema.max_length = Some(characters);
        self
    }

    /// Sets an example that works.
    pub(super) fn example(mut self, value: impl Into<Value>) -> Self {
        self.example = Some(value.into());
        self
    }

    fn schema(&self) -> RefOr<Schema> {
        if self.repeated {
            ArrayBuilder::new().items(self.schema.clone()).into()
        } else {
            self.schema.clone().into()
        }
    }

    /// The field as a parameter.
    pub(super) fn parameter(&self, place: ParameterIn) -> Parameter {
        let required = self.required || place == ParameterIn::Path;
        ParameterBuilder::new()
            .name(self.name)
            .parameter_in(place)
            .required(if required { Required::True } else { Required::False })
            .description(Some(&self.description))
            .schema(Some(self.schema()))
            .example(self.example.clone())
            .build()
    }
}

/// The schema of a form; it accepts no other fields unless it is `open`.
pub(super) fn form_schema(fields: &[Field], open: bool) -> Schema {
    let mut form = ObjectBuilder::new();
    for field in fields {
        let mut schema = field.schema();
        let description = Some(field.description.clone());
        match &mut schema {
            RefOr::T(Schema::Object(object)) => object.description = description,
            RefOr::T(Schema::Array(array)) => array.description = description,
            _ => {}
        }
        form = form.property(field.name, schema);
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

/// The example of a form: the examples of its fields.
pub(super) fn form_example(fields: &[Field]) -> Value {
    let examples = fields.iter().filter_map(|field| Some((field.name, field.example.clone()?)));
    json!(examples.collect::<std::collections::BTreeMap<_, _>>())
}

/// A text field.
pub(super) fn text(name: &'static str, description: impl Into<String>) -> Field {
    Field::new(name, description, ObjectBuilder::new().schema_type(Type::String))
}

/// An id (UUID).
pub(super) fn id(name: &'static str, description: impl Into<String>) -> Field {
    let uuid = SchemaFormat::KnownFormat(KnownFormat::Uuid);
    let schema = ObjectBuilder::new().schema_type(Type::String).format(Some(uuid));
    Field::new(name, description, schema).example("0198f2c0-7d5e-7000-8000-000000000001")
}

/// One of a fixed set of values.
pub(super) fn choice(
    name: &'static str,
    description: impl Into<String>,
    values: impl IntoIterator<Item = &'static str>,
) -> Field {
    let values: Vec<&str> = values.into_iter().collect();
    let schema = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(values));
    Field::new(name, description, schema)
}

/// A Boolean.
pub(super) fn boolean(name: &'static str, description: impl Into<String>) -> Field {
    Field::new(name, description, ObjectBuilder::new().schema_type(Type::Boolean))
}

/// An integer within inclusive bounds.
pub(super) fn integer(
    name: &'static str,
    description: impl Into<String>,
    minimum: u32,
    maximum: u32,
) -> Field {
    let schema = ObjectBuilder::new().schema_type(Type::Integer);
    Field::new(name, description, schema.minimum(Some(minimum)).maximum(Some(maximum)))
}
