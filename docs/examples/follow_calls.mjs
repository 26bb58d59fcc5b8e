// Saves the calls that arrived since the last run, one per line and at most 1,000 in a file.
// EARSHOT_KEY has the scope calls:read.
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';

const url = process.env.EARSHOT_URL ?? 'https://calls.example.com';

async function save(name, text) {
  await writeFile(`${name}.part`, text);
  await rename(`${name}.part`, name);
}

let page;
do {
  const cursor = existsSync('cursor') ? (await readFile('cursor', 'utf8')).trim() : '';
  const query = new URLSearchParams({ limit: 1000, include: 'transcript', since_cursor: cursor });
  const response = await fetch(`${url}/v1/calls?${query}`, {
    headers: { 'x-api-key': process.env.EARSHOT_KEY },
  });
  if (!response.ok) {
    throw new Error(`${response.status}: ${await response.text()}`);
  }
  page = await response.json();
  if (page.calls.length > 0) {
    const lines = page.calls.map((call) => `${JSON.stringify(call)}\n`).join('');
    await save(`calls-${page.next_cursor}.ndjson`, lines);
  }
  // Kept after the calls: what is read twice has the same call_id.
  await save('cursor', page.next_cursor);
  console.log(page.calls.length, 'calls');
} while (page.has_more);
