// Export from the Calls page: dialog or sheet, file and confirmation.
import { readFile } from 'node:fs/promises';
import { expect, test } from './helpers/fixtures.js';
import { columns, parseCsv } from './helpers/csv.js';
import { dialog, download, expectCount, grouped, openExport } from './helpers/calls-page.js';

const filter = { project_id: 'after-hours', status: 'missed' };
const list = `/calls?${new URLSearchParams(filter)}`;

test('AiDial export: how to export: Export CSV..., the dialog with its count, Download CSV', async ({
  open,
  page,
  signIn,
  csvOf,
}, info) => {
  await signIn('manager');
  const expected = await csvOf(filter);
  await open(list);
  await expectCount(page, expected.length);
  const sheet = await openExport(page);
  await expect(page).toHaveURL(/&export=1$/);
  await expect(sheet.getByRole('heading')).toHaveText(`Download ${grouped(expected.length)} calls`);
  const { path } = await download(page);
  expect(parseCsv(await readFile(path, 'utf8'))).toEqual(expected);
  if (info.project.use.javaScriptEnabled !== false) {
    await expect(sheet).toContainText(`${grouped(expected.length)} calls exported, 0 left out`);
  }
});

test('the file name contains tenant, project, range and time', async ({ open, page, signIn }) => {
  await signIn('manager');
  await open(`${list}&from=2026-01-01&to=2099-12-31`);
  await openExport(page);
  const { name } = await download(page);
  expect(name).toMatch(/^calls_harbour_after-hours_2026-01-01_2099-12-31_\d{8}-\d{6}\.csv$/);
});

test('AiDial export: what the CSV includes: one row a call, these ten columns', async ({
  open,
  page,
  signIn,
}) => {
  await signIn('staff');
  await open(list);
  await openExport(page);
  const { path } = await download(page);
  const text = await readFile(path, 'utf8');
  expect(text.split('\r\n')[0]).toBe(columns);
  const rows = parseCsv(text);
  expect(rows).toHaveLength(text.split('\r\n').length - 2);
  for (const row of rows) {
    expect(row.project_id).toBe('after-hours');
    expect(row.call_started_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$/);
    expect(row.duration_seconds).toMatch(/^\d+$/);
  }
});

test('the file begins with a byte order mark only on request', async ({ open, page, signIn }) => {
  await signIn('admin');
  for (const asked of [false, true]) {
    await open(`${list}&export=1`);
    await dialog(page).getByLabel('For Excel').setChecked(asked);
    const { path } = await download(page);
    const start = (await readFile(path)).subarray(0, 3).toString('hex');
    expect(start === 'efbbbf').toBe(asked);
  }
});

test('closing the dialog keeps the search', async ({ open, page, signIn }) => {
  await signIn('manager');
  await open(`${list}&export=1`);
  await dialog(page).getByRole('link', { name: 'Close' }).click();
  await expect(page).toHaveURL(/status=missed$/);
  await expect(dialog(page)).toHaveCount(0);
});

test('AiDial export: export limits: calls that left meanwhile are counted as left out', async ({
  open,
  page,
  signIn,
  context,
}, info) => {
  await signIn('auditor');
  const project = `shrinking-${info.project.name}`;
  await open(`/calls?project_id=${project}`);
  await expectCount(page, 7);
  await openExport(page);
  const { path } = await download(page);
  expect(parseCsv(await readFile(path, 'utf8'))).toHaveLength(5);
  if (info.project.use.javaScriptEnabled !== false) {
    await expect(dialog(page)).toContainText('5 calls exported, 2 left out');
    await expect(dialog(page)).toContainText('Calls are left out when they were deleted');
  }
  const history = await context.request.get('/exports');
  expect(await history.text()).toContain('5 exported, 2 left out');
});
