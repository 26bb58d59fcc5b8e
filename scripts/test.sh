#!/bin/sh
# Every test; the last line counts them. Tests of Rust and tests in the browser both always run.
set -u
cd "$(dirname "$0")/.."
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
failed_steps=0

step() {
  log=$1
  shift
  "$@" >"$logs/$log" 2>&1
  status=$?
  cat "$logs/$log"
  [ "$status" = 0 ] || failed_steps=$((failed_steps + 1))
}

step rust scripts/with-postgres.sh cargo test --workspace --exclude earshot-frontend --exclude earshot-app --no-fail-fast
step app cargo test --package earshot-app --features ssr --no-fail-fast
step build cargo xtask build
step browser scripts/browser-tests.sh

count() { sed -n "s/^test result: .* \([0-9][0-9]*\) $1;.*/\1/p" "$logs/rust" "$logs/app" | awk '{ n += $1 } END { print n + 0 }'; }
browser() { sed -n "s/^browser tests: .*\b\([0-9][0-9]*\) $1.*/\1/p" "$logs/browser" | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(($(count passed) + $(browser passed)))
failed=$(($(count failed) + $(browser failed)))
# A step that broke before it could count still counts as a failure.
[ "$failed_steps" -gt 0 ] && [ "$failed" = 0 ] && failed=$failed_steps

echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
