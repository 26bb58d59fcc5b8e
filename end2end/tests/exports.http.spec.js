// Export endpoint: responses to programs and to forms without scripts, and the file.
import { expect, test } from './helpers/fixtures.js';
import { columns } from './helpers/csv.js';
import { slowExport } from './helpers/slow-export.js';
import { strictUrl } from './setup/settings.js';
import { emailOf } from './setup/people.js';

const address = '/api/exports/calls';
const problem = async (answer) => {
  expect(answer.headers()['content-type']).toBe('application/problem+json');
  const body = await answer.json();
  expect(body).toMatchObject({ status: answer.status() });
  expect(body.request_id).toMatch(/^[0-9a-f]{16}$/);
  return body;
};

test('AiDial export: "Too many results" message', async ({ context, signIn }) => {
  await signIn('admin');
  const answer = await context.request.post(address, { form: { project_id: 'front-desk' } });
  expect(answer.status()).toBe(422);
  expect(await problem(answer)).toMatchObject({
    code: 'too_many_results',
    title: 'Too many results',
    matched: 10_400,
    detail: '10,400 calls match. A CSV file contains at most 10,000 calls: narrow the dates or add a filter.',
  });
});

test('AiDial export: export limits: 10,000 calls and no more', async ({ context, signIn }) => {
  await signIn('admin');
  const form = { project_id: 'front-desk', status: 'completed' };
  const answer = await context.request.post(address, { form });
  expect(answer.status()).toBe(200);
  const text = await answer.text();
  expect(text.startsWith(columns)).toBe(true);
  expect(String(text.split('\r\n').length - 2)).toBe(answer.headers()['earshot-matched']);
});

test('AiDial export: export limits: one at a time for the same user', async ({ context, signIn }) => {
  await signIn('admin');
  const running = await slowExport(context, { project_id: 'front-desk', status: 'completed' });
  const form = { project_id: 'after-hours' };
  const answer = await context.request.post(address, { form });
  expect(answer.status()).toBe(409);
  expect(await problem(answer)).toMatchObject({
    code: 'already_in_progress',
    title: 'Already in progress',
    export_id: running.id,
  });
  const cancel = await context.request.post('/api/exports/cancel', { form: { export_id: running.id } });
  expect(cancel.status()).toBe(204);
  expect(await running.end()).toBe('incomplete');
  expect((await context.request.post(address, { form })).status()).toBe(200);
});

test('AiDial export: common issues: "Rate limited", with the time to wait', async ({ context, signIn }) => {
  await signIn(emailOf('hasty', 'http'));
  let answer;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const form = { project_id: 'after-hours', status: 'failed' };
    answer = await context.request.post(`${strictUrl}${address}`, { form });
    await answer.body();
  }
  expect(answer.status()).toBe(429);
  expect(Number(answer.headers()['retry-after'])).toBeGreaterThan(0);
  expect(await problem(answer)).toMatchObject({ code: 'rate_limited', title: 'Rate limited' });
});

test('an invalid form is refused with a status and a code', async ({ context, signIn }) => {
  await signIn('manager');
  for (const [form, status, code] of [
    [{ project_id: 'after-hours', to: '2001-01-01' }, 422, 'no_matches'],
    [{}, 422, 'project_required'],
    [{ project_id: 'after-hours', colour: 'red' }, 422, 'unknown_parameter'],
    [{ project_id: 'after-hours', from: '2026-02-30' }, 422, 'invalid_value'],
    [{ project_id: 'after-hours', status: 'gone' }, 422, 'invalid_value'],
  ]) {
    const answer = await context.request.post(address, { form });
    expect(answer.status()).toBe(status);
    expect(await problem(answer)).toMatchObject({ code });
  }
});

test('AiDial export: security and scoping: foreign projects and calls look like unknown ones', async ({
  context,
  signIn,
}) => {
  await signIn('manager');
  const bodies = [];
  for (const slug of ['no-such-project', 'lobby']) {
    const answer = await context.request.post(address, { form: { project_id: slug } });
    expect(answer.status()).toBe(404);
    const { request_id: _, ...body } = await problem(answer);
    bodies.push(body);
  }
  expect(bodies[0]).toEqual(bodies[1]);
});

test('AiDial export: security and scoping: a request from another site is refused', async ({
  context,
  signIn,
}) => {
  await signIn('admin');
  const form = { project_id: 'after-hours' };
  const headers = { origin: 'https://evil.example' };
  const answer = await context.request.post(address, { form, headers });
  expect(answer.status()).toBe(403);
  expect((await problem(answer)).code).toBe('cross_site');
});

test('a browser receives a refusal as a page with links', async ({ context, signIn }) => {
  await signIn('manager');
  const form = { project_id: 'front-desk' };
  const answer = await context.request.post(address, { form, headers: { accept: 'text/html' } });
  expect(answer.status()).toBe(422);
  const html = await answer.text();
  expect(html).toContain('10,400 calls match');
  expect(html).toContain('href="/help#too-many-results"');
  expect(html).toContain('Back to calls');
});

test('AiDial export: what the CSV includes: no cell is a formula, and no text breaks its line', async ({
  signIn,
  csvOf,
}) => {
  await signIn('manager');
  const rows = await csvOf({ project_id: 'after-hours' });
  const formula = /^['\s\u200b-\u200f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;
  let guarded = 0;
  for (const row of rows) {
    for (const cell of [row.summary, row.transcript, row.agent, row.caller]) {
      expect(cell).not.toMatch(/[\r\n\u0085\u2028\u2029]/);
      if (formula.test(cell)) {
        expect(cell.startsWith("'"), cell).toBe(true);
        guarded += 1;
      }
    }
  }
  expect(guarded, 'the demo has texts like formulas').toBeGreaterThan(0);
});

test('AiDial export: what the CSV includes: there is no recording link', async ({ signIn, csvOf }) => {
  await signIn('admin');
  const [first] = await csvOf({ project_id: 'after-hours', has_recording: 'true' });
  expect(Object.keys(first).filter((name) => /record|link|url/.test(name))).toEqual([]);
  expect(JSON.stringify(first)).not.toContain('http');
});

test('AiDial export: role-specific notes: sensitive options are checked on the server', async ({
  context,
  signIn,
}) => {
  await signIn('admin');
  const filter = { project_id: 'after-hours', status: 'failed' };
  const post = (form) => context.request.post(address, { form: { ...filter, ...form } });
  for (const [form, fields] of [
    [{ include_caller_full: 'on' }, ['reason_code', 'justification']],
    [{ include_caller_full: 'on', reason_code: 'other' }, ['justification']],
    [{ include_caller_full: 'on', justification: 'because' }, ['reason_code']],
    [{ include_caller_full: 'on', reason_code: 'fun', justification: 'x' }, ['reason_code']],
  ]) {
    const answer = await post(form);
    expect(answer.status()).toBe(422);
    expect((await answer.json()).fields.map(({ field }) => field)).toEqual(fields);
  }
});
