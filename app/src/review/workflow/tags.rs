//! Tags of a call.

use earshot_domain::ReviewAction;
use leptos::prelude::*;

use super::change::{ChangeForm, Changes};
use crate::ui::{Erased, Icon, Symbol};

/// The tags, each with a remove button, and a field for a new one.
#[component]
pub fn Tags(changes: Changes) -> impl IntoView {
    let tags = Memo::new(move |_| changes.review.with(|review| review.tags.clone()));
    let tag = move |tag: String| {
        let label = format!("Remove the tag {tag}");
        view! {
            <li class="chip">
                <bdi>{tag.clone()}</bdi>
                <ChangeForm changes action=ReviewAction::Untag>
                    <input type="hidden" name="text" value=tag/>
                    <button type="submit" aria-label=label><Icon symbol=Symbol::Close/></button>
                </ChangeForm>
            </li>
        }
    };
    let field = view! {
            <ChangeForm changes action=ReviewAction::Tag class="tag-form">
                <input
                    type="text"
                    name="text"
                    aria-label="New tag"
                    placeholder="New tag"
                    required
                    maxlength="50"
                />
                <button class="button" type="submit">"Add tag"</button>
            </ChangeForm>
    };
    view! {
        <section class="tags" aria-label="Tags">
            <h3>"Tags"</h3>
            <ul>{move || tags.get().into_iter().map(tag).collect_view()}</ul>
            {field}
        </section>
    }
    .erased()
}
