//! Build script: generates the table of the site's files, which `cargo xtask build` writes.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    // Not named EARSHOT_…: cargo passes it to the programs it runs, and the server refuses unknown
    // settings with that prefix.
    println!("cargo:rerun-if-env-changed=PORTAL_SITE");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    // Tests and lints need no site: an empty one results in pages without styles and scripts.
    let site = env::var_os("PORTAL_SITE").map_or_else(|| out.join("no-site"), PathBuf::from);
    let table = table(&site)?;
    fs::write(out.join("site.rs"), table)
}

fn table(site: &Path) -> io::Result<String> {
    // Created if missing, since cargo treats a missing folder as always changed.
    fs::create_dir_all(site)?;
    println!("cargo:rerun-if-changed={}", site.display());
    let mut files = Vec::new();
    collect(site, site, &mut files)?;
    files.sort();
    let pkg = files
        .iter()
        .find_map(|path| path.strip_prefix("/pkg/")?.split_once('/').map(|(hash, _)| hash))
        .unwrap_or("none");
    let mut code =
        format!("pub const PKG_DIR: &str = \"pkg/{pkg}\";\npub static FILES: &[File] = &[\n");
    for path in &files {
        if path.ends_with(".br") || path.ends_with(".gz") || path.ends_with(".tag") {
            continue;
        }
        let full = |suffix: &str| format!("{}{path}{suffix}", site.display());
        let packed = |suffix: &str| {
            if files.contains(&format!("{path}{suffix}")) {
                format!("Some(include_bytes!({:?}))", full(suffix))
            } else {
                "None".to_owned()
            }
        };
        let tag = fs::read_to_string(full(".tag"))?;
        writeln!(
            code,
            "    File {{ path: {path:?}, content_type: {:?}, etag: {:?}, immutable: {}, identity: \
             include_bytes!({:?}), br: {}, gzip: {} }},",
            content_type(path),
            format!("\"{}\"", tag.trim()),
            path.starts_with("/pkg/"),
            full(""),
            packed(".br"),
            packed(".gz"),
        )
        .map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    Ok(code)
}

fn collect(site: &Path, folder: &Path, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(site, &path, files)?;
        } else if let Ok(inside) = path.strip_prefix(site) {
            files.push(format!("/{}", inside.display()));
        }
    }
    Ok(())
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
