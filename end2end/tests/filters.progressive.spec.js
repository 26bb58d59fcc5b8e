// Filter form: applied filters, URL and invalid searches.
import { expect, refused, test } from './helpers/fixtures.js';
import {
  chip, chips, expectCount, expectSearch, matched, rows, search, tick,
} from './helpers/calls-page.js';

test.beforeEach(({ signIn }) => signIn('manager'));

const narrowed = '/calls?project_id=after-hours&status=missed&agent=Marina';

test('chips show the applied filters', async ({ open, page }) => {
  await open(`${narrowed}&from=2026-01-05&q=tooth`);
  await expect(chips(page).getByRole('listitem')).toHaveText([
    /From: 5 Jan 2026/,
    /Status: Missed/,
    /Agent: Marina/,
    /Text: “tooth”/,
  ]);
});

test('Clear removes every filter except the project', async ({ open, page }) => {
  await open(narrowed);
  await page.getByRole('link', { name: 'Clear' }).click();
  await expect(page).toHaveURL(/\/calls\?project_id=after-hours$/);
  await expectCount(page, 1150);
  await expect(chips(page)).toHaveCount(0);
});

test('the URL contains the search: reload and back restore it', async ({ open, page }) => {
  await open('/calls?project_id=after-hours');
  await tick(page, 'Status', 'Missed');
  await search(page);
  await expectSearch(page, ['project_id=after-hours', 'status=missed']);
  await expect(chip(page, 'Status: Missed')).toBeVisible();
  const count = await matched(page).innerText();
  await page.reload();
  await expect(matched(page)).toHaveText(count);
  await expect(page.locator('input[name="status"][value="missed"]')).toBeChecked();
  await page.goBack();
  await expect(page).toHaveURL(/project_id=after-hours$/);
  await expectCount(page, 1150);
});

for (const [what, query, field, words] of [
  ['reversed dates', 'from=2026-05-02&to=2026-05-01', 'To', 'must not be earlier than the start'],
  ['a date that does not exist', 'from=2026-02-30', 'From', 'must be a valid date'],
  ['an unknown status', 'status=gone', 'Status', 'must be one of completed, missed'],
  ['a text that is too long', `q=${'x'.repeat(129)}`, 'Text', 'must have at most 128 characters'],
  ['a phone number as text', 'q=%2B44+7700+900123', 'Text', 'must not contain personal details'],
  ['an incomplete caller number', 'caller=12', 'Caller', 'its last four digits or more'],
  ['an invalid cursor', 'cursor=forged', 'Page', ''],
]) {
  test(`${what}: refused with the name of the field and status 422`, async ({ open, page, expectFault }) => {
    expectFault(refused(422));
    const answer = await open(`/calls?project_id=after-hours&${query}`);
    expect(answer.status()).toBe(422);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('This search cannot be run');
    await expect(alert.locator('strong').last()).toHaveText(field);
    await expect(alert).toContainText(words);
    await expect(rows(page)).toHaveCount(0);
    await expect(page.getByRole('heading', { name: 'Nothing was searched' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Export CSV...' })).toHaveCount(0);
  });
}

for (const slug of ['no-such-project', 'lobby']) {
  test(`the project ${slug} is not found`, async ({ open, page, expectFault }) => {
    expectFault(refused(404));
    const answer = await open(`/calls?project_id=${slug}`);
    expect(answer.status()).toBe(404);
    await expect(page.getByRole('alert')).toContainText('The requested item was not found.');
    await page.getByRole('link', { name: 'Start again without filters' }).click();
    await expect(page).toHaveURL(/\/calls$/);
  });
}

test('unknown URL parameters are ignored', async ({ open, page }) => {
  const answer = await open('/calls?project_id=after-hours&utm_source=mail');
  expect(answer.status()).toBe(200);
  await expectCount(page, 1150);
});

test('no match: the list suggests how to continue', async ({ open, page }) => {
  await open('/calls?project_id=after-hours&from=2001-01-01&to=2001-01-02');
  await expectCount(page, 0);
  await expect(page.getByRole('heading', { name: 'No calls match' })).toBeVisible();
  await expect(page.getByText('Remove a filter or widen the dates')).toBeVisible();
});
