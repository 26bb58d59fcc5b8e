//! Settings page.

use earshot_domain::{Permission, Settings};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

use super::{
    imports::Imports, recordings::RecordingSettings, redaction::RedactionProgress,
    refused_reports::RefusedReports,
};
use crate::{
    api::{load, load_settings},
    frame::page_frame,
    ui::{DoneNotice, Erased},
};

/// Settings of the organisation: Client Admin changes them, Client Manager reads them.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let settings = load(|| (), |()| load_settings());
    page_frame("Settings", settings, |settings| view! { <Content settings/> }.erased())
}

#[component]
fn Content(settings: Settings) -> impl IntoView {
    let Settings { profile, may_edit, .. } = settings.clone();
    let saved = use_query_map().get_untracked().get("saved");
    let confirmation = saved.as_deref().and_then(|what| match what {
        "recordings" => {
            Some("Saved. The change applies immediately, including to recordings now playing.")
        }
        "import" => Some("Saved. The decision applies immediately to the calls of the import."),
        _ => None,
    });
    view! {
        <h1>"Settings"</h1>
        {confirmation.map(|text| view! { <DoneNotice text/> })}
        {(!may_edit)
            .then(|| view! { <p class="lead">"A Client Admin can change these settings."</p> })}
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
        <section class="setting" aria-labelledby="setting-integrations">
            <h2 id="setting-integrations">"Integrations"</h2>
            <p>
                <A href="/settings/api-keys">"API keys"</A>
                " let other systems submit and retrieve calls."
            </p>
            {profile.role.may(Permission::ManageWebhooks)
                .then(|| {
                    view! {
                        <p>
                            <A href="/settings/webhooks">"Webhooks"</A>
                            " notify other systems of events of a call."
                        </p>
                    }
                })}
        </section>
        <RedactionProgress left=settings.redaction_left/>
        <RefusedReports reports=settings.refused_reports/>
        <Imports imports=settings.imports may_edit/>
    }
    .erased()
}
