//! One operation of the page, closed by default.

use leptos::prelude::*;

use super::{
    markdown::{inline, paragraphs},
    read::{Body, Operation, Response},
    request::curl,
    schema::Field,
    schema_view::{Fields, KindView},
    security::Credentials,
};
use crate::ui::Erased;

/// The summary line of an operation, and its details.
#[component]
pub(super) fn OperationView(operation: Operation, address: String) -> impl IntoView {
    let command = curl(&operation, &address);
    let Operation { id, method, path, summary, description, .. } = operation;
    let credentials: Vec<&str> =
        operation.credentials.into_iter().map(Credentials::label).collect();
    view! {
        <details class="operation">
            <summary>
                <span class="operation-method">{method}</span>
                <code class="operation-path">{path}</code>
                <span class="operation-summary">{summary}</span>
            </summary>
            <div class="operation-body" id=id>
                {(!description.is_empty()).then(|| paragraphs(&description))}
                <p>"Requires "{credentials.join(", or ")}"."</p>
                <Parameters parameters=operation.parameters/>
                {operation.body.map(|body| view! { <BodyView body/> })}
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
fn BodyView(body: Body) -> impl IntoView {
    view! {
        <h3>"Body"</h3>
        <p class="faint">{body.media_types.join(", ")}</p>
        <Fields fields=body.fields/>
    }
    .erased()
}

#[component]
fn Responses(responses: Vec<Response>) -> impl IntoView {
    let row = |response: Response| {
        let Response { status, description, media_types, schema, headers } = response;
        view! {
            <tr>
                <th scope="row">{status}</th>
                <td>
                    {inline(&description)}
                    {schema.map(|name| view! { " "<KindView text=name.clone() schema=Some(name)/> })}
                    {(!media_types.is_empty())
                        .then(|| view! { <span class="faint">{media_types.join(", ")}</span> })}
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
