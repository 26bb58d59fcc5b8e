#!/bin/sh
# Runs the browser tests against the built binary; the last line counts them.
set -u
cd "$(dirname "$0")/../end2end" || exit 1
report=$(mktemp)
trap 'rm -f "$report"' EXIT
trap 'exit 130' INT TERM
if [ -f package.json ]; then
  PLAYWRIGHT_JSON_OUTPUT_NAME="$report" npx --no-install playwright test --reporter=list,json
  status=$?
else
  echo "end2end/package.json is missing" >&2
  status=1
fi
python3 - "$report" <<'PY'
import json, sys
try:
    report = json.load(open(sys.argv[1]))
    stats = report["stats"]
    # Tests that needed a retry and files that failed to load count as failed.
    failed = stats["unexpected"] + stats["flaky"] + len(report["errors"])
    print(f"browser tests: {stats['expected']} passed, {failed} failed, {stats['skipped']} skipped")
except (OSError, ValueError, KeyError):
    print("browser tests: 0 passed, 1 failed")
PY
exit $status
