// Exports page: the person's own exports.
import { expect, test } from './helpers/fixtures.js';
import { chips, dialog } from './helpers/calls-page.js';
import { emailOf } from './setup/people.js';

test('a person without exports finds a link to the calls', async ({ open, page, signIn }, info) => {
  await signIn(emailOf('newcomer', info.project.name));
  await open('/exports');
  await expect(page.getByText('You have not exported anything yet.')).toBeVisible();
  await page.getByRole('link', { name: 'Find calls to export' }).click();
  await expect(page).toHaveURL(/\/calls$/);
});

// Rule: docs/compatibility.md#askvault-history.
test('an export is listed with its filter, rows and file, and can be made again', async ({
  open,
  page,
  signIn,
  csvOf,
}) => {
  await signIn('manager');
  const rows = await csvOf({ project_id: 'after-hours', status: 'failed', agent: 'Marina' });
  await open('/exports');
  const line = page.locator('.export-line').first();
  await expect(line).toContainText(`${rows.length} exported, 0 left out`);
  await expect(line).toContainText('Completed');
  await expect(line).toContainText('Project: after-hours, Status: Failed, Agent: Marina');
  await expect(line).toContainText(/calls_harbour_after-hours_all-time_\d{8}-\d{6}\.csv/);
  await line.getByRole('link', { name: 'Export again' }).click();
  await expect(page).toHaveURL(/project_id=after-hours&status=failed&agent=Marina&export=1$/);
  await expect(dialog(page).getByRole('heading')).toContainText(`Download ${rows.length} call`);
  await expect(chips(page)).toContainText('Agent: Marina');
});

test('the exports of other people are not visible', async ({ open, page, signIn, csvOf, context }) => {
  await signIn('admin');
  await csvOf({ project_id: 'after-hours', status: 'unknown' });
  await open('/exports');
  const id = await page.locator('.export-line').first().getAttribute('data-export-id');
  expect((await context.request.get(`/api/exports/status?export_id=${id}`)).status()).toBe(200);
  await signIn('staff');
  const foreign = await context.request.get(`/api/exports/status?export_id=${id}`);
  expect(foreign.status()).toBe(404);
  await open('/exports');
  await expect(page.locator(`[data-export-id="${id}"]`)).toHaveCount(0);
});
