//! The banner of a live unlock: the time that is left, and what can be done.

use earshot_domain::{Unlock, UnlockScope, format_duration};
use leptos::prelude::*;

use super::card::Card;
use crate::{state::PageQuery, ui::Erased};

/// The banner, with **Show unlocked text** and **End unlock**.
#[component]
pub fn LiveUnlock(card: Card, live: Unlock) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let hidden = move |action: &'static str| {
        view! {
            <input type="hidden" name="unlock" value=action/>
            <input type="hidden" name="call_id" value=card.call.to_string()/>
            <input type="hidden" name="unlock_id" value=live.id.to_string()/>
        }
    };
    let address = move || format!("{}#unlock", query.get().href());
    let has_text = live.scope != UnlockScope::Recording;
    view! {
        <div class="notice unlock-banner">
            <p role="status">
                <strong>{format!("Unlocked: {}", live.scope.label())}</strong>
                {format!(" until {}", live.expires.time)}
            </p>
            <p>
                <span role="timer" class="unlock-left">
                    {move || format!("{} left", format_duration(card.left.get()))}
                </span>
            </p>
            {(!has_text)
                .then(|| {
                    view! {
                        <p>"What you play and download of the recording is recorded with this unlock."</p>
                    }
                })}
            <div class="unlock-actions">
                {has_text
                    .then(|| {
                        view! {
                            <form
                                method="post"
                                action=address
                                on:submit=move |event| card.view(&event)
                            >
                                {hidden("view")}
                                <button class="button button-primary" type="submit">
                                    "Show unlocked text"
                                </button>
                            </form>
                        }
                    })}
                <form method="post" action=address on:submit=move |event| card.end(&event)>
                    {hidden("end")}
                    <button class="button" type="submit">"End unlock"</button>
                </form>
            </div>
        </div>
    }
    .erased()
}
