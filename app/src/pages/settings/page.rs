//! The page as a whole, and what was saved last.

use earshot_domain::{Permission, Settings};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

use super::{imports::Imports, recordings::RecordingSettings};
use crate::{
    api::{load, load_settings},
    frame::page_frame,
    ui::{DoneNotice, Erased},
};

/// Client Admin changes, Client Manager reads.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let settings = load(|| (), |()| load_settings());
    page_frame(
        "Settings",
        settings,
        |page| page.profile.clone(),
        |settings| view! { <Parts settings/> }.erased(),
    )
}

#[component]
fn Parts(settings: Settings) -> impl IntoView {
    let Settings { profile, may_edit, .. } = settings.clone();
    let saved = use_query_map().get_untracked().get("saved");
    let said = saved.as_deref().and_then(|what| match what {
        "recordings" => Some("Saved. It holds from now on, also for what is being played."),
        "import" => Some("Saved. It holds for the calls of the import from now on."),
        _ => None,
    });
    view! {
        <h1>"Settings"</h1>
        {said.map(|text| view! { <DoneNotice text/> })}
        {(!may_edit)
            .then(|| view! { <p class="lead">"A Client Admin can change what is set here."</p> })}
        <section class="setting" aria-labelledby="setting-organisation">
            <h2 id="setting-organisation">"Organisation"</h2>
            <dl class="setting-facts">
                <div><dt>"Name"</dt><dd>{profile.tenant}</dd></div>
                <div><dt>"Time zone"</dt><dd>{profile.time_zone}</dd></div>
            </dl>
            <p class="faint">"Set by the operator of this installation."</p>
        </section>
        <RecordingSettings
            staff_playback=settings.staff_playback
            download=settings.recording_download
            may_edit
        />
        <section class="setting" aria-labelledby="setting-programs">
            <h2 id="setting-programs">"Programs"</h2>
            <p>
                <A href="/settings/api-keys">"API keys"</A>
                " let other programs push calls in and take them out."
            </p>
            {profile.role.may(Permission::ManageWebhooks)
                .then(|| {
                    view! {
                        <p>
                            <A href="/settings/webhooks">"Webhooks"</A>
                            " tell other programs at once what happened to a call."
                        </p>
                    }
                })}
        </section>
        <Imports imports=settings.imports may_edit/>
    }
    .erased()
}
