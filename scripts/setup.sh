#!/bin/sh
# Makes the machine ready to `build`, `fmt`, `check`, `test-rust`, `test`, `release` (build what is
# shipped) or `bench`.
# Idempotent; installs only what is missing and says how to go on where it cannot.
set -eu
cd "$(dirname "$0")/.."
. scripts/env.sh

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif have sudo; then sudo "$@"
  else fail "needs root for: $* (run it yourself, then start again)"
  fi
}

apt_updated=
apt_install() {
  have apt-get || fail "please install: $* (only Debian's packages are installed for you)"
  if [ -z "$apt_updated" ]; then as_root apt-get update -qq >&2; apt_updated=yes; fi
  say "installing $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

ensure_c_compiler() {
  have cc || apt_install gcc libc6-dev
}

# Debian ships a current Rust with the source of its standard library, from which the browser's
# half is built here: what `rustup target add` would have downloaded.
install_debian_rust() {
  apt_install rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web lld-22 || return
  if have rustup; then
    rustup toolchain link debian /usr
    export RUSTUP_TOOLCHAIN=debian
  fi
  sysroot=$(rustc --print sysroot)
  has_wasm_target || build_wasm_std "$sysroot"
  rust_lld="$sysroot/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin/rust-lld"
  if [ ! -e "$rust_lld" ]; then
    as_root mkdir -p "$(dirname "$rust_lld")"
    as_root ln -s /usr/bin/lld-22 "$rust_lld"
  fi
}

build_wasm_std() {
  say "building Rust's standard library for wasm32-unknown-unknown (about a minute)"
  work=$(mktemp -d)
  mkdir "$work/src"
  printf '[package]\nname = "empty_std"\nversion = "0.0.0"\nedition = "2024"\n[lib]\npath = "src/lib.rs"\n[workspace]\n' >"$work/Cargo.toml"
  : >"$work/src/lib.rs"
  (cd "$work" && RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$work/target" cargo build --quiet --release \
    -Zbuild-std=std,panic_unwind,panic_abort,proc_macro --target wasm32-unknown-unknown)
  lib="$1/lib/rustlib/wasm32-unknown-unknown/lib"
  as_root mkdir -p "$lib"
  rm -f "$work"/target/wasm32-unknown-unknown/release/deps/libempty_std-*.rlib
  as_root cp "$work"/target/wasm32-unknown-unknown/release/deps/lib*.rlib "$lib/"
  rm -rf "$work"
}

ensure_rust() {
  if have rustc && have cargo && has_wasm_target; then return; fi
  if have rustup && rustup target add wasm32-unknown-unknown >/dev/null 2>&1; then return; fi
  if have apt-get; then install_debian_rust || say "Debian's Rust could not be installed"; fi
  has_wasm_target || fail "Rust for wasm32-unknown-unknown is missing: install rustup from https://rustup.rs, then run: rustup target add wasm32-unknown-unknown"
}

ensure_lints() {
  if cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1; then return; fi
  if have rustup && [ "${RUSTUP_TOOLCHAIN:-}" != debian ]; then
    rustup component add clippy rustfmt
  else
    apt_install rust-web-clippy rustfmt-web
  fi
}

ensure_postgres() {
  for bin in /usr/lib/postgresql/*/bin/initdb; do [ -x "$bin" ] && return; done
  have initdb || apt_install postgresql postgresql-client
}

# What the tests read PDFs with.
ensure_pdf_readers() {
  have qpdf || apt_install qpdf
  have pdftotext || apt_install poppler-utils
}

ensure_browser_tests() {
  have npm || apt_install nodejs npm
  have chromium || apt_install chromium fonts-noto-core
  have python3 || apt_install python3
  lock=end2end/package-lock.json
  [ -f "$lock" ] || return 0
  if ! cmp -s "$lock" end2end/node_modules/.installed-lock; then
    say "installing the browser tests' packages"
    (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-audit --no-fund)
    cp "$lock" end2end/node_modules/.installed-lock
  fi
}

# The object stores that recordings are tested against.
ensure_buckets() {
  have python3 || apt_install python3
  [ -x target/tools/buckets/bin/moto_server ] && return
  say "installing moto, an object store for the tests"
  mkdir -p target/tools
  python3 -c 'import ensurepip' 2>/dev/null || apt_install python3-venv
  python3 -m venv target/tools/buckets
  target/tools/buckets/bin/pip install --quiet 'moto[server]==5.2.5'
}

# What makes up requests from the OpenAPI document.
ensure_schemathesis() {
  have python3 || apt_install python3
  [ -x target/tools/schemathesis/bin/st ] && return
  say "installing schemathesis"
  mkdir -p target/tools
  python3 -c 'import ensurepip' 2>/dev/null || apt_install python3-venv
  python3 -m venv target/tools/schemathesis
  target/tools/schemathesis/bin/pip install --quiet schemathesis==4.32.5
}

ensure_wasm_opt() {
  have npm || apt_install nodejs npm
  [ -x target/tools/node_modules/.bin/wasm-opt ] && return
  say "installing wasm-opt"
  mkdir -p target/tools
  npm install --silent --no-audit --no-fund --prefix target/tools binaryen@132
}

ensure_pdfkit() {
  have npm || apt_install nodejs npm
  [ -d target/tools/node_modules/pdfkit ] && return
  say "installing pdfkit to measure against"
  mkdir -p target/tools
  npm install --silent --no-audit --no-fund --prefix target/tools pdfkit@0.20.2
}

ensure_peers() {
  have sqlite3 || apt_install sqlite3
  have psql || apt_install postgresql-client
  have python3 || apt_install python3
  [ -x target/tools/python/bin/datasette ] && return
  say "installing Datasette to measure against"
  # Debian keeps what makes such a folder in a package of its own.
  python3 -c 'import ensurepip' 2>/dev/null || apt_install python3-venv
  python3 -m venv target/tools/python
  target/tools/python/bin/pip install --quiet setuptools datasette==0.65.5
}

ensure_c_compiler
ensure_rust
case "${1:-build}" in
  build) ;;
  fmt | check) ensure_lints ;;
  test-rust) ensure_postgres; ensure_buckets; ensure_pdf_readers ;;
  test) ensure_postgres; ensure_buckets; ensure_pdf_readers; ensure_schemathesis; ensure_browser_tests ;;
  release) ensure_wasm_opt ;;
  bench) ensure_wasm_opt; ensure_postgres; ensure_pdf_readers; ensure_peers; ensure_pdfkit ;;
  *) fail "usage: scripts/setup.sh [build|fmt|check|test-rust|test|release|bench]" ;;
esac
