#!/bin/sh
# Runs tests and counts them in the last line: `unit` (no PostgreSQL, no other programs), `rust` (all
# Rust tests, on both databases) or `all` (also browser tests). All steps run even if one fails.
set -u
cd "$(dirname "$0")/.."
which=${1:-all}
case $which in unit | rust | all) ;; *) echo "usage: scripts/test.sh [unit|rust|all]" >&2; exit 2 ;; esac
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM
broken=0

# The packages of the server. Every run names the same packages and therefore shares their build;
# the features of xtask would compile their dependencies again.
packages="--package earshot-domain --package earshot-backend --package earshot-contract --package earshot-demo --package earshot-names --package earshot-app --package earshot-server"

# cargo takes the runner of tests from a variable that is named after the platform.
host=$(rustc -vV | sed -n 's/^host: //p' | tr 'a-z-' 'A-Z_')
export "CARGO_TARGET_${host}_RUNNER=$PWD/scripts/test-runner.sh"

# Prints a step's output and stores it for counting.
step() {
  log=$1
  shift
  { "$@" 2>&1; echo $? >"$logs/status"; } | tee "$logs/$log"
  [ "$(cat "$logs/status")" = 0 ] || broken=$((broken + 1))
}

if [ "$which" = unit ]; then
  # The contract tests are named after their database.
  step rust cargo test --no-fail-fast $packages --lib --test contract -- --skip ::postgres::
else
  # The build comes first, so that the tests of the server reuse it.
  if [ "$which" = all ]; then step build cargo xtask build; fi
  step rust scripts/with-postgres.sh cargo test --no-fail-fast $packages
  step xtask cargo test --package xtask
  if [ "$which" = all ]; then step browser scripts/browser-tests.sh; fi
fi

counted() {
  for log in rust xtask browser; do
    if [ -f "$logs/$log" ]; then cat "$logs/$log"; fi
  done |
    sed -nE "s/^(test result|browser tests): (.* )?([0-9]+) $1.*/\3/p" |
    awk '{ n += $1 } END { print n + 0 }'
}
passed=$(counted passed)
failed=$(counted failed)
# A step that failed without test results counts as one failure.
if [ "$failed" -lt "$broken" ]; then failed=$broken; fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
