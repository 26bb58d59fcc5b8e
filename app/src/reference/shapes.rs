//! Fields as a table, and the named shapes that answers refer to.

use leptos::prelude::*;

use super::{read::Field, words::words};
use crate::ui::Erased;

/// A table of fields.
#[component]
pub(super) fn Fields(fields: Vec<Field>) -> impl IntoView {
    let row = |field: Field| {
        let Field { name, place, required, kind, words: said } = field;
        view! {
            <tr>
                <th scope="row"><code>{name}</code></th>
                <td>
                    {(!said.is_empty()).then(|| view! { {words(&said)}" " })}
                    <span class="faint">
                        <KindView words=kind.words shape=kind.shape/>
                        {(!place.is_empty()).then(|| format!(", in the {place}"))}
                        {required.then_some(", required")}
                    </span>
                </td>
            </tr>
        }
    };
    view! {
        <table class="described">
            <tbody>{fields.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .erased()
}

/// What a value may be; a shape leads to its fields.
#[component]
pub(super) fn KindView(words: String, shape: Option<String>) -> impl IntoView {
    match shape {
        Some(name) => view! { <a href=format!("#shape-{name}")>{words}</a> }.erased(),
        None => super::words::words(&words).erased(),
    }
}

/// One named shape.
#[component]
pub(super) fn Shape(name: String, said: String, fields: Vec<Field>) -> impl IntoView {
    view! {
        <details class="operation">
            <summary><code class="operation-path">{name.clone()}</code></summary>
            <div class="operation-body" id=format!("shape-{name}")>
                <p>{words(&said)}</p>
                {(!fields.is_empty()).then(|| view! { <Fields fields=fields/> })}
            </div>
        </details>
    }
    .erased()
}
