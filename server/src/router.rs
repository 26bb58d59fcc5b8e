//! Route table: every endpoint of the server, and the access it requires.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::{MethodRouter, delete, get, post, put},
};
use earshot_domain::MAX_FORM_BYTES;

use crate::{AppState, middleware, pages, partners, problem, routes};

/// Access that a route requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// None: open to everybody.
    Public,
    /// A session; without one, a redirect to the sign-in page.
    Page,
    /// A session; without one, 401.
    Session,
    /// An API key; without one, 401.
    Key,
    /// An API key, which the handler reads itself: each of these interfaces has its own errors.
    Program,
}

/// Entry of the route table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint {
    /// `GET` (which also answers HEAD), `POST`, `PUT` or `DELETE`.
    pub method: &'static str,
    /// Path with `{parameters}`.
    pub path: &'static str,
    /// Access that it requires.
    pub access: Access,
}

type Entry = (Endpoint, MethodRouter<AppState>);

fn table() -> Vec<Entry> {
    [pages(), page_requests(), programs(), files()].into_iter().flatten().collect()
}

/// Pages and their forms.
fn pages() -> Vec<Entry> {
    use Access::{Page, Public, Session};
    vec![
        read("/", Page, get(routes::calls::home)),
        read("/calls", Page, get(routes::calls::list)),
        write("/calls", Session, post(routes::unlocks::on_page)),
        read("/calls/{call_id}", Page, get(routes::calls::redirect)),
        read("/contacts", Page, get(routes::contacts::page)),
        read("/contacts/{contact_id}", Page, get(routes::contacts::page)),
        write(
            "/contacts/{contact_id}/identities/{identity_id}/merge",
            Session,
            post(routes::contacts::merge),
        ),
        write(
            "/contacts/{contact_id}/identities/{identity_id}/dismiss",
            Session,
            post(routes::contacts::dismiss),
        ),
        write(
            "/contacts/{contact_id}/identities/{identity_id}/split",
            Session,
            post(routes::contacts::split),
        ),
        write("/contacts/{contact_id}/requests", Session, post(routes::contacts::open_request)),
        write(
            "/contacts/requests/{request_id}/bundle",
            Session,
            post(routes::contacts::renew_bundle),
        ),
        write(
            "/contacts/requests/{request_id}/close",
            Session,
            post(routes::contacts::close_request),
        ),
        read("/activity", Page, get(routes::activity::page)),
        read("/activity/events.csv", Session, get(routes::activity::csv)),
        read("/activity/events.json", Session, get(routes::activity::json)),
        read("/exports", Page, get(pages::render)),
        read("/exports/{export_id}/files/{n}", Session, get(routes::export_files::of_person)),
        read(
            "/exports/{export_id}/manifest.json",
            Session,
            get(routes::export_files::manifest_of_person),
        ),
        read(
            "/exports/{export_id}/archive.zip",
            Session,
            get(routes::export_files::archive_of_person),
        ),
        read("/exports/new", Page, get(routes::new_export::page)),
        write("/exports/new", Session, post(routes::new_export::start)),
        write("/exports/field-sets", Session, post(routes::export_field_sets::save)),
        write("/exports/field-sets/delete", Session, post(routes::export_field_sets::delete)),
        read("/exports/{export_id}", Page, get(routes::new_export::page)),
        write("/exports/{export_id}/cancel", Session, post(routes::export_jobs::cancel)),
        write("/exports/{export_id}/retry", Session, post(routes::export_jobs::retry)),
        write("/exports/{export_id}/revoke", Session, post(routes::export_jobs::revoke)),
        write("/exports/{export_id}/delete", Session, post(routes::export_jobs::delete)),
        read("/activity/sensitive", Page, get(routes::unlocks::page)),
        read("/activity/redaction", Page, get(routes::redaction_report::page)),
        read("/activity/redaction.csv", Session, get(routes::redaction_report::csv)),
        read("/settings", Page, get(routes::settings::page)),
        write("/settings/recordings", Session, post(routes::settings::recordings)),
        write(
            "/settings/imports/{import_id}/decision",
            Session,
            post(routes::settings::decide_import),
        ),
        read("/settings/api-keys", Page, get(routes::api_keys::page)),
        write("/settings/api-keys", Session, post(routes::api_keys::create)),
        write("/settings/api-keys/{api_key_id}/revoke", Session, post(routes::api_keys::revoke)),
        read("/settings/webhooks", Page, get(routes::webhooks::page)),
        write("/settings/webhooks", Session, post(routes::webhooks::create)),
        read("/settings/webhooks/{webhook_id}", Page, get(routes::webhooks::page)),
        write("/settings/webhooks/{webhook_id}/on", Session, post(routes::webhooks::switch_on)),
        write("/settings/webhooks/{webhook_id}/off", Session, post(routes::webhooks::switch_off)),
        write("/settings/webhooks/{webhook_id}/remove", Session, post(routes::webhooks::remove)),
        write("/settings/webhooks/{webhook_id}/test", Session, post(routes::webhooks::test)),
        write(
            "/settings/webhooks/{webhook_id}/deliveries/{delivery_id}/again",
            Session,
            post(routes::webhooks::send_again),
        ),
        read("/help", Page, get(pages::render)),
        read("/help/api", Page, get(routes::description::page)),
        read("/sign-in", Public, get(pages::render)),
        write("/sign-in", Public, post(routes::session::sign_in)),
        write("/sign-out", Session, post(routes::session::sign_out)),
        write("/sign-out-everywhere", Session, post(routes::session::sign_out_everywhere)),
    ]
}

