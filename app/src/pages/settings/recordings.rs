//! Settings of playback and download.

use leptos::prelude::*;

use crate::ui::Erased;

/// Playback by Client Staff, set by the tenant, and the download entitlement, set by the operator.
#[component]
pub fn RecordingSettings(staff_playback: bool, download: bool, may_edit: bool) -> impl IntoView {
    view! {
        <section class="setting" aria-labelledby="setting-recordings">
            <h2 id="setting-recordings">"Recordings"</h2>
            {if may_edit {
                view! { <StaffPlaybackForm staff_playback/> }.erased()
            } else {
                view! {
                    <dl class="setting-facts">
                        <div>
                            <dt>"Client Staff may play recordings"</dt>
                            <dd>{yes_no(staff_playback)}</dd>
                        </div>
                    </dl>
                }
                    .erased()
            }}
            <dl class="setting-facts">
                <div>
                    <dt>"Client Admin and Client Manager may download recordings"</dt>
                    <dd>{yes_no(download)}</dd>
                </div>
            </dl>
            <p class="faint">
                "Whether your organisation may download recordings is set by the operator of this \
                 installation."
            </p>
        </section>
    }
    .erased()
}

#[component]
fn StaffPlaybackForm(staff_playback: bool) -> impl IntoView {
    let choice = |value: bool| {
        view! {
            <label class="checkbox">
                <input
                    type="radio"
                    name="staff_playback"
                    value=value.to_string()
                    checked=value == staff_playback
                />
                <span>{yes_no(value)}</span>
            </label>
        }
    };
    view! {
        <form class="setting-form" method="post" action="/settings/recordings">
            <fieldset aria-describedby="staff-playback-note">
                <legend>"Client Staff may play recordings"</legend>
                {choice(true)}
                {choice(false)}
            </fieldset>
            <p id="staff-playback-note" class="faint">
                "Only where consent and compliance allow it. Client Staff can never download them."
            </p>
            <button class="button button-primary" type="submit">"Save"</button>
        </form>
    }
    .erased()
}

const fn yes_no(allowed: bool) -> &'static str {
    if allowed { "Yes" } else { "No" }
}
