// Sample programs of other vendors, run against the built binary.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from './helpers/fixtures.js';
import { emailOf } from './setup/people.js';
import { binary, checkout, dataFolder, samples, sharedData, url } from './setup/settings.js';

const conversation = 'agent_desk_1780992000_00000001';
// Python with the packages of the tests, such as `requests`.
const python = path.join(checkout, 'target/tools/buckets/bin/python3');

function makeKey(project, scopes, kind = 'key') {
  const rights = scopes.flatMap((scope) => ['--scope', scope]);
  const who = ['--data', dataFolder, '--user', emailOf('auditor', 0), '--kind', kind];
  const words = ['api-key', 'add', ...who];
  const limits = ['--name', 'Clients', '--project', project, '--requests-per-minute', '10000'];
  return execFileSync(binary, [...words, ...limits, ...rights], { encoding: 'utf8' }).match(/\S+$/gm);
}

const whole = ['conversations:export', 'transcripts:raw', 'callers:full'];

for (const { sample, program, saved } of [
  { sample: 'Python (Requests)', program: [python, 'export_conversation.py'] },
  { sample: 'JavaScript (Fetch)', program: [process.execPath, 'export_conversation.mjs'] },
  { sample: 'cURL (Form Data)', program: ['sh', 'export_conversation.sh'], saved: 'conversation-export.json' },
]) {
  test(`TalkifAI: ${sample} exports a conversation`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'earshot-client-'));
    const [command, script] = program;
    const env = {
      ...process.env,
      BASE: url,
      KEY: makeKey('talkifai-sample', ['conversations:export'])[0],
      CONVERSATION: conversation,
    };
    const printed = execFileSync(command, [path.join(checkout, 'end2end/clients', script)], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    const name = saved ?? `conversation-${conversation}-${new Date().toISOString().slice(0, 10)}.json`;
    expect(printed.trim()).toBe(saved ? '200' : `Exported: "${name}"`);
    expect(readdirSync(folder)).toEqual([name]);
    const file = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    expect(file.exportMetadata.conversationId).toBe(conversation);
    expect(file.conversation.callerPhone).toBe('****0123');
  });
}

test('TalkifAI: the fixed test keys open the demo alone', async ({ request }) => {
  const data = { conversationId: 'nothing' };
  const answer = await request.post('/api/export/conversation/json', {
    data,
    headers: { 'x-api-key': 'test-api-key-123' },
  });
  expect(answer.status()).toBe(404);
  expect(await answer.json()).toEqual({
    detail: "Conversation not found or you don't have access to this conversation",
  });
});

const files = [{ project: 'talkifai-sample', file: path.join(samples, 'talkifai.ndjson') }];
if (existsSync(sharedData)) {
  const name = readdirSync(sharedData).find((file) => file.startsWith('talkifai'));
  files.push({ project: 'talkifai', file: path.join(sharedData, name) });
}

for (const { project, file } of files) {
  for (const [mode, scopes] of [['whole', whole], ['masked', whole.slice(0, 1)]]) {
    test(`TalkifAI: every conversation of ${project} comes back ${mode}`, () => {
      const script = path.join(checkout, 'end2end/independent/round_trip.py');
      const args = [script, url, makeKey(project, scopes)[0], file, mode];
      const report = JSON.parse(spawnSync('python3', args, { encoding: 'utf8' }).stdout);
      expect(report).toEqual({ compared: expect.any(Number), problems: [], wrong: 0 });
      expect(report.compared).toBeGreaterThan(4);
    });
  }
}

const sample = path.join(samples, 'pbx.json');
const legFiles = [{ project: 'pbx-sample', file: sample, hours: '7', legs: 11 }];
if (existsSync(sharedData)) {
  const name = readdirSync(sharedData).find((file) => file.startsWith('pbx'));
  legFiles.push({ project: 'pbx', file: path.join(sharedData, name), hours: '0', legs: 2763 });
}