/// Requests of pages: server functions, files, changes and media.
fn page_requests() -> Vec<Entry> {
    use Access::{Public, Session};
    vec![
        read("/api/calls", Session, get(routes::calls::load)),
        read("/api/review", Session, get(pages::server_function)),
        read("/api/activity", Session, get(pages::server_function)),
        read("/api/contacts", Session, get(pages::server_function)),
        read("/api/contacts/contact", Session, get(pages::server_function)),
        read("/api/exports", Session, get(pages::server_function)),
        read("/api/exports/new", Session, get(pages::server_function)),
        read("/api/exports/job", Session, get(pages::server_function)),
        read("/api/exports/jobs", Session, get(routes::export_jobs::active)),
        read("/api/activity/sensitive", Session, get(pages::server_function)),
        read("/api/activity/redaction", Session, get(pages::server_function)),
        read("/api/settings", Session, get(pages::server_function)),
        read("/api/api-keys", Session, get(pages::server_function)),
        read("/api/webhooks", Session, get(pages::server_function)),
        read("/api/webhooks/deliveries", Session, get(pages::server_function)),
        read("/api/profile", Session, get(pages::server_function)),
        read("/api/help", Session, get(pages::server_function)),
        read("/api/sign-in", Public, get(pages::server_function)),
        write("/api/exports/calls", Session, post(pages::server_function)),
        write("/api/exports/cancel", Session, post(routes::exports::cancel)),
        read("/api/exports/status", Session, get(routes::exports::status)),
        read("/api/calls/{call_id}/transcript", Session, get(routes::call_files::transcript)),
        read("/api/calls/{call_id}/conversation", Session, get(routes::call_files::conversation)),
        write("/api/calls/{call_id}/recording/grants", Session, post(routes::recordings::grant)),
        write("/api/calls/{call_id}/recording/decision", Session, post(routes::recordings::decide)),
        write("/api/calls/{call_id}/unlocks", Session, post(routes::unlocks::request)),
        write("/api/unlocks/{unlock_id}/view", Session, post(routes::unlocks::view)),
        write("/api/unlocks/{unlock_id}/end", Session, post(routes::unlocks::end)),
        write("/api/calls/{call_id}/review-events", Session, post(routes::reviews::change)),
        read("/media/recordings/{grant}", Session, get(routes::recordings::media)),
        read("/media/exports/{token}", Public, get(routes::recordings::linked_media)),
    ]
}

