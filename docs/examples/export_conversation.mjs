// Saves one conversation as a JSON file. EARSHOT_KEY is an API key with the scope conversations:export.
import { rename, writeFile } from 'node:fs/promises';

const url = process.env.EARSHOT_URL ?? 'https://calls.example.com';

const response = await fetch(`${url}/api/export/conversation`, {
  method: 'POST',
  headers: { 'x-api-key': process.env.EARSHOT_KEY, 'content-type': 'application/json' },
  body: JSON.stringify({ conversationId: process.env.EARSHOT_CONVERSATION }),
});
const text = await response.text();
if (!response.ok) {
  throw new Error(`${response.status}: ${text}`);
}

const name = response.headers.get('content-disposition').split('"')[1];
await writeFile(`${name}.part`, text);
await rename(`${name}.part`, name);
console.log(name);
