// Each filter of the form, compared with the CSV of all calls.
import { expect, test } from './helpers/fixtures.js';
import { expectCount, expectSearch, openFilters, search, tick } from './helpers/calls-page.js';

let everyCall;

test.beforeEach(async ({ signIn, csvOf, open, page }) => {
  await signIn('manager');
  everyCall ??= await csvOf({ project_id: 'after-hours' });
  await open('/calls?project_id=after-hours');
});

/** Expects that some calls match, in the count, the URL and the file. */
async function expectNarrowed({ page, csvOf }, query, matches) {
  const expected = everyCall.filter(matches).map((row) => row.call_id);
  expect(expected.length).toBeGreaterThan(0);
  expect(expected.length).toBeLessThan(everyCall.length);
  await expectCount(page, expected.length);
  const url = new URL(page.url());
  for (const [name, value] of new URLSearchParams(query)) {
    expect(url.searchParams.getAll(name)).toContain(value);
  }
  const file = await csvOf(url.searchParams);
  expect(file.map((row) => row.call_id)).toEqual(expected);
}

test('AiDial export: how to export: the status filter', async ({ page, csvOf }) => {
  await tick(page, 'Status', 'Missed');
  await tick(page, 'Status', 'Failed');
  await search(page);
  await expectNarrowed({ page, csvOf }, 'status=missed&status=failed', (row) =>
    ['missed', 'failed'].includes(row.call_status),
  );
});

test('AiDial export: how to export: the agent filter', async ({ page, csvOf }) => {
  await tick(page, 'Agent', 'Marina');
  await search(page);
  await expectNarrowed({ page, csvOf }, 'agent=Marina', (row) => row.agent === 'Marina');
});

test('AiDial export: how to export: the caller filter', async ({ page, csvOf }) => {
  const { caller } = everyCall.find((row) => /^\*{4}\d{4}$/.test(row.caller));
  await openFilters(page);
  await page.getByLabel('Caller').fill(caller.slice(4));
  await search(page);
  await expectNarrowed(
    { page, csvOf },
    `caller=${caller.slice(4)}`,
    (row) => row.caller === caller,
  );
});

test('AiDial export: how to export: the date range filter', async ({ page, csvOf }) => {
  const day = (row) => row.call_started_at.slice(0, 10);
  const [from, to] = [day(everyCall[700]), day(everyCall[300])];
  await openFilters(page);
  await page.getByLabel('From', { exact: true }).fill(from);
  await page.getByLabel('To', { exact: true }).fill(to);
  await search(page);
  await expectNarrowed(
    { page, csvOf },
    `from=${from}&to=${to}`,
    (row) => day(row) >= from && day(row) <= to,
  );
});

test('AiDial export: how to export: the project filter', async ({ page }) => {
  await openFilters(page);
  await page.getByLabel('Project').selectOption('Front desk');
  await search(page);
  await expectSearch(page, ['project_id=front-desk']);
  await expectCount(page, 10_400);
});

test('the channel filter', async ({ page, csvOf }) => {
  await tick(page, 'More filters', 'Chat');
  await search(page);
  await expectNarrowed({ page, csvOf }, 'channel=chat', (row) => row.channel === 'chat');
});

const wordsOf = (row) =>
  `${row.summary} ${row.transcript}`
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);

test('the text search matches prefixes of words', async ({ page, csvOf }) => {
  await page.getByLabel('Text in summary and transcript').fill('Bleed EXTRACT');
  await search(page);
  await expectNarrowed({ page, csvOf }, 'q=Bleed EXTRACT', (row) =>
    ['bleed', 'extract'].every((start) => wordsOf(row).some((word) => word.startsWith(start))),
  );
});

test('several filters are combined with AND', async ({ page, csvOf }) => {
  await tick(page, 'Status', 'Completed');
  await tick(page, 'Agent', 'Night desk');
  await tick(page, 'More filters', 'Web call');
  await search(page);
  await expectNarrowed(
    { page, csvOf },
    'status=completed&agent=Night desk&channel=web',
    (row) =>
      row.call_status === 'completed' && row.agent === 'Night desk' && row.channel === 'web',
  );
});
