// Exports page: one's own exports and, for a Client Admin, those of others.
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

test('older exports are on the next page of the list', async ({ open, page, signIn, csvOf }) => {
  await signIn('manager');
  const filter = { project_id: 'after-hours', status: 'failed', agent: 'Marina' };
  const lines = page.locator('.export-line');
  await csvOf(filter);
  await open('/exports');
  const oldest = await lines.first().getAttribute('data-export-id');
  for (let made = 0; made < 50; made += 1) {
    await csvOf(filter);
  }
  await open('/exports');
  await expect(lines).toHaveCount(50);
  await expect(page.locator(`[data-export-id="${oldest}"]`)).toHaveCount(0);
  await page.getByRole('link', { name: 'Older exports' }).click();
  await expect(lines.first()).toHaveAttribute('data-export-id', oldest);
  await expect(page).toHaveURL(/\/exports\?cursor=/);
  await page.getByRole('link', { name: 'Newest exports' }).click();
  await expect(page).toHaveURL(/\/exports$/);
  await expect(lines).toHaveCount(50);
});

test('a Client Admin sees what others exported, and by whom', async ({
  open, page, signIn, csvOf, emailOfRole,
}) => {
  await signIn('staff');
  await csvOf({ project_id: 'after-hours', status: 'unknown' });
  await signIn('admin');
  await open('/exports');
  const line = page.locator('.export-line').filter({ hasText: emailOfRole('staff') }).first();
  await expect(line).toContainText('Project: after-hours, Status: Unknown');
  await expect(line.getByRole('button')).toHaveCount(0);
});

test('the exports of other people are not visible', async ({
  open, page, signIn, csvOf, context, emailOfRole,
}) => {
  await signIn('admin');
  await csvOf({ project_id: 'after-hours', status: 'unknown' });
  await open('/exports');
  const own = page.locator('.export-line').filter({ hasText: emailOfRole('admin') });
  const id = await own.first().getAttribute('data-export-id');
  expect((await context.request.get(`/api/exports/status?export_id=${id}`)).status()).toBe(200);
  await signIn('staff');
  const foreign = await context.request.get(`/api/exports/status?export_id=${id}`);
  expect(foreign.status()).toBe(404);
  await open('/exports');
  await expect(page.locator(`[data-export-id="${id}"]`)).toHaveCount(0);
});
