// Schemathesis: valid and invalid requests generated from the OpenAPI document, as each kind of
// client. No request may cause a server error, and every response must be documented.
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from './helpers/fixtures.js';
import { ownDemo } from './helpers/own-server.js';
import { checkout } from './setup/settings.js';

const program = path.join(checkout, 'target/tools/schemathesis/bin/st');
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'response_headers_conformance',
];
// Operations excluded for a client because they would end its own session or token. Other clients
// request them, and the tests of sessions and tokens cover them.
const excluded = {
  'a session': ['sign_out', 'sign_out_everywhere'],
  'a PBX client': ['pbx_del_token', 'pbx_del_token_v1'],
};

let demo;
let calls;
let credentials;

test.describe.configure({ mode: 'serial', timeout: 300_000 });

test.beforeAll(async () => {
  demo = await ownDemo({ EARSHOT_EXPORTS_PER_10_MINUTES: '1000' });
  const cookie = await demo.session();
  const query = encodeURIComponent('project_id=front-desk&has_recording=true');
  const page = await fetch(`${demo.url}/api/calls?query=${query}`, { headers: { cookie } });
  calls = (await page.json()).rows.map((row) => row.id);
  expect(calls.length).toBeGreaterThan(4);
  // Created before the first run, whose requests exhaust the rate limit for tokens.
  const scopes = [
    'conversations:export', 'conversations:read', 'exports:write', 'transcripts:raw', 'callers:full',
    'calls:read', 'calls:write',
  ];
  const [token] = demo.key('internal_token', ['conversations:export']);
  credentials = {
    nobody: {},
    'a key without the right': { 'x-api-key': demo.key('key', ['calls:read'])[0] },
    'a key with every right': { 'x-api-key': demo.key('key', scopes)[0] },
    'an internal token': { 'x-internal-token': token, 'x-organization-id': 'harbour' },
    'a PBX client': { authorization: `Bearer ${await accessToken()}` },
    'a session': { cookie },
  };
});

test.afterAll(() => demo.stop());

/** Returns the configuration: existing ids, used in four of five requests. */
function configuration() {
  const words = (values) => `{ values = [${values.map((value) => `"${value}"`).join(', ')}] }`;
  return [
    '[dictionaries]',
    `calls = ${words(calls.slice(0, 5))}`,
    `projects = ${words(['front-desk', 'after-hours'])}`,
    '[parameters]',
    '"path.call_id" = { dictionary = "calls", probability = 0.8 }',
    '"query.call_id" = { dictionary = "calls", probability = 0.8 }',
    '"body.conversationId" = { dictionary = "calls", probability = 0.8 }',
    '"body.project_id" = { dictionary = "projects", probability = 0.8 }',
    '',
  ].join('\n');
}

const documentUrl = () => `${demo.url}/openapi.json`;

async function run(location, headers, examples, without = [], more = []) {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-schemathesis-'));
  const config = path.join(folder, 'schemathesis.toml');
  writeFileSync(config, configuration());
  const args = [
    ['--config-file', config, 'run', location],
    ['--checks', checks.join(','), '--phases', 'examples,coverage,fuzzing'],
    ['--max-examples', String(examples), '--generation-deterministic'],
    ['--suppress-health-check', 'all'],
    ['--continue-on-failure', '--no-color', '--warnings', 'off', '--request-timeout', '20'],
    ['--max-redirects', '0'],
    ...Object.entries(headers).map(([name, value]) => ['--header', `${name}: ${value}`]),
    ...without.map((id) => ['--exclude-operation-id', id]),
    more,
  ].flat();
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: folder });
    let printed = '';
    child.stdout.on('data', (text) => {
      printed += text;
    });
    child.stderr.on('data', (text) => {
      printed += text;
    });
    child.on('close', (code) => resolve({ code, printed }));
  });
}

async function accessToken() {
  const [username, password] = demo.key('pbx_client', ['calls:read']);
  const answer = await fetch(`${demo.url}/openapi/v2.0/get_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'tests' },
    body: JSON.stringify({ username, password }),
  });
  return (await answer.json()).access_token;
}

// Clients that are tested at the same time, with the examples of each. The session comes last, since it finds
// and revokes the keys of the others.
const groups = [
  [['nobody', 3], ['a key without the right', 3], ['a key with every right', 3]],
  [['an internal token', 3], ['a PBX client', 3]],
  [['a session', 15]],
];

for (const group of groups) {
  const names = group.map(([kind]) => kind).join(', ');
  test(`requests generated from the document find no fault as ${names}`, async () => {
    const runs = group.map(([kind, examples]) =>
      run(documentUrl(), credentials[kind], examples, excluded[kind]));
    for (const [index, { code, printed }] of (await Promise.all(runs)).entries()) {
      const summary = printed.slice(printed.indexOf('Test cases:')).trim();
      console.log(`schemathesis as ${group[index][0]}: ${summary.replaceAll(/\s+/g, ' ')}`);
      expect(code, printed).toBe(0);
      expect(printed).toMatch(/\d+ generated/);
    }
  });
}

test('an undocumented response is reported', async () => {
  const document = await (await fetch(documentUrl())).json();
  delete document.paths['/api/review'].get.responses['404'];
  document.components.schemas.Profile.required.push('shoe_size');
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'earshot-undocumented-')), 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const only = ['page_review', 'page_profile'].flatMap((id) => ['--include-operation-id', id]);
  const more = ['--url', demo.url, ...only];
  const { code, printed } = await run(file, credentials['a session'], 3, [], more);
  expect(code).toBe(1);
  expect(printed).toContain('Undocumented status code: 1');
  expect(printed).toContain('Response violates schema: 1');
});
