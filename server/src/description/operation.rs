//! One operation: what it takes, who may ask, and everything it can answer.

use std::collections::BTreeMap;

use earshot_backend::described::Shape;
use earshot_domain::ProblemCode;
use serde_json::Value;
use utoipa::openapi::{
    HeaderBuilder, HttpMethod, ObjectBuilder, Ref, RefOr, Required, Response, ResponseBuilder,
    Schema, Type,
    content::ContentBuilder,
    path::{OperationBuilder, ParameterIn},
    request_body::RequestBodyBuilder,
    schema::ArrayBuilder,
};

use super::{
    auth_scheme::Door,
    field::{Field, form_example, form_schema},
};
use crate::problem::ProblemDocument;

pub(super) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const MULTIPART: &str = "multipart/form-data";
pub(super) const JSON: &str = "application/json";
pub(super) const PROBLEM: &str = "application/problem+json";

/// An operation while it is described.
pub(super) struct Described {
    pub(super) path: String,
    pub(super) method: HttpMethod,
    operation: OperationBuilder,
    answers: BTreeMap<u16, Answer>,
    shapes: Vec<Shape>,
}

/// Everything under one status.
#[derive(Default)]
struct Answer {
    words: Vec<String>,
    contents: Vec<(&'static str, Option<RefOr<Schema>>)>,
    headers: Vec<(&'static str, &'static str, Type)>,
}

/// A read.
pub(super) fn get(path: impl Into<String>, id: impl Into<String>, summary: &str) -> Described {
    Described::new(HttpMethod::Get, path.into(), id.into(), summary)
}

/// A write.
pub(super) fn post(path: impl Into<String>, id: impl Into<String>, summary: &str) -> Described {
    Described::new(HttpMethod::Post, path.into(), id.into(), summary)
}

/// A replacement.
pub(super) fn put(path: impl Into<String>, id: impl Into<String>, summary: &str) -> Described {
    Described::new(HttpMethod::Put, path.into(), id.into(), summary)
}

impl Described {
    fn new(method: HttpMethod, path: String, id: String, summary: &str) -> Self {
        let operation = OperationBuilder::new().operation_id(Some(id)).summary(Some(summary));
        Self { path, method, operation, answers: BTreeMap::new(), shapes: Vec::new() }
    }

    /// More than the summary says, in Markdown.
    pub(super) fn says(mut self, words: &str) -> Self {
        self.operation = self.operation.description(Some(words));
        self
    }

    /// A part of the path.
    pub(super) fn path(mut self, field: &Field) -> Self {
        self.operation = self.operation.parameter(field.parameter(ParameterIn::Path));
        self
    }

    /// A parameter of the query.
    pub(super) fn query(mut self, field: &Field) -> Self {
        self.operation = self.operation.parameter(field.parameter(ParameterIn::Query));
        self
    }

    /// A header of the request.
    pub(super) fn header(mut self, field: &Field) -> Self {
        self.operation = self.operation.parameter(field.parameter(ParameterIn::Header));
        self
    }

    /// A form that has these fields and no others.
    pub(super) fn form(self, fields: &[Field]) -> Self {
        self.body(fields, &[FORM], false)
    }

    /// The same fields, however they are written; an `open` body may have others beside them.
    pub(super) fn body(mut self, fields: &[Field], types: &[&str], open: bool) -> Self {
        let mut body = RequestBodyBuilder::new().required(Some(Required::True));
        for media_type in types {
            let content = ContentBuilder::new()
                .schema(Some(form_schema(fields, open)))
                .example(Some(form_example(fields)));
            body = body.content(*media_type, content.build());
        }
        self.operation = self.operation.request_body(Some(body.build()));
        self
    }