/// Interfaces for programs.
fn programs() -> Vec<Entry> {
    use Access::{Key, Program};
    vec![
        write("/api/export/conversation", Program, partners::conversation_export::methods()),
        write("/api/export/conversation/json", Program, partners::conversation_export::methods()),
        write("/export/conversation", Program, partners::conversation_export::methods()),
        read("/v1/calls", Key, get(routes::call_feed::read)),
        read("/v1/conversations", Key, get(routes::conversations::list)),
        read("/v1/conversations/{call_id}", Key, get(routes::conversations::read)),
        read("/v1/conversations/{call_id}/messages", Key, get(routes::conversations::messages)),
        write("/v1/conversations/export", Key, post(routes::conversation_exports::start)),
        read("/v1/conversations/exports", Key, get(routes::conversation_exports::list)),
        read("/v1/conversations/export/{export_id}", Key, get(routes::conversation_exports::read)),
        remove(
            "/v1/conversations/export/{export_id}",
            Key,
            delete(routes::conversation_exports::cancel),
        ),
        read(
            "/v1/conversations/export/{export_id}/files/{n}",
            Key,
            get(routes::export_files::of_key),
        ),
        read(
            "/v1/conversations/export/{export_id}/manifest.json",
            Key,
            get(routes::export_files::manifest_of_key),
        ),
        read(
            "/v1/conversations/export/{export_id}/archive.zip",
            Key,
            get(routes::export_files::archive_of_key),
        ),
        write("/v1/ingest/calls", Key, post(routes::ingest::calls)),
        write("/v1/ingest/webhooks/{receiver}", Program, post(routes::receivers::receive)),
        replace(
            "/v1/ingest/calls/{source}/{source_id}/recording",
            Key,
            put(routes::ingest::recording),
        ),
        read("/openapi/{version}/{*interface}", Program, get(partners::pbx::read)),
        write("/openapi/{version}/{*interface}", Program, post(partners::pbx::write)),
        read("/api/download/{file}", Program, get(partners::pbx::download)),
    ]
}

/// Documents, probes and static files.
fn files() -> Vec<Entry> {
    use Access::Public;
    vec![
        read("/openapi.json", Public, get(routes::description::document)),
        read("/healthz", Public, get(routes::health::live)),
        read("/readyz", Public, get(routes::health::ready)),
        read("/pkg/{*file}", Public, get(routes::files::file)),
        read("/exports.js", Public, get(routes::files::file)),
        read("/favicon.svg", Public, get(routes::files::file)),
        read("/.well-known/earshot-audit-key", Public, get(routes::audit_key::read)),
        read("/robots.txt", Public, get(routes::files::file)),
    ]
}

fn read(path: &'static str, access: Access, handler: MethodRouter<AppState>) -> Entry {
    (Endpoint { method: "GET", path, access }, handler)
}

fn write(path: &'static str, access: Access, handler: MethodRouter<AppState>) -> Entry {
    (Endpoint { method: "POST", path, access }, handler)
}

fn replace(path: &'static str, access: Access, handler: MethodRouter<AppState>) -> Entry {
    (Endpoint { method: "PUT", path, access }, handler)
}

fn remove(path: &'static str, access: Access, handler: MethodRouter<AppState>) -> Entry {
    (Endpoint { method: "DELETE", path, access }, handler)
}

/// Lists every endpoint of the server.
pub fn endpoints() -> Vec<Endpoint> {
    table().into_iter().map(|(endpoint, _)| endpoint).collect()
}

/// Builds the server over its state.
pub fn build(state: AppState) -> Router {
    let mut router = Router::new();
    for (endpoint, handler) in table() {
        let handler = match endpoint.access {
            Access::Public | Access::Program => handler,
            Access::Page => handler.route_layer(from_fn(middleware::session::page)),
            Access::Session => handler.route_layer(from_fn(middleware::session::api)),
            Access::Key => {
                let require = from_fn_with_state(state.clone(), middleware::api_key::require);
                handler.route_layer(require)
            }
        };
        router = router.route(endpoint.path, handler);
    }
    // The vendor's page joins its base URL and this path with a slash (docs/compatibility.md#yeastar-download-url).
    router = router.route("//api/download/{file}", get(partners::pbx::download));
    // From the inside out: the session is read last, after the origin of the request was checked.
    router
        .method_not_allowed_fallback(problem::method_not_allowed)
        .fallback(problem::not_found)
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(from_fn_with_state(state.clone(), middleware::session::read))
        .layer(from_fn(middleware::path::check))
        .layer(from_fn_with_state(state.clone(), middleware::origin::check))
        .layer(from_fn(middleware::problems::render))
        .layer(from_fn_with_state(state.clone(), middleware::headers::add))
        .layer(from_fn(middleware::request_log::log))
        .with_state(state)
}
