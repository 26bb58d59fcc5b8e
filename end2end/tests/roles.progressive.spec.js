// Options and data of each role, also in the page's source.
import { readFile } from 'node:fs/promises';
import { expect, refused, test } from './helpers/fixtures.js';
import { dialog, download, rows } from './helpers/calls-page.js';
import { parseCsv } from './helpers/csv.js';

const filter = { project_id: 'after-hours', status: 'failed' };
const list = `/calls?${new URLSearchParams(filter)}`;
const number = /\+\d{7,}/;

test('AiDial export: role-specific notes: Client Admin has the sensitive options', async ({
  open,
  page,
  signIn,
}) => {
  await signIn('admin');
  await open(`${list}&export=1`);
  await dialog(page).getByLabel('Full caller numbers').check();
  await dialog(page).getByLabel('Reason').selectOption('Quality assurance');
  await dialog(page).getByLabel('Justification').fill('Checking a call back list.');
  const { path } = await download(page);
  const callers = parseCsv(await readFile(path, 'utf8')).map((row) => row.caller);
  expect(callers.filter((caller) => /^'\+\d{7,}$/.test(caller)).length).toBeGreaterThan(0);
  expect(callers.filter((caller) => caller.includes('*'))).toEqual([]);
});

test('full numbers are not exported without a reason', async ({
  open,
  page,
  signIn,
  expectFault,
}, info) => {
  expectFault(refused(422));
  await signIn('admin');
  await open(`${list}&export=1`);
  await dialog(page).getByLabel('Full caller numbers').check();
  let files = 0;
  page.on('download', () => {
    files += 1;
  });
  await dialog(page).getByRole('button', { name: 'Download CSV' }).click();
  if (info.project.use.javaScriptEnabled === false) {
    await expect(page.getByRole('alert')).toContainText('Reason must be given for full caller numbers');
  } else {
    const reason = dialog(page).getByLabel('Reason');
    expect(await reason.evaluate((field) => field.validity.valueMissing)).toBe(true);
  }
  expect(files).toBe(0);
});

for (const role of ['manager', 'staff']) {
  test(`AiDial export: role-specific notes: Client ${role} has no sensitive options`, async ({
    open,
    page,
    signIn,
    context,
  }) => {
    await signIn(role);
    await open(`${list}&export=1`);
    await expect(dialog(page).getByRole('button', { name: 'Download CSV' })).toBeVisible();
    expect(await page.content()).not.toContain('include_caller_full');
    for (const option of ['include_caller_full', 'include_entities', 'include_decrypted_transcript']) {
      const form = { ...filter, [option]: 'on', reason_code: 'other', justification: 'x' };
      const answer = await context.request.post('/api/exports/calls', { form });
      expect(answer.status()).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'option_forbidden', fields: [{ field: option }] });
    }
  });
}

test('a manager sees full numbers on the page and their last four digits in the file', async ({
  open,
  page,
  signIn,
  csvOf,
}) => {
  await signIn('manager');
  await open(list);
  await expect(rows(page).filter({ hasText: number }).first()).toBeVisible();
  const callers = (await csvOf(filter)).map((row) => row.caller).filter(Boolean);
  for (const caller of callers) {
    expect(caller).toMatch(/^\*{4}\d{0,4}$/);
  }
});

test('AiDial export: role-specific notes: Client Staff see callers masked, in the source too', async ({
  open,
  page,
  signIn,
  context,
}) => {
  await signIn('staff');
  await open(list);
  await expect(rows(page).filter({ hasText: /•••• \d{4}/ }).first()).toBeVisible();
  await expect(page.getByLabel('Caller')).toHaveCount(0);
  const id = (await rows(page).first().getAttribute('id')).replace('call-', '');
  for (const address of [list, `${list}&expand=${id}`, `/api/review?call_id=${id}`]) {
    const source = await (await context.request.get(address)).text();
    expect(source).not.toMatch(number);
    expect(source).not.toContain('name="caller"');
  }
});

test('AiDial export: role-specific notes: the CSV of Client Staff says [REDACTED]', async ({
  open,
  page,
  signIn,
}) => {
  await signIn('staff');
  await open(`${list}&export=1`);
  await expect(dialog(page)).toContainText('Callers are written as [REDACTED].');
  const { path } = await download(page);
  const text = await readFile(path, 'utf8');
  const callers = new Set(parseCsv(text).map((row) => row.caller));
  expect(callers).toContain('[REDACTED]');
  callers.delete('');
  expect([...callers]).toEqual(['[REDACTED]']);
  expect(text).not.toMatch(number);
});

test('Client Staff cannot search by caller, even by URL', async ({
  open,
  page,
  signIn,
  context,
  expectFault,
}) => {
  expectFault(refused(403));
  await signIn('staff');
  const answer = await open('/calls?project_id=after-hours&caller=1234');
  expect(answer.status()).toBe(403);
  await expect(page.getByRole('alert')).toContainText('Caller is available to Client Admin and Client Manager only');
  const form = { project_id: 'after-hours', caller: '1234' };
  const refusedFile = await context.request.post('/api/exports/calls', { form });
  expect(refusedFile.status()).toBe(403);
});
