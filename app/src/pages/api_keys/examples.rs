//! Programs to copy, under the keys they need.

use leptos::prelude::*;

use crate::{
    examples::{Example, ExampleProgram},
    ui::{Copyable, Erased},
};

/// What can be done with a key, in three languages each.
#[component]
pub fn Examples(examples: Vec<Example>) -> impl IntoView {
    view! {
        <section class="setting" id="examples">
            <h2>"Examples"</h2>
            <p class="lead">
                "They run as they stand, with what they need in the environment. Everything a program \
                 can ask is on the "<a href="/help/api" rel="external">"API page"</a>"."
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
            <p class="faint">"Needs "{needs}</p>
            {programs.into_iter().enumerate().map(program).collect_view()}
        </div>
    }
    .erased()
}
