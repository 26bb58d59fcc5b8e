// Archives the conversations of yesterday, or of EARSHOT_DAY. EARSHOT_KEY has the scope exports:write.
import { createHash } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

const url = process.env.EARSHOT_URL ?? 'https://calls.example.com';
const yesterday = new Date(Date.now() - 24 * 3600 * 1000).toISOString().slice(0, 10);
const day = process.env.EARSHOT_DAY ?? yesterday;

/** Sends a request, and waits where the rate limit is reached. */
async function ask(path, body) {
  const response = await fetch(url + path, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${process.env.EARSHOT_KEY}`,
      'content-type': 'application/json',
    },
    body: body && JSON.stringify(body),
  });
  if (response.status === 429) {
    await setTimeout(1000 * response.headers.get('retry-after'));
    return ask(path, body);
  }
  if (!response.ok) {
    throw new Error(`${response.status}: ${await response.text()}`);
  }
  return response;
}

const request = { filter: { since: day, until: day }, format: 'jsonl' };
const job = await (await ask('/v1/conversations/export', request)).json();

let response = await ask(job.url);
while (response.headers.has('retry-after')) {
  await setTimeout(1000 * response.headers.get('retry-after'));
  response = await ask(job.url);
}
const { status, error, files } = await response.json();
if (status !== 'completed') {
  throw new Error(`${status}: ${JSON.stringify(error)}`);
}

for (const { name, rows, sha256, url: path } of files) {
  const digest = createHash('sha256');
  const copy = await open(`${name}.part`, 'w');
  for await (const piece of (await ask(path)).body) {
    digest.update(piece);
    await copy.writeFile(piece);
  }
  await copy.close();
  if (digest.digest('hex') !== sha256) {
    throw new Error(`${name} is damaged`);
  }
  await rename(`${name}.part`, name);
  console.log(name, rows, 'conversations');
}
