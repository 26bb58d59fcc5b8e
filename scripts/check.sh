#!/bin/sh
# Formatting, structure, documents, lints and dependencies; the app is checked with each of its features apart.
set -eu
cd "$(dirname "$0")/.."
. scripts/env.sh

echo "check: formatting"
cargo fmt --all --check
echo "check: structure"
cargo xtask structure
echo "check: what documents refer to"
cargo xtask docs
echo "check: licences, versions and sources of dependencies"
deny="$cache/tools/bin/cargo-deny --log-level warn"
$deny --locked check licenses bans sources
# Known vulnerabilities where a database of them is there; none is fetched.
if ls -d "${CARGO_HOME:-$HOME/.cargo}"/advisory-dbs/*/.git >/dev/null 2>&1; then
  $deny --frozen check advisories
fi
echo "check: native crates"
cargo clippy --quiet --package earshot-domain --package earshot-backend --package earshot-demo --package earshot-server --package earshot-testkit \
  --all-targets -- -D warnings
# Apart, since its features would compile the others' dependencies a second time.
cargo clippy --quiet --package xtask --all-targets -- -D warnings
echo "check: app for the server"
cargo clippy --quiet --package earshot-app --features ssr --all-targets -- -D warnings
echo "check: app for the browser"
cargo clippy --quiet --package earshot-app --features hydrate --target wasm32-unknown-unknown -- -D warnings
cargo clippy --quiet --package earshot-frontend --target wasm32-unknown-unknown -- -D warnings
echo "check: what reaches the browser"
cargo xtask wasm-deps
