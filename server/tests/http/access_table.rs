//! The table of who may use which endpoint, and what each person gets.

use crate::harness::{ADMIN, LATE, MANAGER, RIVAL, STAFF};

/// What each of [`PEOPLE`] gets; every request is about `front-desk`, its call, or the admin's
/// export.
pub struct Expected {
    pub signed_out: u16,
    pub staff: u16,
    pub manager: u16,
    pub admin: u16,
    /// The admin of another tenant.
    pub other_tenant: u16,
    /// The admin of another project of the same tenant.
    pub other_project: u16,
}

/// A person as failures name them, their address, and their column.
pub type Person = (&'static str, Option<&'static str>, fn(&Expected) -> u16);

pub const PEOPLE: [Person; 6] = [
    ("signed out", None, |expected| expected.signed_out),
    ("staff", Some(STAFF), |expected| expected.staff),
    ("manager", Some(MANAGER), |expected| expected.manager),
    ("admin", Some(ADMIN), |expected| expected.admin),
    ("another tenant's admin", Some(RIVAL), |expected| expected.other_tenant),
    ("the admin of another project", Some(LATE), |expected| expected.other_project),
];

/// An endpoint, a request for it, and the status for each person.
pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    pub target: &'static str,
    pub form: &'static str,
    pub expected: Expected,
}

/// Reads the table: under the columns' names a row an endpoint, with its statuses and, where
/// needed, the target and the form of the request.
macro_rules! access_table {
    (
        signed_out staff manager admin other_tenant other_project
        $($signed_out:tt $staff:tt $manager:tt $admin:tt $other_tenant:tt $other_project:tt
            $method:ident $path:literal $(at $target:literal)? $(form $form:expr)?;)*
    ) => {
        &[$(Row {
            method: stringify!($method),
            path: $path,
            target: first(&[$($target,)? $path]),
            form: first(&[$($form,)? ""]),
            expected: Expected {
                signed_out: $signed_out,
                staff: $staff,
                manager: $manager,
                admin: $admin,
                other_tenant: $other_tenant,
                other_project: $other_project,
            },
        }),*]
    };
}

