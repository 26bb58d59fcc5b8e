// Saves call legs as a JSON file, with the client ID and secret of a PBX client.
import { writeFile } from 'node:fs/promises';

const url = process.env.EARSHOT_URL ?? 'https://calls.example.com';

async function ask(path, options) {
  const answer = await (await fetch(`${url}/openapi/v2.0/${path}`, options)).json();
  if (answer.errcode !== 0) {
    throw new Error(`${path}: ${answer.errcode} ${answer.errmsg}`);
  }
  return answer;
}

const { access_token: token } = await ask('get_token', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    username: process.env.EARSHOT_CLIENT_ID,
    password: process.env.EARSHOT_CLIENT_SECRET,
  }),
});
const headers = { authorization: `Bearer ${token}` };

const { download_resource_url: path } = await ask('cdr/aidownload', { headers });
const legs = await fetch(url + path, { headers });
if (!legs.ok) {
  throw new Error(`${legs.status}: ${await legs.text()}`);
}
const text = await legs.text();
await writeFile('call-legs.json', text);
console.log(JSON.parse(text).length, 'legs');

await ask('del_token', { headers });
