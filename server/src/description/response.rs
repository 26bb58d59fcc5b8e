//! Responses of an operation: everything under one status.

use utoipa::openapi::{
    HeaderBuilder, ObjectBuilder, RefOr, Response as OpenApiResponse, ResponseBuilder, Schema,
    Type, content::ContentBuilder,
};

use super::operation::PROBLEM;

/// Descriptions, bodies and headers that share a status.
#[derive(Default)]
pub(super) struct Response {
    descriptions: Vec<String>,
    contents: Vec<(&'static str, Option<RefOr<Schema>>)>,
    headers: Vec<(&'static str, &'static str, Type)>,
}

impl Response {
    /// Adds a description, unless the response has it already.
    pub(super) fn describe(&mut self, description: String) {
        if !self.descriptions.contains(&description) {
            self.descriptions.push(description);
        }
    }

    /// Adds a body; the first of each media type counts.
    pub(super) fn content(&mut self, media_type: &'static str, schema: Option<RefOr<Schema>>) {
        if !self.contents.iter().any(|(known, _)| *known == media_type) {
            self.contents.push((media_type, schema));
        }
    }

    /// Adds a header; the first of each name counts.
    pub(super) fn header(&mut self, name: &'static str, description: &'static str, kind: Type) {
        if !self.headers.iter().any(|(known, ..)| *known == name) {
            self.headers.push((name, description, kind));
        }
    }

    /// Adds the headers of a rate limit.
    pub(super) fn rate_limit_headers(&mut self) {
        self.header("x-ratelimit-limit", "Requests permitted per minute.", Type::Integer);
        self.header("x-ratelimit-remaining", "Requests remaining.", Type::Integer);
        self.header("x-ratelimit-reset", "Seconds until one more is permitted.", Type::Integer);
    }

    /// The response as the document has it.
    pub(super) fn build(self) -> OpenApiResponse {
        let mut response = ResponseBuilder::new().description(self.descriptions.join(" "));
        for (media_type, schema) in self.contents {
            response = response.content(media_type, ContentBuilder::new().schema(schema).build());
            // A client that prefers HTML gets the problem as a page.
            if media_type == PROBLEM {
                let page = ObjectBuilder::new().schema_type(Type::String);
                let page = ContentBuilder::new().schema(Some(page)).build();
                response = response.content("text/html", page);
            }
        }
        for (name, description, kind) in self.headers {
            let header = HeaderBuilder::new()
                .schema(Some(ObjectBuilder::new().schema_type(kind)))
                .description(Some(description));
            response = response.header(name, header.build());
        }
        response.build()
    }
}
