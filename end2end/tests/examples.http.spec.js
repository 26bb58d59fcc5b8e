// Example programs of the documentation, each run unchanged.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from './helpers/fixtures.js';
import { emailOf } from './setup/people.js';
import { ownDemo } from './helpers/own-server.js';
import { binary, checkout, dataFolder, samples, url } from './setup/settings.js';

const conversation = 'agent_desk_1780992000_00000001';
const programs = { sh: 'sh', py: 'python3', mjs: process.execPath };
const folder = path.join(checkout, 'docs/examples');

function makeKey(project, scope, kind) {
  const who = ['--data', dataFolder, '--user', emailOf('auditor', 0), '--kind', kind];
  const words = ['api-key', 'add', ...who, '--name', 'Examples', '--project', project];
  return execFileSync(binary, [...words, '--scope', scope], { encoding: 'utf8' }).match(/\S+$/gm);
}

// A day of the demo before today, to which no example adds calls.
const archivedDay = new Date(Date.now() - 2 * 24 * 3_600_000).toISOString().slice(0, 10);

// Examples that push calls use a separate demo, since other tests count the calls of the shared one.
let demo;
test.beforeAll(async () => {
  demo = await ownDemo();
});
test.afterAll(() => demo.stop());

/** The environment of each example, and the check of its output. */
const tasks = {
  export_conversation: {
    environment() {
      const [key] = makeKey('talkifai-sample', 'conversations:export', 'key');
      return { EARSHOT_KEY: key, EARSHOT_CONVERSATION: conversation };
    },
    check(made) {
      const day = new Date().toISOString().slice(0, 10);
      expect(Object.keys(made)).toEqual([`conversation-${conversation}-${day}.json`]);
      const [file] = Object.values(made);
      expect(file.exportMetadata.conversationId).toBe(conversation);
      expect(JSON.parse(file.conversation.transcript.raw).length).toBeGreaterThan(1);
    },
  },
  call_legs: {
    environment() {
      const [id, secret] = makeKey('pbx-sample', 'calls:read', 'pbx_client');
      return { EARSHOT_CLIENT_ID: id, EARSHOT_CLIENT_SECRET: secret };
    },
    check(made) {
      expect(Object.keys(made)).toEqual(['call-legs.json']);
      expect(made['call-legs.json']).toHaveLength(11);
    },
  },
  push_calls: {
    environment(cwd) {
      copyFileSync(path.join(samples, 'calls.ndjson'), path.join(cwd, 'calls.ndjson'));
      return { EARSHOT_KEY: demo.key('key', ['calls:write'])[0], EARSHOT_URL: demo.url };
    },
    async check(made, printed) {
      const pushed = made['calls.ndjson'].map((call) => call.source_id);
      expect(pushed.length).toBeGreaterThan(5);
      expect(printed).toMatch(/"refused":0|0 refused/);
      const query = `limit=1000&since_cursor=${await arrivedBefore(pushed.length)}`;
      const key = demo.key('key', ['calls:read'])[0];
      const answer = await fetch(`${demo.url}/v1/calls?${query}`, { headers: { 'x-api-key': key } });
      const arrived = (await answer.json()).calls.map((call) => call.source_id);
      expect(arrived.toSorted()).toEqual(pushed.toSorted());
    },
  },
  nightly_archive: {
    environment: () => ({
      EARSHOT_KEY: demo.key('key', ['exports:write'])[0],
      EARSHOT_URL: demo.url,
      EARSHOT_DAY: archivedDay,
    }),
    async check(made, printed) {
      const files = Object.keys(made).filter((name) => name.endsWith('.jsonl'));
      const ids = files.flatMap((name) => made[name].map((conversation) => conversation.id));
      expect(ids.length).toBeGreaterThan(50);
      expect(ids.toSorted()).toEqual(await idsOf(archivedDay));
      for (const name of files) {
        expect(printed).toContain(name);
      }
    },
  },
  back_up: {
    environment: () => ({
      // The smaller project: each call is one request.
      EARSHOT_KEY: demo.key('key', ['calls:read', 'conversations:export'], 'after-hours')[0],
      EARSHOT_URL: demo.url,
    }),
    check(made) {
      const files = Object.keys(made).filter((name) => name.endsWith('.json'));
      expect(files.length).toBeGreaterThan(100);
      for (const file of files) {
        expect(made[file].exportMetadata.conversationId).toBe(path.basename(file, '.json'));
      }
      expect(made['conversations/cursor']).toMatch(/^a\d+$/);
    },
  },
  follow_calls: {
    environment: () => ({ EARSHOT_KEY: demo.key('key', ['calls:read'])[0], EARSHOT_URL: demo.url }),
    check(made) {
      const pages = Object.keys(made).filter((name) => name.startsWith('calls-a'));
      const calls = pages.flatMap((name) => made[name].calls ?? made[name]);
      expect(calls.length).toBeGreaterThan(100);
      expect(new Set(calls.map((call) => call.call_id)).size).toBe(calls.length);
      expect(calls.some((call) => call.transcript.turns.length > 3)).toBe(true);
      expect(made.cursor).toMatch(/^a\d+$/);
    },
  },
};

