// Submits a file of calls, one per line. EARSHOT_KEY is an API key with the scope calls:write.
import { readFile } from 'node:fs/promises';

const url = process.env.EARSHOT_URL ?? 'https://calls.example.com';

const response = await fetch(`${url}/v1/ingest/calls`, {
  method: 'POST',
  headers: { 'x-api-key': process.env.EARSHOT_KEY, 'content-type': 'application/x-ndjson' },
  body: await readFile(process.env.EARSHOT_FILE ?? 'calls.ndjson'),
});
const report = await response.json();
for (const { result, place, source_id: id, reason } of report.results ?? []) {
  if (result === 'refused') console.log(place ?? id, reason);
}
if (!response.ok) {
  throw new Error(`${response.status}: ${report.detail}`);
}
console.log(report.taken, 'taken', report.unchanged, 'unchanged', report.refused, 'refused');
if (report.refused > 0) {
  process.exitCode = 1;
}
