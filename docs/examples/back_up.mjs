// Saves every conversation in the folder conversations; run again, those that arrived since. EARSHOT_KEY
// has the scopes calls:read and conversations:export.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

const url = process.env.EARSHOT_URL ?? 'https://calls.example.com';
const kept = 'conversations/cursor';

/** Sends a request, and waits where the rate limit is reached. */
async function ask(path, body) {
  const response = await fetch(url + path, {
    method: body ? 'POST' : 'GET',
    headers: { 'x-api-key': process.env.EARSHOT_KEY, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status === 429) {
    await setTimeout(1000 * response.headers.get('retry-after'));
    return ask(path, body);
  }
  if (!response.ok) {
    throw new Error(`${response.status}: ${text}`);
  }
  return text;
}

async function save(name, text) {
  await writeFile(`${name}.part`, text);
  await rename(`${name}.part`, name);
}

await mkdir('conversations', { recursive: true });
let page;
do {
  const cursor = existsSync(kept) ? (await readFile(kept, 'utf8')).trim() : '';
  page = JSON.parse(await ask(`/v1/calls?limit=100&since_cursor=${cursor}`));
  for (const { call_id: id } of page.calls) {
    const conversation = await ask('/api/export/conversation', { conversationId: id });
    await save(`conversations/${id}.json`, conversation);
    console.log(id);
  }
  // Kept after the conversations: a run that was cut short begins again with this page.
  await save(kept, page.next_cursor);
} while (page.has_more);
