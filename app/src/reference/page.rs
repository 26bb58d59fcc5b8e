//! The page: the rules once, then the areas with their operations, then the shapes.

use leptos::prelude::*;
use serde_json::Value;

use super::{
    operation::OperationView,
    read::{Area, areas, shapes},
    shapes::Shape,
    words::{paragraphs, words},
};
use crate::ui::Erased;

/// What stands in the frame.
#[component]
pub(super) fn Parts(description: &'static Value, address: String) -> impl IntoView {
    let rules = description["info"]["description"].as_str().unwrap_or_default();
    let areas = areas(description);
    let names: Vec<String> = areas.iter().map(|area| area.name.clone()).collect();
    let shape = |(name, said, fields)| view! { <Shape name said fields/> };
    view! {
        <p class="crumb"><a href="/help">"Help"</a></p>
        <h1>"API"</h1>
        <p class="lead">
            "What programs can ask of this portal, from the "
            <a href="/openapi.json">"OpenAPI document"</a>
            " itself. A program needs a key: see "
            <a href="/settings/api-keys">"API keys"</a>"."
        </p>
        <Contents names/>
        <section class="reference" id="rules">
            <h2>"Rules"</h2>
            {paragraphs(rules)}
        </section>
        {areas.into_iter().map(|area| view! { <AreaView area address=address.clone()/> }).collect_view()}
        <section class="reference" id="shapes">
            <h2>"Shapes"</h2>
            {shapes(description).into_iter().map(shape).collect_view()}
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
                <li><a href="#rules">"Rules"</a></li>
                {names.into_iter().map(entry).collect_view()}
                <li><a href="#shapes">"Shapes"</a></li>
            </ul>
        </nav>
    }
    .erased()
}

#[component]
fn AreaView(area: Area, address: String) -> impl IntoView {
    let Area { name, words: said, operations } = area;
    let operation = |operation| view! { <OperationView operation address=address.clone()/> };
    let id = anchor(&name);
    view! {
        <section class="reference" id=id>
            <h2>{name}</h2>
            <p class="lead">{words(&said)}</p>
            {operations.into_iter().map(operation).collect_view()}
        </section>
    }
    .erased()
}

/// An area's name in addresses.
fn anchor(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}
