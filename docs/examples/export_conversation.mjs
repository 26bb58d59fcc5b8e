// Saves one conversation as a JSON file. EARSHOT_KEY is an API key with the scope conversations:export.
import { writeFile } from 'node:fs/promises';

const url = process.env.EARSHOT_URL ?? 'https://calls.example.com';

const response = await fetch(`${url}/api/export/conversation`, {
  method: 'POST',
  headers: { 'x-api-key': process.env.EARSHOT_KEY, 'content-type': 'application/json' },
  body: JSON.stringify({ conversationId: process.env.EARSHOT_CONVERSATION }),
});
if (!response.ok) {
  const { detail } = await response.json();
  throw new Error(`${response.status}: ${detail}`);
}

const name = response.headers.get('content-disposition').split('"')[1];
await writeFile(name, Buffer.from(await response.arrayBuffer()));
console.log(name);
