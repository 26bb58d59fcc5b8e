//! Fields as a table, and the named schemas.

use leptos::prelude::*;

use super::{
    markdown::inline,
    schema::{Field, NamedSchema},
};
use crate::ui::Erased;

/// A table of fields.
#[component]
pub(super) fn Fields(fields: Vec<Field>) -> impl IntoView {
    let row = |field: Field| {
        let Field { name, location, required, kind, description, .. } = field;
        view! {
            <tr>
                <th scope="row"><code>{name}</code></th>
                <td>
                    {(!description.is_empty()).then(|| view! { {inline(&description)}" " })}
                    <span class="faint">
                        <KindView text=kind.text schema=kind.schema/>
                        {(!location.is_empty()).then(|| format!(", in the {location}"))}
                        {required.then_some(", required")}
                    </span>
                </td>
            </tr>
        }
    };
    view! {
        <table class="definition-table">
            <tbody>{fields.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .erased()
}

/// The type of a value, with a link to its schema.
#[component]
pub(super) fn KindView(text: String, schema: Option<String>) -> impl IntoView {
    match schema {
        Some(name) => view! { <a href=format!("#schema-{name}")>{text}</a> }.erased(),
        None => inline(&text).erased(),
    }
}

/// One named schema.
#[component]
pub(super) fn SchemaView(schema: NamedSchema) -> impl IntoView {
    let NamedSchema { name, description, fields } = schema;
    view! {
        <details class="operation">
            <summary><code class="operation-path">{name.clone()}</code></summary>
            <div class="operation-body" id=format!("schema-{name}")>
                <p>{inline(&description)}</p>
                {(!fields.is_empty()).then(|| view! { <Fields fields=fields/> })}
            </div>
        </details>
    }
    .erased()
}
