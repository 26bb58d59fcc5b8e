// Draft state of the filter form, with scripts.
import { expect, test } from './helpers/fixtures.js';
import {
  chip, chips, expectCount, matched, search,
} from './helpers/calls-page.js';

test.beforeEach(({ signIn }) => signIn('manager'));

test('removing a chip changes the draft; Search applies it', async ({ open, page }) => {
  await open('/calls?project_id=after-hours&status=missed&status=failed');
  const before = await matched(page).innerText();
  const address = page.url();
  await chip(page, 'Status: Failed').click();
  await expect(page.getByText('Filters changed. Press Search to apply them.')).toBeVisible();
  await expect(page.locator('input[name="status"][value="failed"]')).not.toBeChecked();
  // List, count, URL and export still use the applied filters.
  expect(page.url()).toBe(address);
  await expect(matched(page)).toHaveText(before);
  await search(page);
  await expect(page).toHaveURL(/project_id=after-hours&status=missed$/);
  await expect(chips(page).getByRole('listitem')).toHaveText([/Status: Missed/]);
});

test('typing changes only the draft', async ({ open, page }) => {
  await open('/calls?project_id=after-hours');
  await page.getByLabel('Caller').fill('1234');
  await expect(page.getByText('Filters changed. Press Search to apply them.')).toBeVisible();
  await expect(page).toHaveURL(/project_id=after-hours$/);
  await expectCount(page, 1150);
});

test('a preset sets the dates, and Search applies them', async ({ open, page }) => {
  await open('/calls?project_id=after-hours');
  const week = page.getByRole('button', { name: '7d' });
  await week.click();
  await expect(week).toHaveAttribute('aria-pressed', 'true');
  const from = await page.getByLabel('From', { exact: true }).inputValue();
  const to = await page.getByLabel('To', { exact: true }).inputValue();
  expect((Date.parse(to) - Date.parse(from)) / 86_400_000).toBe(6);
  await search(page);
  await expect(page).toHaveURL(new RegExp(`from=${from}&to=${to}$`));
  await expect(week).toHaveAttribute('aria-pressed', 'true');
});

test('reversed dates show an error in the form', async ({
  open,
  page,
  expectFault,
}) => {
  expectFault(/responded with a status of 422/);
  await open('/calls?project_id=after-hours');
  await page.getByLabel('From', { exact: true }).fill('2026-05-02');
  await page.getByLabel('To', { exact: true }).fill('2026-05-01');
  await search(page);
  await expect(page.getByRole('alert')).toContainText('must not be earlier than the start');
});
