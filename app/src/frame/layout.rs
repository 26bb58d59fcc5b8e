//! Top bar, navigation and account menu around every signed-in page.

use earshot_domain::{Permission, Profile};
use leptos::prelude::*;
use leptos_router::components::A;

use super::export_ring::ExportRing;
use crate::ui::{Erased, Icon, Symbol};

/// The top bar and the navigation; on a phone the navigation is at the bottom.
#[component]
pub fn Frame(
    /// The signed-in person.
    profile: Profile,
    /// The page.
    children: Children,
) -> impl IntoView {
    let settings = profile.role.may(Permission::ViewSettings);
    let background = profile.role.may(Permission::ExportInBackground);
    let contacts = profile.role.may(Permission::ViewContacts);
    let activity = profile.role.may(Permission::ViewActivity);
    view! {
        <a class="skip-link" href="#main">"Skip to main content"</a>
        <header class="top-bar">
            <A href="/calls" attr:class="brand">
                <Icon symbol=Symbol::Mark/>
                <span>"Earshot"</span>
            </A>
            <span class="top-bar-tenant">{profile.tenant.clone()}</span>
            {background.then(|| view! { <ExportRing/> })}
            <AccountMenu profile/>
        </header>
        <nav class="sidebar" aria-label="Pages">
            <NavLink href="/calls" symbol=Symbol::Calls label="Calls"/>
            {contacts
                .then(|| {
                    view! { <NavLink href="/contacts" symbol=Symbol::Contacts label="Contacts"/> }
                })}
            <NavLink href="/exports" symbol=Symbol::Export label="Exports"/>
            {activity
                .then(|| {
                    view! { <NavLink href="/activity" symbol=Symbol::Activity label="Activity"/> }
                })}
            {settings
                .then(|| {
                    view! { <NavLink href="/settings" symbol=Symbol::Settings label="Settings"/> }
                })}
            <NavLink href="/help" symbol=Symbol::Help label="Help"/>
        </nav>
        <main id="main" class="content" tabindex="-1">{children()}</main>
    }
    .erased()
}

#[component]
fn NavLink(href: &'static str, symbol: Symbol, label: &'static str) -> impl IntoView {
    view! {
        <A href=href attr:class="sidebar-link">
            <Icon symbol/>
            <span>{label}</span>
        </A>
    }
    .erased()
}

#[component]
fn AccountMenu(profile: Profile) -> impl IntoView {
    let own_activity = profile.role.may(Permission::ViewActivity).then(|| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        format!("/activity?{}", query.append_pair("actor", &profile.email).finish())
    });
    view! {
        <details class="menu account">
            <summary>
                <Icon symbol=Symbol::Account/>
                <span class="account-email">{profile.email.clone()}</span>
            </summary>
            <div class="menu-body">
                <p>
                    <strong>{profile.email}</strong>
                    <br/>
                    {profile.role.label()}" · "{profile.tenant}
                </p>
                {profile.role.may(Permission::ViewSettings)
                    .then(|| view! { <A href="/settings" attr:class="button">"Settings"</A> })}
                {profile.role.may(Permission::ViewSensitiveAccess)
                    .then(|| {
                        view! {
                            <A href="/activity/sensitive" attr:class="button">"Sensitive access"</A>
                        }
                    })}
                <p class="faint">"Times are shown in "{profile.time_zone}"."</p>
                {own_activity
                    .map(|href| view! { <a class="button" href=href rel="external">"My activity"</a> })}
                <form method="post" action="/sign-out">
                    <button class="button" type="submit">"Sign out"</button>
                </form>
                <form method="post" action="/sign-out-everywhere">
                    <button class="button button-quiet" type="submit">"Sign out everywhere"</button>
                </form>
            </div>
        </details>
    }
    .erased()
}
