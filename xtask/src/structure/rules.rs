//! The rules of the structure: areas, crates and sizes, as ARCHITECTURE.md describes them.

/// The areas of `backend/src`, lowest first, and what each holds. Each may use those before it, so
/// nobody uses the last. A file named here, such as `access/scope`, is an area apart from its folder.
pub(super) const AREAS: &[(&str, &str)] = &[
    ("access/scope", "which tenant and projects a query may reach"),
    ("access/actor", "who acts: a person, a key, the operator"),
    ("store", "all SQL"),
    ("pdf", "text on pages"),
    ("privacy", "redaction, encryption, masking, audit"),
    ("jobs", "queue, worker, lease and heartbeat, housekeeping"),
    ("access", "viewer, sessions, passwords, people, API keys, rate limits, settings"),
    ("notify", "webhooks, e-mail"),
    ("calls", "list, search, cursor, feed, contacts, saved views"),
    ("recordings", "media, grants, playback policy"),
    ("reviews", "work on a call and its history"),
    ("intake", "readers of files, ingest, import runs, receivers"),
    ("custody", "unlock, retention, legal hold, deletion requests"),
    ("exports", "columns, writers, export jobs, files of one call"),
    ("partners", "other systems' interfaces, on top of the rest"),
];

/// The crate and folder that the areas divide.
pub(super) const AREAS_CRATE: &str = "backend";

/// The only files in the root of the areas' crate: the door to them.
pub(super) const DOOR: &[&str] =
    &["lib.rs", "backend.rs", "error.rs", "clock.rs", "ids.rs", "schema.rs"];

/// The type whose methods the areas add to; calling a method is a use of the area that adds it.
pub(super) const DOOR_TYPE: &str = "Backend";

/// The name of variables and fields of that type.
pub(super) const DOOR_FIELD: &str = "backend";

/// The crates by folder, and which others each may depend on. Dependencies of tests are free.
pub(super) const CRATES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("backend", &["domain"]),
    ("demo", &["domain", "backend"]),
    ("app", &["domain", "backend"]),
    ("frontend", &["app"]),
    ("server", &["domain", "backend", "demo", "app"]),
    ("testkit", &["domain", "backend", "demo", "app", "server"]),
    ("xtask", &[]),
];

/// Dependencies that only a feature may bring: crate, dependency, feature.
pub(super) const BEHIND_A_FEATURE: &[(&str, &str, &str)] = &[("app", "backend", "ssr")];

/// External crates, with those named after them, that a crate may not depend on.
pub(super) const BANNED: &[(&str, &[&str])] = &[("backend", &["axum", "leptos"])];

/// External crates whose paths may appear in one folder only.
pub(super) const CONFINED: &[(&str, &str)] = &[("sqlx", "backend/src/store")];

/// The most lines of a source file, tests included.
pub(super) const MAX_LINES: usize = 300;

/// Which files are source files, by ending.
pub(super) const SOURCE_ENDINGS: &[&str] = &["rs", "css", "js", "mjs", "sh", "py"];
