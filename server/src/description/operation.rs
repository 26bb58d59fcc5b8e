//! Builder of one operation: parameters, body, security and responses.

use std::collections::BTreeMap;

use earshot_backend::TypeSchema;
use earshot_domain::ProblemCode;
use serde_json::Value;
use utoipa::openapi::{
    HttpMethod, Ref, RefOr, Required, Schema, Type,
    content::ContentBuilder,
    path::{OperationBuilder, ParameterIn},
    request_body::RequestBodyBuilder,
    schema::ArrayBuilder,
};

use super::{
    auth_scheme::AuthScheme,
    field::{Field, form_example, form_schema},
    response::Response,
};
use crate::problem::ProblemDocument;

pub(super) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const MULTIPART: &str = "multipart/form-data";
pub(super) const JSON: &str = "application/json";
pub(super) const PROBLEM: &str = "application/problem+json";

/// An operation under construction.
pub(super) struct Operation {
    /// Path template.
    pub(super) path: String,
    /// HTTP method.
    pub(super) method: HttpMethod,
    builder: OperationBuilder,
    responses: BTreeMap<u16, Response>,
    shapes: Vec<TypeSchema>,
}

/// A `GET` operation.
pub(super) fn get(path: impl Into<String>, id: impl Into<String>, summary: &str) -> Operation {
    Operation::new(HttpMethod::Get, path.into(), id.into(), summary)
}

/// A `POST` operation.
pub(super) fn post(path: impl Into<String>, id: impl Into<String>, summary: &str) -> Operation {
    Operation::new(HttpMethod::Post, path.into(), id.into(), summary)
}

/// A `PUT` operation.
pub(super) fn put(path: impl Into<String>, id: impl Into<String>, summary: &str) -> Operation {
    Operation::new(HttpMethod::Put, path.into(), id.into(), summary)
}

/// A `DELETE` operation.
pub(super) fn delete(path: impl Into<String>, id: impl Into<String>, summary: &str) -> Operation {
    Operation::new(HttpMethod::Delete, path.into(), id.into(), summary)
}

impl Operation {
    fn new(method: HttpMethod, path: String, id: String, summary: &str) -> Self {
        let builder = OperationBuilder::new().operation_id(Some(id)).summary(Some(summary));
        Self { path, method, builder, responses: BTreeMap::new(), shapes: Vec::new() }
    }

    /// Sets the description, in Markdown.
    pub(super) fn description(mut self, description: &str) -> Self {
        self.builder = self.builder.description(Some(description));
        self
    }

    /// Adds a path parameter.
    pub(super) fn path_parameter(mut self, field: &Field) -> Self {
        self.builder = self.builder.parameter(field.parameter(ParameterIn::Path));
        self
    }

    /// Adds a query parameter.
    pub(super) fn query_parameter(mut self, field: &Field) -> Self {
        self.builder = self.builder.parameter(field.parameter(ParameterIn::Query));
        self
    }

    /// Adds a request header.
    pub(super) fn header_parameter(mut self, field: &Field) -> Self {
        self.builder = self.builder.parameter(field.parameter(ParameterIn::Header));
        self
    }

    /// Sets a urlencoded form with these fields and no others as the body.
    pub(super) fn form(self, fields: &[Field]) -> Self {
        self.body(fields, &[FORM], false)
    }

    /// Sets the fields of the body for several media types; an `open` body may have other fields.
    pub(super) fn body(mut self, fields: &[Field], media_types: &[&str], open: bool) -> Self {
        let mut body = RequestBodyBuilder::new().required(Some(Required::True));
        for media_type in media_types {
            let content = ContentBuilder::new()
                .schema(Some(form_schema(fields, open)))
                .example(Some(form_example(fields)));
            body = body.content(*media_type, content.build());
        }
        self.builder = self.builder.request_body(Some(body.build()));
        self
    }

