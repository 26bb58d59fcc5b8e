//! An operation on the page, collapsed until it is opened.

use leptos::prelude::*;

use super::{
    curl::curl,
    markdown::{inline, paragraphs},
    model::{Field, Operation, Response},
    schemas::{Fields, KindView},
};
use crate::ui::Erased;

/// An operation with its parameters, responses and an example.
#[component]
pub(super) fn OperationView(operation: Operation, address: String) -> impl IntoView {
    let command = curl(&operation, &address);
    let Operation { id, method, path, summary, description, security, .. } = operation;
    view! {
        <details class="operation">
            <summary>
                <span class="operation-method">{method}</span>
                <code class="operation-path">{path}</code>
                <span class="operation-summary">{summary}</span>
            </summary>
            <div class="operation-body" id=id>
                {(!description.is_empty()).then(|| paragraphs(&description))}
                <p>"Authentication: "{security.join(" or ")}"."</p>
                <Parameters parameters=operation.parameters/>
                <Body types=operation.body_types fields=operation.body/>
                <Responses responses=operation.responses/>
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
            <h3>"Request body"</h3>
            <p class="faint">{types.join(", ")}</p>
            <Fields fields=fields/>
        }
        .erased()
    })
}

#[component]
fn Responses(responses: Vec<Response>) -> impl IntoView {
    let row = |response: Response| {
        let Response { status, description, types, schema, headers } = response;
        view! {
            <tr>
                <th scope="row">{status}</th>
                <td>
                    {inline(&description)}
                    {schema.map(|name| view! { " "<KindView text=name.clone() schema=Some(name)/> })}
                    {(!types.is_empty()).then(|| view! { <span class="faint">{types.join(", ")}</span> })}
                    {(!headers.is_empty())
                        .then(|| view! { <span class="faint">"Headers: "{headers.join(", ")}</span> })}
                </td>
            </tr>
        }
    };
    view! {
        <h3>"Responses"</h3>
        <table class="definition-table">
            <tbody>{responses.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .erased()
}