function legsOf(file) {
  const bytes = readFileSync(file);
  return JSON.parse(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);
}

for (const { project, file, hours, legs } of legFiles) {
  for (const [mode, scopes] of [
    ['whole', ['calls:read', 'transcripts:raw']],
    ['redacted', ['calls:read']],
  ]) {
    test(`Yeastar: the legs of ${project} are downloaded as they were imported, ${mode}`, () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'earshot-client-'));
      const [id, secret] = makeKey(project, scopes, 'pbx_client');
      const env = { ...process.env, BASE: url, CLIENT_ID: id, CLIENT_SECRET: secret };
      const program = path.join(checkout, 'end2end/clients/aidownload.py');
      const printed = execFileSync('python3', [program], { cwd: folder, env, encoding: 'utf8' });
      expect(printed).toMatch(/^PBX-AI_Transcription-\S+\.json: \d+ legs\nSUCCESS\n$/);
      const script = path.join(checkout, 'end2end/independent/same_legs.py');
      const args = [script, file, path.join(folder, readdirSync(folder)[0]), mode, hours];
      const report = JSON.parse(spawnSync('python3', args, { encoding: 'utf8' }).stdout);
      expect(report).toEqual({ source: legs, found: legs, wrong: [] });
    });
  }
  for (const [mode, scopes] of [
    ['whole', ['calls:read', 'transcripts:raw']],
    ['redacted', ['calls:read']],
  ]) {
    test(`the vendor's page: each leg of ${project} says what the file says, ${mode}`, () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'earshot-client-'));
      const [id, secret] = makeKey(project, scopes, 'pbx_client');
      const env = { ...process.env, BASE: url, CLIENT_ID: id, CLIENT_SECRET: secret };
      const program = path.join(checkout, 'end2end/clients/aicontext.py');
      const printed = execFileSync('python3', [program], { cwd: folder, env, encoding: 'utf8' });
      expect(printed).toBe(`${legs} SUCCESS\n`);
      const found = JSON.parse(readFileSync(path.join(folder, 'legs.json'), 'utf8'));
      const plain = ({ source_number, content, timestamp, duration }) =>
        ({ source_number, content, timestamp, duration });
      const marks = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
      for (const { leg, context, summary } of found) {
        expect(context.map(plain)).toEqual(leg.ai_transcription);
        expect(context.every(({ type }) => type === 'speak')).toBe(true);
        if (summary !== null) {
          expect(summary).toBe(leg.ai_summary.trim().replace(/[&<>"']/g, (mark) => marks[mark]));
        }
      }
      expect(found.filter(({ summary }) => summary !== null).length).toBeGreaterThan(3);
    });
  }

  test(`one Earshot fetches the legs of ${project} from another`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'earshot-fetch-'));
    const data = ['--data', path.join(folder, 'data')];
    const [id, secret] = makeKey(project, ['calls:read', 'transcripts:raw'], 'pbx_client');
    const env = { ...process.env, EARSHOT_FETCH_SECRET: secret };
    const earshot = (words) => execFileSync(binary, [...words, ...data], { env, encoding: 'utf8' });
    earshot(['tenant', 'add', 'copy', '--name', 'Copy', '--time-zone', 'Asia/Shanghai']);
    earshot(['project', 'add', '--tenant', 'copy', 'desk', '--name', 'Desk']);
    const from = ['fetch', '--from', url, '--client-id', id, '--days', '3650'];
    const fetch = () => earshot([...from, '--tenant', 'copy', '--project', 'desk']);
    const calls = new Set(legsOf(file).map((leg) => leg.uid)).size;
    expect(fetch()).toBe(`${url}: ${calls} imported, 0 extended, 0 unchanged, 0 refused\n`);
    expect(fetch()).toBe(`${url}: 0 imported, 0 extended, ${calls} unchanged, 0 refused\n`);
  });
}