    /// Sets a body by media types and their schemas, with the types these refer to.
    pub(super) fn content(
        mut self,
        contents: &[(&'static str, RefOr<Schema>)],
        example: &Value,
        shapes: Vec<TypeSchema>,
    ) -> Self {
        let mut body = RequestBodyBuilder::new().required(Some(Required::True));
        for (media_type, schema) in contents {
            let mut content = ContentBuilder::new().schema(Some(schema.clone()));
            if *media_type == JSON {
                content = content.example(Some(example.clone()));
            }
            body = body.content(*media_type, content.build());
        }
        self.builder = self.builder.request_body(Some(body.build()));
        self.shapes.extend(shapes);
        self
    }

    /// Sets the alternative authentication schemes, with the problems that come with them.
    pub(super) fn security(mut self, schemes: &[AuthScheme]) -> Self {
        let requirements = schemes.iter().flat_map(|scheme| scheme.requirements());
        self.builder = self.builder.securities(Some(requirements));
        for scheme in schemes {
            self = self.problems(scheme.problems());
        }
        if schemes == [AuthScheme::Session] {
            let description = "A request that prefers `text/html` and has no session is redirected \
                               to the sign-in page.";
            self = self.redirect(description);
        }
        self
    }

    /// Adds the problems that every route of the portal's own interface can answer with.
    pub(super) fn standard_problems(self) -> Self {
        use ProblemCode as P;
        let writes = self.method != HttpMethod::Get;
        let operation = self.problems(&[P::Malformed, P::Internal, P::Busy]);
        if writes {
            operation.problems(&[P::CrossSite, P::TooLarge, P::RequestTimeout])
        } else {
            operation
        }
    }

    /// Adds problems, under their statuses.
    pub(super) fn problems(mut self, codes: &[ProblemCode]) -> Self {
        for code in codes {
            let response = self.response_mut(code.status());
            response.describe(format!("`{code}`: {}.", code.label()));
            response.content(PROBLEM, Some(Ref::from_schema_name("Problem").into()));
            if matches!(code, ProblemCode::RateLimited | ProblemCode::Busy) {
                response.header("retry-after", "Seconds to wait.", Type::Integer);
            }
        }
        self.shapes.push(TypeSchema::of::<ProblemDocument>());
        self
    }

    /// Adds a redirect for browsers.
    pub(super) fn redirect(mut self, description: &str) -> Self {
        let response = self.response_mut(303);
        response.describe(description.to_owned());
        response.header("location", "The URL to go to.", Type::String);
        self
    }

    /// Adds a response without a body.
    pub(super) fn empty(mut self, status: u16, description: &str) -> Self {
        self.response_mut(status).describe(description.to_owned());
        self
    }

    /// Adds a response whose body is a file.
    pub(super) fn file(mut self, status: u16, media_type: &'static str, description: &str) -> Self {
        let response = self.response_mut(status);
        response.describe(description.to_owned());
        response.content(media_type, None);
        self
    }

    /// Adds a JSON response of a known type.
    pub(super) fn json(self, status: u16, shape: TypeSchema, description: &str) -> Self {
        let schema = Ref::from_schema_name(&shape.name).into();
        self.response(status, JSON, schema, vec![shape], description)
    }

    /// Adds a JSON response that is a list of a known type.
    pub(super) fn list(self, status: u16, shape: TypeSchema, description: &str) -> Self {
        let schema = ArrayBuilder::new().items(Ref::from_schema_name(&shape.name)).into();
        self.response(status, JSON, schema, vec![shape], description)
    }

    /// Adds a response with a schema of its own, and the types the schema refers to.
    pub(super) fn response(
        mut self,
        status: u16,
        media_type: &'static str,
        schema: RefOr<Schema>,
        shapes: Vec<TypeSchema>,
        description: &str,
    ) -> Self {
        let response = self.response_mut(status);
        response.describe(description.to_owned());
        response.content(media_type, Some(schema));
        self.shapes.extend(shapes);
        self
    }

    /// Adds a header to the responses with this status.
    pub(super) fn response_header(
        mut self,
        status: u16,
        name: &'static str,
        description: &'static str,
        kind: Type,
    ) -> Self {
        self.response_mut(status).header(name, description, kind);
        self
    }

    /// Adds the headers of a rate limit to the responses with this status.
    pub(super) fn rate_limit_headers(mut self, status: u16) -> Self {
        self.response_mut(status).rate_limit_headers();
        self
    }

    /// Adds the headers of a rate limit to every response described so far.
    pub(super) fn rate_limit_headers_everywhere(mut self) -> Self {
        self.responses.values_mut().for_each(Response::rate_limit_headers);
        self
    }

    /// The operation tagged with its area, and the types it refers to.
    pub(super) fn build(self, area: &str) -> (OperationBuilder, Vec<TypeSchema>) {
        let mut builder = self.builder.tag(area);
        for (status, response) in self.responses {
            builder = builder.response(status.to_string(), response.build());
        }
        (builder, self.shapes)
    }

    fn response_mut(&mut self, status: u16) -> &mut Response {
        self.responses.entry(status).or_default()
    }
}
