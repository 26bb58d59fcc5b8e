//! Top bar, navigation and account menu around every signed-in page.

use earshot_domain::{Permission, Profile};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

use super::{app_frame::Routing, export_ring::ExportRing};
use crate::{
    state::LastList,
    ui::{Erased, Icon, Symbol},
};

/// The top bar and the navigation; on a phone the navigation is at the bottom.
#[cfg(feature = "ssr")]
#[component]
pub fn Frame(
    /// The signed-in person.
    profile: Profile,
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <FrameHead profile/>
        <FrameMain>{children()}</FrameMain>
    }
    .erased()
}

/// The top bar and the navigation.
#[component]
pub fn FrameHead(
    /// The signed-in person.
    profile: Profile,
) -> impl IntoView {
    let last = use_context::<LastList>();
    let person = profile.email.clone();
    Effect::new(move |_| {
        if let Some(last) = last {
            last.restore(&person);
        }
    });
    let calls = move || last.map_or_else(|| "/calls".to_owned(), LastList::href);
    let path = use_location().pathname;
    let on_calls = move || (*path.read() == "/calls").then_some("page");
    let settings = profile.role.may(Permission::ViewSettings);
    let background = profile.role.may(Permission::ExportInBackground);
    let contacts = profile.role.may(Permission::ViewContacts);
    let activity = profile.role.may(Permission::ViewActivity);
    view! {
        <a class="skip-link" href="#main">"Skip to main content"</a>
        <header class="top-bar">
            <a href=calls class="brand">
                <Icon symbol=Symbol::Mark/>
                <span>"Earshot"</span>
            </a>
            <span class="top-bar-tenant">{profile.tenant.clone()}</span>
            {background.then(|| view! { <ExportRing/> })}
            <AccountMenu profile/>
        </header>
        <nav class="sidebar" aria-label="Pages">
            <a href=calls class="sidebar-link" aria-current=on_calls>
                <Icon symbol=Symbol::Calls/>
                <span>"Calls"</span>
            </a>
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
    }
    .erased()
}

/// The place of the page.
#[component]
pub fn FrameMain(
    /// The page.
    children: Children,
) -> impl IntoView {
    // The API reference is a document of its own.
    let routing = use_context::<Routing>();
    let routing = move || routing.is_some_and(|Routing(routing)| routing.get());
    view! {
        <main
            id="main"
            class="content"
            class:content-outdated=routing
            tabindex="-1"
            aria-busy=move || routing().then_some("true")
        >
            {children()}
        </main>
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