    /// A body that is no form: its media types, each with a schema, and the shapes these refer to.
    pub(super) fn content(
        mut self,
        contents: &[(&'static str, RefOr<Schema>)],
        example: &Value,
        shapes: Vec<Shape>,
    ) -> Self {
        let mut body = RequestBodyBuilder::new().required(Some(Required::True));
        for (media_type, schema) in contents {
            let mut content = ContentBuilder::new().schema(Some(schema.clone()));
            if *media_type == JSON {
                content = content.example(Some(example.clone()));
            }
            body = body.content(*media_type, content.build());
        }
        self.operation = self.operation.request_body(Some(body.build()));
        self.shapes.extend(shapes);
        self
    }

    /// Who may ask; what everybody at these doors can be refused with is added.
    pub(super) fn open_to(mut self, doors: &[Door]) -> Self {
        let requirements = doors.iter().flat_map(|door| door.requirements());
        self.operation = self.operation.securities(Some(requirements));
        for door in doors {
            self = self.refuses(door.refusals());
        }
        if doors.contains(&Door::Session) && doors.len() == 1 {
            let words = "A request that prefers `text/html` and is not signed in is sent to the \
                         sign-in page.";
            self = self.redirects(words);
        }
        self
    }

    /// What every route of the portal's own can be refused with.
    pub(super) fn our_refusals(self) -> Self {
        use ProblemCode as P;
        let writes = self.method != HttpMethod::Get;
        let own = self.refuses(&[P::Malformed, P::Internal, P::Busy]);
        if writes { own.refuses(&[P::CrossSite, P::TooLarge]) } else { own }
    }

    /// Problems, under their statuses.
    pub(super) fn refuses(mut self, codes: &[ProblemCode]) -> Self {
        for code in codes {
            let answer = self.answers.entry(code.status()).or_default();
            answer.add(
                format!("`{code}`: {}.", code.label()),
                PROBLEM,
                Some(Ref::from_schema_name("Problem").into()),
            );
            if matches!(code, ProblemCode::RateLimited | ProblemCode::Busy) {
                answer.tells("retry-after", "Seconds to wait.", Type::Integer);
            }
        }
        self.shapes.push(Shape::of::<ProblemDocument>());
        self
    }

    /// A redirect for browsers.
    pub(super) fn redirects(mut self, words: &str) -> Self {
        let answer = self.answers.entry(303).or_default();
        answer.words.push(words.to_owned());
        answer.tells("location", "Where to go on.", Type::String);
        self
    }

    /// An answer without a body.
    pub(super) fn empty(mut self, status: u16, words: &str) -> Self {
        self.answers.entry(status).or_default().words.push(words.to_owned());
        self
    }

    /// An answer of bytes.
    pub(super) fn file(mut self, status: u16, media_type: &'static str, words: &str) -> Self {
        self.answers.entry(status).or_default().add(words.to_owned(), media_type, None);
        self
    }

    /// An answer of JSON whose type is known.
    pub(super) fn json(self, status: u16, shape: Shape, words: &str) -> Self {
        let schema = Ref::from_schema_name(&shape.name).into();
        self.made(status, JSON, schema, vec![shape], words)
    }

    /// An answer of JSON that is a list of a known type.
    pub(super) fn list(self, status: u16, shape: Shape, words: &str) -> Self {
        let schema = ArrayBuilder::new().items(Ref::from_schema_name(&shape.name)).into();
        self.made(status, JSON, schema, vec![shape], words)
    }

    /// An answer whose schema was made for it from these shapes.
    pub(super) fn made(
        mut self,
        status: u16,
        media_type: &'static str,
        schema: RefOr<Schema>,
        shapes: Vec<Shape>,
        words: &str,
    ) -> Self {
        let answer = self.answers.entry(status).or_default();
        answer.add(words.to_owned(), media_type, Some(schema));
        self.shapes.extend(shapes);
        self
    }

    /// A header of the answers with this status.
    pub(super) fn tells(
        mut self,
        status: u16,
        name: &'static str,
        words: &'static str,
        kind: Type,
    ) -> Self {
        self.answers.entry(status).or_default().tells(name, words, kind);
        self
    }

    /// A header of all answers described so far.
    pub(super) fn always_tells(mut self, name: &'static str, words: &'static str) -> Self {
        for answer in self.answers.values_mut() {
            answer.tells(name, words, Type::Integer);
        }
        self
    }

    /// The operation under its area, and the shapes it refers to.
    pub(super) fn finish(self, area: &str) -> (OperationBuilder, Vec<Shape>) {
        let mut operation = self.operation.tag(area);
        for (status, answer) in self.answers {
            operation = operation.response(status.to_string(), answer.build());
        }
        (operation, self.shapes)
    }
}

impl Answer {
    fn add(&mut self, words: String, media_type: &'static str, schema: Option<RefOr<Schema>>) {
        if !self.words.contains(&words) {
            self.words.push(words);
        }
        if !self.contents.iter().any(|(known, _)| *known == media_type) {
            self.contents.push((media_type, schema));
        }
    }

    fn tells(&mut self, name: &'static str, words: &'static str, kind: Type) {
        if !self.headers.iter().any(|(known, ..)| *known == name) {
            self.headers.push((name, words, kind));
        }
    }

    fn build(self) -> Response {
        let mut response = ResponseBuilder::new().description(self.words.join(" "));
        for (media_type, schema) in self.contents {
            response = response.content(media_type, ContentBuilder::new().schema(schema).build());
            // Whoever prefers a page gets the problem as one.
            if media_type == PROBLEM {
                let page = ObjectBuilder::new().schema_type(Type::String);
                let page = ContentBuilder::new().schema(Some(page)).build();
                response = response.content("text/html", page);
            }
        }
        for (name, words, kind) in self.headers {
            let header = HeaderBuilder::new()
                .schema(Some(ObjectBuilder::new().schema_type(kind)))
                .description(Some(words));
            response = response.header(name, header.build());
        }
        response.build()
    }
}
