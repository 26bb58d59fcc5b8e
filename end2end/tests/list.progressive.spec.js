// List of calls: count, order and pages.
import { expect, test } from './helpers/fixtures.js';
import { expectCount, idsOn, rows } from './helpers/calls-page.js';

test.beforeEach(({ signIn }) => signIn('manager'));

test('a person with several projects selects one first', async ({ open, page }) => {
  await open('/calls');
  await expect(page.getByRole('heading', { name: 'Select a project' })).toBeVisible();
  await page.getByRole('link', { name: 'After hours' }).click();
  await expect(page).toHaveURL(/project_id=after-hours/);
  await expectCount(page, 1150);
  await expect(rows(page)).toHaveCount(50);
});

test('only the navigation marks the current page', async ({ open, page }) => {
  await open('/calls?project_id=after-hours');
  const current = page.locator('[aria-current]');
  await expect(page.locator('nav [aria-current="page"]')).toHaveText(/Calls/);
  await expect(page.locator('main [aria-current]')).toHaveCount(0);
  expect(await current.count()).toBeLessThanOrEqual(2);
});

test('Next shows every call of the CSV once, in the same order', async ({
  open,
  page,
  csvOf,
}) => {
  const filter = { project_id: 'after-hours', agent: 'Marina' };
  const expected = (await csvOf(filter)).map((row) => row.call_id);
  expect(expected.length).toBeGreaterThan(100);
  await open(`/calls?${new URLSearchParams(filter)}`);
  const seen = await idsOn(page);
  const next = page.getByRole('link', { name: 'Next' });
  while ((await next.count()) > 0) {
    await next.click();
    await expect(page.locator(`#call-${expected[seen.length]}`)).toBeVisible();
    seen.push(...(await idsOn(page)));
  }
  expect(seen).toEqual(expected);
});

test('Previous shows the same pages', async ({ open, page }) => {
  await open('/calls?project_id=after-hours&sort=longest');
  const first = await idsOn(page);
  await page.getByRole('link', { name: 'Next' }).click();
  await expect(page.locator(`#call-${first[0]}`)).toHaveCount(0);
  await page.getByRole('link', { name: 'Next' }).click();
  await expect(page.getByRole('link', { name: 'First page' })).toBeVisible();
  for (let step = 0; step < 2; step += 1) {
    const before = await idsOn(page);
    await page.getByRole('link', { name: 'Previous' }).click();
    await expect(page.locator(`#call-${before[0]}`)).toHaveCount(0);
  }
  expect(await idsOn(page)).toEqual(first);
  await expect(page.getByRole('link', { name: 'Previous' })).toHaveCount(0);
});

for (const [sort, order] of [
  ['newest', (one, other) => Date.parse(other.call_started_at) - Date.parse(one.call_started_at)],
  ['oldest', (one, other) => Date.parse(one.call_started_at) - Date.parse(other.call_started_at)],
  ['longest', (one, other) => other.duration_seconds - one.duration_seconds],
  ['shortest', (one, other) => one.duration_seconds - other.duration_seconds],
]) {
  test(`sorted by ${sort}, list and CSV agree`, async ({ open, page, csvOf }) => {
    const records = await csvOf({ project_id: 'after-hours', agent: 'Marina', sort });
    const inOrder = records.every((row, n) => n === 0 || order(records[n - 1], row) <= 0);
    expect(inOrder, `the CSV is sorted by ${sort}`).toBe(true);
    await open(`/calls?project_id=after-hours&agent=Marina&sort=${sort}`);
    expect(await idsOn(page)).toEqual(records.slice(0, 50).map((row) => row.call_id));
  });
}

test('a person without projects sees what to do', async ({ open, page, signIn }) => {
  await signIn('nobody@sources.example');
  await open('/calls');
  await expect(page.getByRole('heading', { name: 'No project is assigned to you' })).toBeVisible();
  await expect(page.getByText('No project is assigned to you.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export CSV...' })).toBeDisabled();
});
