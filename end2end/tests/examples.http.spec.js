// The examples that people copy, each run as it stands.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from './helpers/fixtures.js';
import { emailOf } from './setup/people.js';
import { binary, checkout, dataFolder, url } from './setup/settings.js';

const conversation = 'agent_desk_1780992000_00000001';
// The tests' own Python packages, `requests` among them.
const python = path.join(checkout, 'target/tools/buckets/bin/python3');
const programs = { sh: 'sh', py: python, mjs: process.execPath };
const folder = path.join(checkout, 'docs/examples');

function makeKey(project, scope, kind) {
  const who = ['--data', dataFolder, '--user', emailOf('auditor', 0), '--kind', kind];
  const words = ['api-key', 'add', ...who, '--name', 'Examples', '--project', project];
  return execFileSync(binary, [...words, '--scope', scope], { encoding: 'utf8' }).trim().split('\n');
}

/** What each example needs in its environment, and what it must have made. */
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
};

for (const file of readdirSync(folder).sort()) {
  test(`docs/examples/${file} runs as it stands`, () => {
    const [name, ending] = file.split('.');
    const task = tasks[name];
    const cwd = mkdtempSync(path.join(tmpdir(), 'earshot-example-'));
    const env = { ...process.env, EARSHOT_URL: url, ...task.environment() };
    execFileSync(programs[ending], [path.join(folder, file)], { cwd, env, encoding: 'utf8' });
    const read = (made) => [made, JSON.parse(readFileSync(path.join(cwd, made), 'utf8'))];
    task.check(Object.fromEntries(readdirSync(cwd).map(read)));
  });
}

test('the documentation quotes the examples word for word', () => {
  const text = readFileSync(path.join(checkout, 'docs/http-api.md'), 'utf8');
  for (const file of readdirSync(folder)) {
    const quoted = readFileSync(path.join(folder, file), 'utf8').trimEnd();
    expect(text.includes(`\n${quoted}\n\`\`\``), `${file} in docs/http-api.md`).toBe(true);
  }
});
