// Appends the calls that arrived since the last run to calls.ndjson. EARSHOT_KEY has the scope calls:read.
import { appendFile, readFile, writeFile } from 'node:fs/promises';

const url = process.env.EARSHOT_URL ?? 'https://calls.example.com';

let page;
do {
  const cursor = await readFile('cursor', 'utf8').catch(() => '');
  const query = new URLSearchParams({ limit: 1000, include: 'transcript', since_cursor: cursor });
  const response = await fetch(`${url}/v1/calls?${query}`, {
    headers: { 'x-api-key': process.env.EARSHOT_KEY },
  });
  if (!response.ok) {
    throw new Error(`${response.status}: ${await response.text()}`);
  }
  page = await response.json();
  await appendFile('calls.ndjson', page.calls.map((call) => `${JSON.stringify(call)}\n`).join(''));
  // Kept after the calls: what is read twice has the same call_id.
  await writeFile('cursor', page.next_cursor);
  console.log(page.calls.length, 'calls');
} while (page.has_more);
