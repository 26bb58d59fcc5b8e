#!/bin/sh
# Every test; the last line counts them. Tests of Rust and tests in the browser both always run.
set -u
cd "$(dirname "$0")/.."
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM
broken=0

# Shows the step's output as it comes and keeps it for the counting.
step() {
  log=$1
  shift
  { "$@" 2>&1; echo $? >"$logs/status"; } | tee "$logs/$log"
  [ "$(cat "$logs/status")" = 0 ] || broken=$((broken + 1))
}

# The build comes first: the tests of the server then share what it compiled. Naming the packages
# instead of the workspace keeps xtask's features out of theirs, which would compile them again.
step build cargo xtask build
step rust scripts/with-postgres.sh cargo test --no-fail-fast \
  --package earshot-domain --package earshot-backend --package earshot-demo --package earshot-app \
  --package earshot-server
step xtask cargo test --package xtask
step browser scripts/browser-tests.sh

counted() {
  cat "$logs/rust" "$logs/xtask" "$logs/browser" |
    sed -nE "s/^(test result|browser tests): (.* )?([0-9]+) $1.*/\3/p" |
    awk '{ n += $1 } END { print n + 0 }'
}
passed=$(counted passed)
failed=$(counted failed)
# A step that broke before it could count still counts as a failure.
if [ "$failed" -lt "$broken" ]; then failed=$broken; fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
