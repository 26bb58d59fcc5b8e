//! Title of the Calls page: the opened call, or the list.

use earshot_domain::Review;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{api::ApiError, state::ReviewResource, ui::Erased};

/// Names the opened call by its caller and its time.
#[component]
pub fn PageTitle(review: ReviewResource) -> impl IntoView {
    // The server reads the title once the page, and what belonged to it, is gone.
    let text = ArcRwSignal::new(title(None));
    let shown = text.clone();
    view! {
        <Title text=move || shown.get()/>
        <Transition>
            {move || {
                let text = text.clone();
                Suspend::new(async move {
                    let opened = review.await;
                    text.set(title(opened.as_ref()));
                })
            }}
        </Transition>
    }
    .erased()
}

fn title(opened: Option<&Result<Review, ApiError>>) -> String {
    match opened {
        Some(Ok(Review { row, .. })) => {
            let whose = if row.callee.is_some() { "to" } else { "of" };
            let number = row.other_side().label();
            format!("Call {whose} {number}, {} {}", row.started.day, row.started.time)
        }
        Some(Err(_)) => "Call not available".to_owned(),
        None => "Calls".to_owned(),
    }
}
