//! The page: conventions, areas with their operations, schemas.

use leptos::prelude::*;
use serde_json::Value;

use super::{
    markdown::{inline, paragraphs},
    operation::OperationView,
    read::{Area, areas},
    schema::named_schemas,
    schema_view::SchemaView,
};
use crate::ui::Erased;

/// The contents of the page's frame.
#[component]
pub(super) fn Parts(description: &'static Value, address: String) -> impl IntoView {
    let conventions = description["info"]["description"].as_str().unwrap_or_default();
    let areas = areas(description);
    let names: Vec<String> = areas.iter().map(|area| area.name.clone()).collect();
    let schema = |schema| view! { <SchemaView schema/> };
    view! {
        <p class="breadcrumb"><a href="/help">"Help"</a></p>
        <h1>"API reference"</h1>
        <p class="lead">
            "The HTTP interface of this portal, generated from the "
            <a href="/openapi.json">"OpenAPI document"</a>
            ". Requests need an API key: see "
            <a href="/settings/api-keys">"API keys"</a>"."
        </p>
        <Contents names/>
        <section class="reference" id="conventions">
            <h2>"Conventions"</h2>
            {paragraphs(conventions)}
        </section>
        {areas.into_iter().map(|area| view! { <AreaView area address=address.clone()/> }).collect_view()}
        <section class="reference" id="schemas">
            <h2>"Schemas"</h2>
            {named_schemas(description).into_iter().map(schema).collect_view()}
        </section>
    }
    .erased()
}

#[component]
fn Contents(names: Vec<String>) -> impl IntoView {
    let entry = |name: String| {
        let href = format!("#{}", anchor(&name));
        view! { <li><a href=href>{name}</a></li> }
    };
    view! {
        <nav class="reference-contents" aria-label="Areas">
            <ul>
                <li><a href="#conventions">"Conventions"</a></li>
                {names.into_iter().map(entry).collect_view()}
                <li><a href="#schemas">"Schemas"</a></li>
            </ul>
        </nav>
    }
    .erased()
}

#[component]
fn AreaView(area: Area, address: String) -> impl IntoView {
    let Area { name, description, operations } = area;
    let operation = |operation| view! { <OperationView operation address=address.clone()/> };
    let id = anchor(&name);
    view! {
        <section class="reference" id=id>
            <h2>{name}</h2>
            <p class="lead">{inline(&description)}</p>
            {operations.into_iter().map(operation).collect_view()}
        </section>
    }
    .erased()
}

/// The fragment identifier of an area.
fn anchor(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}
