//! Example programs on the API keys page.

use leptos::prelude::*;

use crate::{
    examples::{Example, ExampleProgram},
    ui::{Copyable, Erased},
};

/// Uses of an API key, each in three languages.
#[component]
pub fn Examples(examples: Vec<Example>) -> impl IntoView {
    view! {
        <section class="setting" id="examples">
            <h2>"Examples"</h2>
            <p class="lead">
                "Each example runs as it is, with its settings in environment variables. The "
                <a href="/help/api" rel="external">"API reference"</a>
                " describes the whole interface."
            </p>
            {examples.into_iter().map(|example| view! { <Task example/> }).collect_view()}
        </section>
    }
    .erased()
}

#[component]
fn Task(example: Example) -> impl IntoView {
    let Example { title, needs, programs } = example;
    let group = title.to_lowercase().replace(' ', "-");
    let program = |(place, program): (usize, ExampleProgram)| {
        view! {
            <details name=group.clone() open=place == 0>
                <summary>{program.language}</summary>
                <Copyable text=program.text/>
            </details>
        }
    };
    view! {
        <div class="example">
            <h3>{title}</h3>
            <p class="faint">"Requires "{needs}</p>
            {programs.into_iter().enumerate().map(program).collect_view()}
        </div>
    }
    .erased()
}
