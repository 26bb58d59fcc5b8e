//! Search in summaries and transcripts.

use leptos::prelude::*;

use crate::{
    state::PageQuery,
    ui::{Erased, Field, FieldFault},
};

/// The text field of the filter row.
#[component]
pub fn SearchField() -> impl IntoView {
    let typed = expect_context::<PageQuery>().typed("q");
    let fault = FieldFault::of("q");
    view! {
        <Field label="Text">
            <input
                type="search"
                name="q"
                maxlength="128"
                value=typed
                placeholder="Words"
                enterkeyhint="search"
                aria-label="Text in summary and transcript"
                aria-invalid=move || fault.invalid()
                autofocus=fault.is_first()
            />
            {fault.message()}
        </Field>
    }
    .erased()
}
