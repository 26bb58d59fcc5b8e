#!/bin/sh
# Installs the requirements of `build`, `fmt`, `check`, `test-rust`, `test`, `release`, `bench` or `bench-redaction`.
# Idempotent; installs only what is missing, announces it, and explains what to do if it cannot.
# Outside this folder and the cache it changes only Debian packages and rustup's toolchains.
set -eu
cd "$(dirname "$0")/.."
. scripts/env.sh

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif have sudo; then sudo "$@"
  else fail "root is required for: $* (run it manually, then try again)"
  fi
}

apt_updated=
apt_install() {
  have apt-get || fail "please install: $* (only Debian packages are installed automatically)"
  say "installing missing Debian packages: $*"
  if [ -z "$apt_updated" ]; then as_root apt-get update -qq >&2; apt_updated=yes; fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# Adds Debian packages to the list if a command is missing.
packages=
want() {
  command=$1
  shift
  have "$command" || packages="$packages $*"
}

want_postgres() {
  for bin in /usr/lib/postgresql/*/bin/initdb; do [ -x "$bin" ] && return; done
  want initdb postgresql postgresql-client
}

# Debian has a separate package for virtual environments.
want_python() {
  want python3 python3
  python3 -c 'import ensurepip' 2>/dev/null || packages="$packages python3-venv"
}

want_pdf_readers() {
  want qpdf qpdf
  want pdftotext poppler-utils
}

# Debian has had 7-Zip under both names.
want_zip_readers() {
  want unzip unzip
  have 7z || want 7zz 7zip
  want bsdtar libarchive-tools
}

# The proxies of the operator's guide.
want_proxies() {
  [ -x /usr/sbin/nginx ] || want nginx nginx
  [ -x /usr/sbin/haproxy ] || want haproxy haproxy
  want caddy caddy
  want curl curl
}

# Opens files for spreadsheets.
want_spreadsheets() { want soffice libreoffice-calc-nogui; }

want_node() { want npm nodejs npm; }
want_browser() { want chromium chromium fonts-noto-core; }

# Debian ships a current Rust with the source of the standard library, from which the library for
# WebAssembly is built: the one that `rustup target add` would download.
install_debian_rust() {
  dpkg -s rustc-web cargo-web rust-web-src >/dev/null 2>&1 ||
    apt_install rustc-web cargo-web rust-web-src || return
  if have rustup; then
    say "linking Debian's Rust as rustup's toolchain \"debian\""
    rustup toolchain link debian /usr
    export RUSTUP_TOOLCHAIN=debian
  fi
  select_wasm_std || build_wasm_std && select_wasm_std
}

# Creates a sysroot in the cache: links to the system's Rust, and the standard library for WebAssembly.
build_wasm_std() {
  llvm=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
  have "lld-$llvm" || apt_install "lld-$llvm" || return
  sysroot=$(private_sysroot)
  say "building Rust's standard library for wasm32-unknown-unknown in $sysroot (about a minute)"
  mkdir -p "$cache/sysroot"
  work=$(mktemp -d "$cache/sysroot/new.XXXXXX")
  mkdir "$work/src"
  printf '[package]\nname = "empty_std"\nversion = "0.0.0"\nedition = "2024"\n[lib]\npath = "src/lib.rs"\n[workspace]\n' >"$work/Cargo.toml"
  : >"$work/src/lib.rs"
  (cd "$work" && RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$work/target" cargo build --quiet --release \
    -Zbuild-std=std,panic_unwind,panic_abort,proc_macro --target wasm32-unknown-unknown) || return
  host=lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')
  browser=lib/rustlib/wasm32-unknown-unknown/lib
  mkdir -p "$work/made/$host/bin" "$work/made/$browser"
  ln -s "$(rustc --print sysroot)/$host/lib" "$work/made/$host/lib"
  ln -s "$(command -v "lld-$llvm")" "$work/made/$host/bin/rust-lld"
  rm -f "$work"/target/wasm32-unknown-unknown/release/deps/libempty_std-*.rlib
  cp "$work"/target/wasm32-unknown-unknown/release/deps/lib*.rlib "$work/made/$browser/" || return
  # Renamed as the last step, so that an interrupted build leaves no incomplete sysroot.
  rm -rf "$sysroot"
  mv "$work/made" "$sysroot" || return
  rm -rf "$work"
}

ensure_rust() {
  if have cargo && select_wasm_std; then return; fi
  if have rustup; then
    say "installing the toolchain of rust-toolchain.toml with rustup"
    # The second command is for a rustup without a toolchain.
    rustup target add wasm32-unknown-unknown >/dev/null 2>&1 || rustup toolchain install >/dev/null 2>&1 || true
    if select_wasm_std; then return; fi
  fi
  if have apt-get; then install_debian_rust || say "Debian's Rust could not be used"; fi
  select_wasm_std || fail "Rust for wasm32-unknown-unknown is missing: install rustup from https://rustup.rs, then run: rustup target add wasm32-unknown-unknown"
}

ensure_lints() {
  if cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1; then return; fi
  if have rustup && [ "${RUSTUP_TOOLCHAIN:-}" != debian ]; then
    say "adding clippy and rustfmt with rustup"
    rustup component add clippy rustfmt
  else
    apt_install rust-web-clippy rustfmt-web
  fi
}

# In the cache, since it takes minutes to compile.
ensure_cargo_deny() {
  version=0.20.2
  if [ "$("$cache/tools/bin/cargo-deny" --version 2>/dev/null)" = "cargo-deny $version" ]; then return; fi
  say "compiling cargo-deny $version in $cache/tools (about three minutes)"
  env -u CARGO_TARGET_DIR cargo install --quiet --locked --root "$cache/tools" "cargo-deny@$version"
}

# Creates a Python environment in the tools folder: name, and packages for pip.
ensure_venv() {
  folder="$tools/$1"
  shift
  stamp="$* $(python3 -V)"
  if [ "$(cat "$folder/.installed" 2>/dev/null)" = "$stamp" ]; then return; fi
  say "installing $* with pip in $folder"
  rm -rf "$folder"
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet "$@"
  printf '%s\n' "$stamp" >"$folder/.installed"
}

# Installs an npm package with its exact version in the tools folder.
ensure_npm() {
  name=${1%@*}
  if grep -qs "\"version\": \"${1##*@}\"" "$tools/node_modules/$name/package.json"; then return; fi
  say "installing $1 with npm in $tools"
  npm install --silent --no-audit --no-fund --prefix "$tools" "$1"
}

ensure_browser_tests() {
  lock=end2end/package-lock.json
  if cmp -s "$lock" end2end/node_modules/.installed-lock; then return; fi
  say "installing the browser tests' packages with npm in end2end"
  (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-audit --no-fund)
  cp "$lock" end2end/node_modules/.installed-lock
}

ensure_wasm_opt() { ensure_npm binaryen@132.0.0; }
# Object stores for the tests of recordings.
ensure_buckets() { ensure_venv buckets 'moto[server]==5.2.5'; }
# Independent readers of exported files.
ensure_readers() {
  ensure_venv readers duckdb==2.0.1 polars==2.1.0 pyarrow==26.0.1 openpyxl==3.1.5 \
    python-calamine==0.9.1 pikepdf==10.18.0 bagit==1.9.0 frictionless==5.21.0
}
# Another's verifier of transparency logs. It asks for Python 3.12 and runs with 3.11.
ensure_tlog() { ensure_venv tlog --ignore-requires-python aics-tlog==0.2.1; }
# Generator of requests from the OpenAPI document.
ensure_schemathesis() { ensure_venv schemathesis schemathesis==4.32.5; }
# Programs that `make bench` compares with.
ensure_peers() { ensure_venv python setuptools datasette==0.65.5 openpyxl==3.1.5 pyarrow==26.0.1; ensure_npm pdfkit@0.20.2; }

# Programs that `make bench-redaction` compares with.
ensure_redaction_peers() { ensure_venv redaction $(grep -v '^#' bench/redaction/requirements.txt); }

# On a build machine, the tools are kept in the cache.
if [ "${CI:-}" = true ] && [ ! -e target/tools ]; then
  mkdir -p "$cache/tools" target
  ln -sfn "$cache/tools" target/tools
fi
mkdir -p target/tools
# Resolved, since pip writes this path into installed files.
tools=$(cd target/tools && pwd -P)

purpose=${1:-build}
want cc gcc libc6-dev
case $purpose in
  build | fmt | check) ;;
  test-rust) want_postgres; want_python; want_pdf_readers; want_zip_readers; want_proxies; want_spreadsheets ;;
  test) want_postgres; want_python; want_pdf_readers; want_zip_readers; want_proxies; want_spreadsheets; want_node; want_browser ;;
  release) want_node ;;
  bench-redaction) want_node; want_python; want taskset util-linux ;;
  bench) want_postgres; want_python; want_pdf_readers; want_node; want sqlite3 sqlite3; want psql postgresql-client; want zip zip ;;
  *) fail "usage: scripts/setup.sh [build|fmt|check|test-rust|test|release|bench|bench-redaction]" ;;
esac
# Unquoted: each word is a package.
[ -z "$packages" ] || apt_install $packages
ensure_rust
case $purpose in
  fmt) ensure_lints ;;
  check) ensure_lints; ensure_cargo_deny ;;
  test-rust) ensure_buckets; ensure_readers; ensure_tlog ;;
  test) ensure_buckets; ensure_readers; ensure_tlog; ensure_schemathesis; ensure_browser_tests ;;
  release) ensure_wasm_opt ;;
  bench) ensure_wasm_opt; ensure_peers ;;
  bench-redaction) ensure_wasm_opt; ensure_redaction_peers ;;
esac
