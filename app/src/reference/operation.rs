//! One operation of the page, closed until it is asked for.

use leptos::prelude::*;

use super::{
    read::{Answer, Field, Operation},
    request::curl,
    shapes::{Fields, KindView},
    words::{paragraphs, words},
};
use crate::ui::Erased;

/// The line of an operation, and under it what it takes and answers.
#[component]
pub(super) fn OperationView(operation: Operation, address: String) -> impl IntoView {
    let command = curl(&operation, &address);
    let Operation { id, method, path, summary, words, doors, .. } = operation;
    view! {
        <details class="operation">
            <summary>
                <span class="operation-method">{method}</span>
                <code class="operation-path">{path}</code>
                <span class="operation-summary">{summary}</span>
            </summary>
            <div class="operation-body" id=id>
                {(!words.is_empty()).then(|| paragraphs(&words))}
                <p>"For "{doors.join(", or ")}"."</p>
                <Parameters parameters=operation.parameters/>
                <Body types=operation.body_types fields=operation.body/>
                <Answers answers=operation.answers/>
                <h3>"Example"</h3>
                <pre class="snippet" tabindex="0"><code>{command}</code></pre>
            </div>
        </details>
    }
    .erased()
}

#[component]
fn Parameters(parameters: Vec<Field>) -> impl IntoView {
    (!parameters.is_empty())
        .then(|| view! { <h3>"Parameters"</h3><Fields fields=parameters/> }.erased())
}

#[component]
fn Body(types: Vec<String>, fields: Vec<Field>) -> impl IntoView {
    (!types.is_empty()).then(|| {
        view! {
            <h3>"Body"</h3>
            <p class="faint">{types.join(", ")}</p>
            <Fields fields=fields/>
        }
        .erased()
    })
}

#[component]
fn Answers(answers: Vec<Answer>) -> impl IntoView {
    let row = |answer: Answer| {
        let Answer { status, words: said, types, shape, headers } = answer;
        view! {
            <tr>
                <th scope="row">{status}</th>
                <td>
                    {words(&said)}
                    {shape.map(|name| view! { " "<KindView words=name.clone() shape=Some(name)/> })}
                    {(!types.is_empty()).then(|| view! { <span class="faint">{types.join(", ")}</span> })}
                    {(!headers.is_empty())
                        .then(|| view! { <span class="faint">"Headers: "{headers.join(", ")}</span> })}
                </td>
            </tr>
        }
    };
    view! {
        <h3>"Answers"</h3>
        <table class="described">
            <tbody>{answers.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .erased()
}