/** Returns the ids of the conversations of a day, sorted. */
async function idsOf(day) {
  const headers = { 'x-api-key': demo.key('key', ['conversations:read'])[0] };
  const ids = [];
  let cursor = '';
  do {
    const query = new URLSearchParams({ since: day, until: day, limit: 100, cursor });
    const answer = await fetch(`${demo.url}/v1/conversations?${query}`, { headers });
    const page = await answer.json();
    ids.push(...page.conversations.map((conversation) => conversation.id));
    cursor = page.pagination.next_cursor ?? '';
  } while (cursor);
  return ids.toSorted();
}

/** Returns the cursor before the last `count` calls that arrived. */
async function arrivedBefore(count) {
  const headers = { 'x-api-key': demo.key('key', ['calls:read'])[0] };
  let cursor = '';
  for (;;) {
    const answer = await fetch(`${demo.url}/v1/calls?limit=1000&since_cursor=${cursor}`, { headers });
    const page = await answer.json();
    cursor = page.next_cursor;
    if (!page.has_more) {
      return `a${Number(cursor.slice(1)) - count}`;
    }
  }
}

/** Returns the content of a file: JSON, JSON Lines or text. */
function contents(file) {
  const text = readFileSync(file, 'utf8');
  if (/\.(ndjson|jsonl)$/.test(file)) {
    return text.trim().split('\n').map((line) => JSON.parse(line));
  }
  return file.endsWith('.json') ? JSON.parse(text) : text.trim();
}

for (const file of readdirSync(folder).sort()) {
  test(`docs/examples/${file} runs unchanged`, async () => {
    const [name, ending] = file.split('.');
    const task = tasks[name];
    const cwd = mkdtempSync(path.join(tmpdir(), 'earshot-example-'));
    // Without the colours that the test runner enables.
    const plain = { ...process.env, FORCE_COLOR: '0' };
    const env = { ...plain, EARSHOT_URL: url, ...task.environment(cwd) };
    const program = [path.join(folder, file)];
    const printed = execFileSync(programs[ending], program, { cwd, env, encoding: 'utf8' });
    const read = (made) => [made, contents(path.join(cwd, made))];
    const files = readdirSync(cwd, { recursive: true }).filter((made) => made !== 'conversations');
    await task.check(Object.fromEntries(files.map(read)), printed);
  });
}

test('the documentation quotes the examples word for word', () => {
  const text = readFileSync(path.join(checkout, 'docs/http-api.md'), 'utf8');
  for (const file of readdirSync(folder)) {
    const quoted = readFileSync(path.join(folder, file), 'utf8').trimEnd();
    expect(text.includes(`\n${quoted}\n\`\`\``), `${file} in docs/http-api.md`).toBe(true);
  }
});
