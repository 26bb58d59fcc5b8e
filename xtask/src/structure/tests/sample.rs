//! A small workspace without faults, in which tests create one.

use std::fs;

use tempfile::TempDir;

use crate::structure::check::{Report, examine};

/// Manifests and sources of every crate, in the order of the real workspace.
const FILES: &[(&str, &str)] = &[
    (
        "Cargo.toml",
        r#"[workspace]
members = ["app", "backend", "contract", "demo", "domain", "frontend", "server", "xtask"]
"#,
    ),
    ("contract/Cargo.toml", "[package]\nname = \"earshot-contract\"\n"),
    ("contract/tests/main.rs", "mod calls;\n"),
    ("domain/Cargo.toml", "[package]\nname = \"earshot-domain\"\n"),
    ("domain/src/lib.rs", "mod id;\npub use id::CallId;\n"),
    ("domain/src/id.rs", "pub struct CallId;\n"),
    (
        "backend/Cargo.toml",
        r#"[package]
name = "earshot-backend"
[dependencies]
earshot-domain.workspace = true
sqlx.workspace = true
[dev-dependencies]
axum.workspace = true
"#,
    ),
    (
        "backend/src/lib.rs",
        "mod access;\nmod backend;\nmod calls;\nmod error;\nmod exports;\nmod store;\n\
         pub use access::Viewer;\npub use backend::Backend;\npub use error::Error;\n",
    ),
    ("backend/src/backend.rs", "use crate::exports::CsvExport;\npub struct Backend;\n"),
    ("backend/src/error.rs", "use crate::store::Db;\npub struct Error;\n"),
    (
        "backend/src/access/mod.rs",
        "mod scope;\nmod viewer;\npub use {scope::Scope, viewer::Viewer};\n",
    ),
    ("backend/src/access/scope.rs", "use earshot_domain::CallId;\npub struct Scope;\n"),
    (
        "backend/src/access/viewer.rs",
        "use crate::store::Db;\nuse super::Scope;\npub struct Viewer;\n",
    ),
    ("backend/src/store/mod.rs", "mod db;\npub use db::Db;\n"),
    ("backend/src/store/db.rs", "use crate::{Error, access::Scope};\npub struct Db(sqlx::Pool);\n"),
    ("backend/src/calls/mod.rs", "mod list;\npub use list::List;\n"),
    ("backend/src/calls/list.rs", "use crate::{Backend, Viewer, store::Db};\npub struct List;\n"),
    ("backend/src/exports/mod.rs", "mod csv;\npub use csv::CsvExport;\n"),
    ("backend/src/exports/csv.rs", "use crate::calls::List;\npub struct CsvExport;\n"),
    (
        "app/Cargo.toml",
        r#"[package]
name = "earshot-app"
[features]
default = []
ssr = ["dep:earshot-backend"]
[dependencies]
earshot-backend = { workspace = true, optional = true }
earshot-domain.workspace = true
"#,
    ),
    ("app/src/lib.rs", "mod calls;\nmod routes;\nmod state;\n"),
    ("app/src/routes.rs", "use crate::calls::page::Page;\n"),
    ("app/src/calls/mod.rs", "pub mod page;\npub mod table;\n"),
    ("app/src/calls/page.rs", "use super::table::Table;\nuse crate::{routes, state::Query};\n"),
    ("app/src/calls/table.rs", "use super::page::Page;\n"),
    ("app/src/state/mod.rs", "mod query;\npub use query::Query;\n"),
    ("app/src/state/query.rs", "pub struct Query;\n"),
    (
        "frontend/Cargo.toml",
        "[package]\nname = \"earshot-frontend\"\n[dependencies]\nearshot-app.workspace = true\n",
    ),
    ("frontend/src/lib.rs", ""),
    (
        "demo/Cargo.toml",
        "[package]\nname = \"earshot-demo\"\n[dependencies]\nearshot-backend.workspace = true\n",
    ),
    ("demo/src/lib.rs", ""),
    (
        "server/Cargo.toml",
        "[package]\nname = \"earshot-server\"\n[dependencies]\nearshot-demo.workspace = true\n",
    ),
    ("server/src/main.rs", "mod cli;\n"),
    ("server/src/cli.rs", ""),
    ("xtask/Cargo.toml", "[package]\nname = \"xtask\"\n"),
    ("xtask/src/main.rs", ""),
    ("style/main.css", "@layer base;\n"),
];

/// A checkout in a temporary folder.
pub(super) struct Sample {
    folder: TempDir,
}

impl Sample {
    /// Creates a checkout without faults.
    pub(super) fn clean() -> Self {
        let sample = Self { folder: TempDir::new().unwrap() };
        for (path, text) in FILES {
            sample.write(path, text);
        }
        sample
    }

    /// Writes or replaces a file.
    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Creates a valid checkout with some files added.
    pub(super) fn with(files: &[(&str, &str)]) -> Self {
        let sample = Self::clean();
        for (path, text) in files {
            sample.write(path, text);
        }
        sample
    }

    /// Returns the result of the checks.
    pub(super) fn examine(&self) -> Report {
        examine(self.folder.path()).unwrap()
    }

    /// Returns the faults as printed.
    pub(super) fn faults(&self) -> Vec<String> {
        self.examine().faults.iter().map(ToString::to_string).collect()
    }

    /// Returns the root of the checkout.
    pub(super) fn root(&self) -> &std::path::Path {
        self.folder.path()
    }
}