const fn first(values: &[&'static str]) -> &'static str {
    values[0]
}

/// A file of the site: 200 when the binary was built with one, and otherwise 404.
pub const PKG: u16 = 0;

const DECISION: &str = "consent=granted&playback_compliance=permitted&evidence=form";
const KEY: &str = "name=x&scope=conversations%3Aexport&project_id=front-desk";
pub const HOOK: &str = "name=x&url=https%3A%2F%2F8.8.8.8&event=call.ingested&project_id=front-desk";
const CONVERSATION: &str = "conversationId={call}";
const UNLOCK: &str =
    "scope=all&reason_code=other&other_reason=x&justification=a+justification+of+some+length";
const UNLOCK_ON_PAGE: &str = "unlock=request&call_id={call}&scope=all&reason_code=legal_request&justification=a+justification+of+some+length";
const NOTE: &str = "action=note&text=x";

pub const TABLE: &[Row] = access_table! {
    signed_out
        staff
            manager
                admin
                    other_tenant
                        other_project
    303 303 303 303 303 303 GET "/";
    303 200 200 200 404 404 GET "/calls" at "/calls?project_id=front-desk&expand={call}";
    // Its call has no consent.
    401 404 403 403 404 404 POST "/calls" at "/calls?project_id=front-desk&expand={call}" form UNLOCK_ON_PAGE;
    303 303 303 303 303 303 GET "/calls/{call_id}" at "/calls/{call}";
    303 404 200 200 200 200 GET "/activity";
    401 404 200 200 200 200 GET "/activity/events.csv";
    401 404 200 200 200 200 GET "/activity/events.json";
    401 404 200 200 200 200 GET "/api/activity" at "/api/activity?query=";
    303 404 200 200 200 200 GET "/contacts";
    303 404 200 200 404 404 GET "/contacts/{contact_id}";
    401 404 200 200 200 200 GET "/api/contacts";
    401 404 200 200 404 404 GET "/api/contacts/contact"
                                at "/api/contacts/contact?contact_id={contact_id}";
    // Nothing is suggested, and the contact has one number only.
    401 404 404 404 404 404 POST "/contacts/{contact_id}/identities/{identity_id}/merge";
    401 404 404 404 404 404 POST "/contacts/{contact_id}/identities/{identity_id}/dismiss";
    401 404 409 409 404 404 POST "/contacts/{contact_id}/identities/{identity_id}/split";
    // A request of the contact is open, and nobody has downloaded its bundle.
    401 404 403 409 404 404 POST "/contacts/{contact_id}/requests";
    401 404 404 204 404 404 POST "/contacts/requests/{request_id}/bundle";
    401 404 404 409 404 404 POST "/contacts/requests/{request_id}/close";
    303 200 200 200 200 200 GET "/exports";
    401 404 404 200 404 404 GET "/exports/{export_id}/files/{n}" at "/exports/{finished}/files/1";
    401 404 404 200 404 404 GET "/exports/{export_id}/manifest.json" at "/exports/{finished}/manifest.json";
    401 404 404 200 404 404 GET "/exports/{export_id}/archive.zip" at "/exports/{finished}/archive.zip";
    303 404 200 200 404 404 GET "/exports/new" at "/exports/new?project_id=front-desk";
    401 404 201 201 404 404 POST "/exports/new" form "project_id=front-desk&format=csv";
    401 404 204 204 204 204 POST "/exports/field-sets" form "set_name=x&call_field=caller";
    401 404 204 204 204 204 POST "/exports/field-sets/delete" form "delete_set=x";
    303 404 404 200 404 404 GET "/exports/{export_id}" at "/exports/{job}";
    // It has not ended.
    401 404 404 409 404 404 POST "/exports/{export_id}/delete" at "/exports/{job}/delete";
    401 404 404 204 404 404 POST "/exports/{export_id}/cancel" at "/exports/{job}/cancel";
    401 404 404 201 404 404 POST "/exports/{export_id}/retry" at "/exports/{job}/retry";
    // It has no files.
    401 404 404 409 404 404 POST "/exports/{export_id}/revoke" at "/exports/{job}/revoke";
    303 404 200 200 200 200 GET "/activity/sensitive";
    401 404 200 200 200 200 GET "/api/activity/sensitive";
    303 404 404 200 200 200 GET "/activity/redaction";
    401 404 404 200 200 200 GET "/activity/redaction.csv";
    401 404 404 200 200 200 GET "/api/activity/redaction";
    401 404 403 403 404 404 POST "/api/calls/{call_id}/unlocks" at "/api/calls/{call}/unlocks" form UNLOCK;
    401 404 404 404 404 404 POST "/api/unlocks/{unlock_id}/view";
    401 404 404 404 404 404 POST "/api/unlocks/{unlock_id}/end";
    303 404 200 200 200 200 GET "/settings";
    401 404 403 204 204 204 POST "/settings/recordings" form "staff_playback=true";
    401 404 404 404 404 404 POST "/settings/imports/{import_id}/decision" form DECISION;
    303 404 200 200 200 200 GET "/settings/api-keys";
    401 404 403 201 422 422 POST "/settings/api-keys" form KEY;
    401 404 403 404 404 404 POST "/settings/api-keys/{api_key_id}/revoke";
    // A webhook is managed by the Client Admins who have all its projects; to all others there is none.
    303 404 404 200 200 200 GET "/settings/webhooks";
    401 404 404 201 422 422 POST "/settings/webhooks" form HOOK;
    303 404 404 200 404 404 GET "/settings/webhooks/{webhook_id}";
    401 404 404 200 200 200 GET "/api/webhooks";
    401 404 404 200 404 404 GET "/api/webhooks/deliveries"
                                at "/api/webhooks/deliveries?webhook_id={webhook_id}";
    401 404 404 204 404 404 POST "/settings/webhooks/{webhook_id}/on";
    401 404 404 204 404 404 POST "/settings/webhooks/{webhook_id}/test";
    401 404 404 204 404 404 POST "/settings/webhooks/{webhook_id}/deliveries/{delivery_id}/again";
    401 404 404 204 404 404 POST "/settings/webhooks/{webhook_id}/off";
    401 404 404 204 404 404 POST "/settings/webhooks/{webhook_id}/remove";
    303 200 200 200 200 200 GET "/help";
    303 200 200 200 200 200 GET "/help/api";
    200 200 200 200 200 200 GET "/sign-in";
    303 303 303 303 303 303 POST "/sign-in"
                                form "email=admin%40harbour.example&password={password}";
    401 303 303 303 303 303 POST "/sign-out";
    401 303 303 303 303 303 POST "/sign-out-everywhere";
    401 200 200 200 404 404 GET "/api/calls" at "/api/calls?query=project_id%3Dfront-desk";
    401 200 200 200 404 404 GET "/api/review" at "/api/review?call_id={call}";
    401 200 200 200 200 200 GET "/api/exports";
    401 404 200 200 404 404 GET "/api/exports/new"
                                at "/api/exports/new?query=project_id%3Dfront-desk";
    401 404 404 200 404 404 GET "/api/exports/job" at "/api/exports/job?export_id={job}";
    401 200 200 200 200 200 GET "/api/exports/jobs";
    401 404 200 200 200 200 GET "/api/settings";
    401 404 200 200 200 200 GET "/api/api-keys";
    401 200 200 200 200 200 GET "/api/profile";
    401 200 200 200 200 200 GET "/api/help";
    200 200 200 200 200 200 GET "/api/sign-in";
    401 200 200 200 404 404 POST "/api/exports/calls" form "project_id=front-desk";
    401 404 404 204 404 404 POST "/api/exports/cancel" form "export_id={export}";
    401 404 404 200 404 404 GET "/api/exports/status" at "/api/exports/status?export_id={export}";
    401 404 404 200 404 404 GET "/api/calls/{call_id}/transcript" at "/api/calls/{call}/transcript";
    401 404 404 200 404 404 GET "/api/calls/{call_id}/conversation" at "/api/calls/{call}/conversation";
    401 403 403 403 404 404 POST "/api/calls/{call_id}/recording/grants" form "action=play";
    401 404 404 204 404 404 POST "/api/calls/{call_id}/recording/decision" form DECISION;
    401 201 201 201 404 404 POST "/api/calls/{call_id}/review-events" form NOTE;
    401 404 404 404 404 404 GET "/media/recordings/{grant}" at "/media/recordings/x";
    404 404 404 404 404 404 GET "/media/exports/{token}" at "/media/exports/x";
    401 404 404 200 404 404 POST "/api/export/conversation" form CONVERSATION;
    401 404 404 200 404 404 POST "/api/export/conversation/json" form CONVERSATION;
    401 404 404 200 404 404 POST "/export/conversation" form CONVERSATION;
    // For programs.
    401 401 401 401 401 401 GET "/v1/calls";
    401 401 401 401 401 401 GET "/v1/conversations";
    401 401 401 401 401 401 GET "/v1/conversations/{call_id}" at "/v1/conversations/{call}";
    401 401 401 401 401 401 GET "/v1/conversations/{call_id}/messages"
                                at "/v1/conversations/{call}/messages";
    401 401 401 401 401 401 POST "/v1/conversations/export";
    401 401 401 401 401 401 GET "/v1/conversations/exports";
    401 401 401 401 401 401 GET "/v1/conversations/export/{export_id}" at "/v1/conversations/export/x";
    401 401 401 401 401 401 DELETE "/v1/conversations/export/{export_id}" at "/v1/conversations/export/x";
    401 401 401 401 401 401 GET "/v1/conversations/export/{export_id}/files/{n}"
                                at "/v1/conversations/export/x/files/1";
    401 401 401 401 401 401 GET "/v1/conversations/export/{export_id}/manifest.json"
                                at "/v1/conversations/export/x/manifest.json";
    401 401 401 401 401 401 GET "/v1/conversations/export/{export_id}/archive.zip"
                                at "/v1/conversations/export/x/archive.zip";
    401 401 401 401 401 401 POST "/v1/ingest/calls";
    401 401 401 401 401 401 POST "/v1/ingest/webhooks/{receiver}";
    401 401 401 401 401 401 PUT "/v1/ingest/calls/{source}/{source_id}/recording"
                                at "/v1/ingest/calls/test/call-1/recording";
    // The PBX interface answers 200 whatever its code says.
    200 200 200 200 200 200 GET "/openapi/{version}/{*interface}" at "/openapi/v2.0/cdr/aidownload";
    200 200 200 200 200 200 POST "/openapi/{version}/{*interface}";
    403 403 403 403 403 403 GET "/api/download/{file}" at "/api/download/x";
    200 200 200 200 200 200 GET "/openapi.json";
    200 200 200 200 200 200 GET "/.well-known/earshot-audit-key";
    200 200 200 200 200 200 GET "/healthz";
    200 200 200 200 200 200 GET "/readyz";
    PKG PKG PKG PKG PKG PKG GET "/pkg/{*file}" at "/pkg/none/earshot.css";
    PKG PKG PKG PKG PKG PKG GET "/exports.js";
    PKG PKG PKG PKG PKG PKG GET "/favicon.svg";
    PKG PKG PKG PKG PKG PKG GET "/robots.txt";
};
