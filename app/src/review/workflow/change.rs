//! Changes to the opened call: forms that work without scripts and stay on the page with them.

use earshot_domain::{Problem, ProblemCode, Review, ReviewAction};
use leptos::{context::Provider, ev::SubmitEvent, html, prelude::*};

use super::unsaved::Unsaved;
use crate::{
    api::load_review,
    browser::{focus_if_lost, focus_invalid, post_change, reset_and_close, submitted_form},
    state::{ChangedCall, PageQuery},
    ui::{Erased, FormErrors, ProblemNotice},
};

/// The opened call as it is now, and its changes. Copied into every part of the review.
#[derive(Clone, Copy)]
pub struct Changes {
    /// The call.
    pub review: RwSignal<Review>,
    /// Number of saved changes; forms read their initial values again after each.
    pub saved: RwSignal<u32>,
    refused: RwSignal<Option<(ReviewAction, Problem)>>,
    busy: RwSignal<bool>,
}

impl Changes {
    /// Creates the state of a loaded call.
    pub fn new(review: Review) -> Self {
        Self {
            review: RwSignal::new(review),
            saved: RwSignal::new(0),
            refused: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Submits the change of a form, and shows the call as it is afterwards.
    fn submit(self, action: ReviewAction, event: &SubmitEvent, unsaved: Unsaved) {
        let Some(form) = submitted_form(event) else { return };
        event.prevent_default();
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        let changed = use_context::<ChangedCall>();
        let id = self.review.with_untracked(|review| review.row.id);
        leptos::task::spawn_local(async move {
            match post_change(id, &form).await {
                Ok(review) => {
                    self.show(review, changed);
                    unsaved.forget(&form);
                    self.saved.try_update(|saved| *saved += 1);
                    reset_and_close(&form);
                    request_animation_frame(move || focus_if_lost(after(action)));
                }
                Err(problem) => {
                    // What was typed stays; around it the page shows what somebody else did.
                    if problem.code == ProblemCode::Conflict
                        && let Ok(review) = load_review(id.to_string()).await
                    {
                        self.show(review, changed);
                    }
                    self.refused.try_set(Some((action, problem)));
                    focus_invalid(form);
                }
            }
            self.busy.try_set(false);
        });
    }

    fn show(self, review: Review, changed: Option<ChangedCall>) {
        if let Some(ChangedCall(row)) = changed {
            row.try_set(Some(review.row.clone()));
        }
        self.review.try_set(review);
    }
}

/// Where the focus goes when the button that was pressed is gone with the change.
const fn after(action: ReviewAction) -> &'static str {
    use ReviewAction as A;
    match action {
        A::Tag | A::Untag => ".tag-form input[type='text']",
        A::Claim | A::Release | A::Resolve | A::Reopen | A::Assign | A::Escalate => {
            ".follow-up-bar button"
        }
        _ => ".line-review",
    }
}

/// A form of one change.
#[component]
pub fn ChangeForm(
    /// The call.
    changes: Changes,
    /// The change.
    action: ReviewAction,
    /// The style class.
    #[prop(default = "")]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let address = changes
        .review
        .with_untracked(|review| format!("/api/calls/{}/review-events", review.row.id));
    // Without scripts the page is loaded again, and begins where the person was.
    let back = move || {
        let query = query.get();
        let place = match (query.turn, query.expand) {
            (Some(_), _) => "#line".to_owned(),
            (None, Some(id)) => format!("#call-{id}"),
            (None, None) => String::new(),
        };
        format!("{}{place}", query.href())
    };
    let form = NodeRef::<html::Form>::new();
    let unsaved = Unsaved::new(changes, action);
    unsaved.restore(form);
    let errors = Signal::derive(move || match changes.refused.get() {
        Some((refused, problem)) if refused == action => problem.fields,
        _ => Vec::new(),
    });
    let refusal = move || {
        let (refused, problem) = changes.refused.get()?;
        (refused == action).then(|| view! { <ProblemNotice problem/> })
    };
    view! {
        <form
            class=class
            method="post"
            action=address
            node_ref=form
            on:input=move |_| unsaved.keep(form)
            on:submit=move |event| changes.submit(action, &event, unsaved)
        >
            <input type="hidden" name="action" value=action.as_str()/>
            <input type="hidden" name="back" value=back/>
            <Provider value=FormErrors(errors)>{children()}</Provider>
            {refusal}
        </form>
    }
    .erased()
}
