#!/bin/sh
# Checks formatting, structure, documents, lints and dependencies; the app with each feature separately.
set -eu
cd "$(dirname "$0")/.."
. scripts/env.sh

echo "check: formatting"
cargo fmt --all --check
echo "check: structure"
cargo xtask structure
echo "check: references in documents"
cargo xtask docs
echo "check: licences, versions and sources of dependencies"
deny="$cache/tools/bin/cargo-deny --log-level warn"
$deny --locked check licenses bans sources
# Known vulnerabilities, if an advisory database is present; none is downloaded.
if ls -d "${CARGO_HOME:-$HOME/.cargo}"/advisory-dbs/*/.git >/dev/null 2>&1; then
  $deny --frozen check advisories
fi
echo "check: native crates"
cargo clippy --quiet --package earshot-domain --package earshot-backend --package earshot-contract --package earshot-demo --package earshot-names --package earshot-server --package earshot-testkit \
  --all-targets -- -D warnings
# Separately, since its features would compile shared dependencies a second time.
cargo clippy --quiet --package xtask --all-targets -- -D warnings
echo "check: app for the server"
cargo clippy --quiet --package earshot-app --features ssr --all-targets -- -D warnings
echo "check: app for the browser"
cargo clippy --quiet --package earshot-app --features hydrate --target wasm32-unknown-unknown -- -D warnings
cargo clippy --quiet --package earshot-frontend --target wasm32-unknown-unknown -- -D warnings
echo "check: dependencies of the browser build"
cargo xtask wasm-deps
