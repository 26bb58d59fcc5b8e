//! The frame of every signed-in page, which stays while pages change.

use leptos::{ev, prelude::*};
use leptos_router::{components::Outlet, hooks::use_location};

use super::layout::{FrameHead, FrameMain};
use crate::{
    api::{load, load_profile},
    browser::{ScrollPlaces, close_innermost, focus_if_lost},
    ui::Erased,
};

/// Whether another page is being loaded; the one before stays meanwhile.
#[derive(Clone, Copy)]
pub struct Routing(pub ReadSignal<bool>);

/// The frame, loaded once, with the page of the URL inside. The page is outside of what waits for the profile,
/// which would load it again; a profile that cannot be loaded is a problem that the page states.
#[component]
pub fn AppFrame() -> impl IntoView {
    let profile = load(|| (), |()| load_profile());
    handle_escape();
    keep_places();
    view! {
        <Suspense fallback=|| ()>
            {move || Suspend::new(async move {
                profile.await.ok().map(|profile| view! { <FrameHead profile/> })
            })}
        </Suspense>
        <FrameMain><Outlet/></FrameMain>
    }
    .erased()
}

/// Escape closes the innermost thing on every page.
fn handle_escape() {
    // Effects run in a browser only.
    Effect::new(|_| {
        let listener = window_event_listener(ev::keydown, |event| {
            if close_innermost(&event) {
                event.prevent_default();
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Keeps how far each page was scrolled for the way back, and moves the focus to a new page.
fn keep_places() {
    let location = use_location();
    let (pathname, search) = (location.pathname, location.search);
    let routing = expect_context::<Routing>().0;
    let places = ScrollPlaces::new();
    let url = move || format!("{}{}", pathname.get_untracked(), search.get_untracked());
    Effect::new(move |_| {
        let scrolled = window_event_listener(ev::scroll, move |_| {
            if !routing.get_untracked() {
                places.note(url());
            }
        });
        let back = window_event_listener(ev::popstate, move |_| places.go_back());
        on_cleanup(move || {
            scrolled.remove();
            back.remove();
        });
    });
    let shown = StoredValue::new(String::new());
    Effect::new(move |_| {
        search.track();
        let path = pathname.get();
        if routing.get() {
            return;
        }
        if shown.with_value(|shown| *shown == path) {
            places.stay();
            return;
        }
        let first = shown.with_value(String::is_empty);
        shown.set_value(path);
        if !first {
            places.restore(&url());
            request_animation_frame(|| focus_if_lost("#main"));
        }
    });
}
