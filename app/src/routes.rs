//! Table of pages.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    calls::CallsPageView,
    frame::{AppFrame, Routing},
    pages::{
        ActivityPageView, ApiKeysPageView, ContactPageView, ContactsPageView, ExportPageView,
        ExportsPage, HelpPageView, NewExportPageView, NotFoundPage, RedactionReportPageView,
        SensitiveAccessPageView, SettingsPage, SignInPageView, WebhookDeliveriesPageView,
        WebhooksPageView,
    },
    state::LastList,
    ui::Erased,
};

/// The router of all pages. Each is rendered completely before it is sent, so that its status is
/// known.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let (routing, set_routing) = signal(false);
    provide_context(Routing(routing));
    provide_context(LastList::new());
    view! {
        <Title formatter=|page: String| format!("{page} · Earshot") text="Calls"/>
        // With it, the page before stays until the next one is loaded.
        <Router set_is_routing=set_routing>
            <Routes fallback=|| view! { <NotFoundPage/> }>
                <Route path=path!("/sign-in") view=SignInPageView ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=AppFrame ssr=SsrMode::Async>
                    <Route path=path!("/calls") view=CallsPageView ssr=SsrMode::Async/>
                    <Route path=path!("/contacts") view=ContactsPageView ssr=SsrMode::Async/>
                    <Route
                        path=path!("/contacts/:contact_id")
                        view=ContactPageView
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/activity") view=ActivityPageView ssr=SsrMode::Async/>
                    <Route
                        path=path!("/activity/sensitive")
                        view=SensitiveAccessPageView
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/activity/redaction")
                        view=RedactionReportPageView
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/exports") view=ExportsPage ssr=SsrMode::Async/>
                    <Route path=path!("/exports/new") view=NewExportPageView ssr=SsrMode::Async/>
                    // The URL after a refused name of saved columns.
                    <Route
                        path=path!("/exports/field-sets")
                        view=NewExportPageView
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/exports/:export_id")
                        view=ExportPageView
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/settings") view=SettingsPage ssr=SsrMode::Async/>
                    <Route
                        path=path!("/settings/api-keys")
                        view=ApiKeysPageView
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/settings/webhooks")
                        view=WebhooksPageView
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/settings/webhooks/:webhook_id")
                        view=WebhookDeliveriesPageView
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/help") view=HelpPageView ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
    .erased()
}
