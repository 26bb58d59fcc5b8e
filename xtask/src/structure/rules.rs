//! The rules of the structure: areas, crates and sizes, as ARCHITECTURE.md describes them.

/// The areas of `backend/src`, lowest first, with their contents. An area may use those before it.
/// A file in this table, such as `access/scope`, is an area separate from its folder.
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

/// The crate that consists of the areas.
pub(super) const AREAS_CRATE: &str = "backend";

/// The only files in the root of the areas' crate: its facade.
pub(super) const FACADE_FILES: &[&str] =
    &["lib.rs", "backend.rs", "error.rs", "problem.rs", "clock.rs", "ids.rs", "schema.rs"];

/// The type on which areas define methods; calling one is a use of the area that defines it.
pub(super) const FACADE_TYPE: &str = "Backend";

/// The name of variables and fields of that type.
pub(super) const FACADE_NAME: &str = "backend";

/// The crates by folder, with their permitted dependencies. Tests may use any.
pub(super) const CRATES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("names", &[]),
    ("backend", &["domain", "names"]),
    ("demo", &["domain", "backend"]),
    ("app", &["domain", "backend"]),
    ("frontend", &["app"]),
    ("server", &["domain", "backend", "demo", "app"]),
    ("testkit", &["domain", "backend", "demo", "app", "server"]),
    ("contract", &[]),
    ("xtask", &["names"]),
];

/// Dependencies that must be optional: crate, dependency, feature.
pub(super) const BEHIND_A_FEATURE: &[(&str, &str, &str)] = &[("app", "backend", "ssr")];

/// Forbidden external crates of each crate, including those with the same prefix.
pub(super) const BANNED: &[(&str, &[&str])] = &[("backend", &["axum", "leptos"])];

/// External crates that may be used in one folder only.
pub(super) const CONFINED: &[(&str, &str)] = &[("sqlx", "backend/src/store")];

/// Maximum number of lines of a source file, including tests.
pub(super) const MAX_LINES: usize = 300;

/// Extensions of source files.
pub(super) const SOURCE_ENDINGS: &[&str] = &["rs", "css", "js", "mjs", "sh", "py"];
