#!/bin/sh
# The journeys in a real browser, against the built binary; the last line counts them.
set -u
cd "$(dirname "$0")/../end2end" || exit 1
report=$(mktemp)
PLAYWRIGHT_JSON_OUTPUT_NAME="$report" npx playwright test --reporter=list,json
status=$?
python3 - "$report" <<'PY'
import json, sys
try:
    stats = json.load(open(sys.argv[1]))["stats"]
except (OSError, ValueError, KeyError):
    stats = {"expected": 0, "unexpected": 1, "flaky": 0}
# A test that needed a second try has failed.
print(f"browser tests: {stats['expected']} passed, {stats['unexpected'] + stats['flaky']} failed")
PY
rm -f "$report"
exit $status
