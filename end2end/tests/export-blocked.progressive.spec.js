// Reasons why Export CSV... is disabled, and the messages of refused exports.
import { expect, refused, test } from './helpers/fixtures.js';
import { dialog, openExport } from './helpers/calls-page.js';
import { slowExport } from './helpers/slow-export.js';
import { strictUrl } from './setup/settings.js';
import { emailOf } from './setup/people.js';

const isScripted = (info) => info.project.use.javaScriptEnabled !== false;

async function expectBlocked(page, reason) {
  await expect(page.getByRole('button', { name: 'Export CSV...' })).toBeDisabled();
  await expect(page.getByRole('link', { name: 'Export CSV...' })).toHaveCount(0);
  await expect(page.locator('#export-reason')).toContainText(reason);
  await expect(page.locator('#export-reason a')).toHaveAttribute('href', '/help#export-disabled');
}

test('AiDial export: export button disabled: more than 10,000 calls match', async ({
  open,
  page,
  signIn,
}) => {
  await signIn('admin');
  await open('/calls?project_id=front-desk');
  await expectBlocked(page, '10,400 calls match. A CSV file contains at most 10,000 calls');
});

test('AiDial export: export button disabled: no call matches', async ({ open, page, signIn }) => {
  await signIn('staff');
  await open('/calls?project_id=after-hours&to=2001-01-01');
  await expectBlocked(page, 'No calls match.');
});

test('AiDial export: prerequisites: with several projects, one must be picked', async ({
  open,
  page,
  signIn,
}) => {
  await signIn('manager');
  await open('/calls');
  await expectBlocked(page, 'Select a project first.');
});

test('AiDial export: export button disabled: an export is running, and any tab cancels it', async ({
  open,
  page,
  signIn,
  context,
}, info) => {
  await signIn('admin');
  const running = await slowExport(context, { project_id: 'front-desk', status: 'completed' });
  await open('/calls?project_id=after-hours&status=missed');
  await expectBlocked(page, 'One of your exports is still running.');
  await page.getByRole('button', { name: 'Cancel the running export' }).click();
  if (isScripted(info)) {
    await expect(page.getByRole('link', { name: 'Export CSV...' })).toBeVisible();
    await expect(page).toHaveURL(/project_id=after-hours&status=missed$/);
    await open('/exports');
  }
  await expect(page).toHaveURL(/\/exports$/);
  const line = page.locator(`[data-export-id="${running.id}"]`);
  await expect(line).toContainText('Cancelled');
  expect(await running.end()).toBe('incomplete');
  await open('/calls?project_id=after-hours');
  await expect(page.getByRole('link', { name: 'Export CSV...' })).toBeVisible();
});

test('AiDial export: "Already in progress" message', async ({
  open, page, signIn, context, expectFault,
}, info) => {
  expectFault(refused(409));
  await signIn('admin');
  await open('/calls?project_id=after-hours&status=missed');
  await openExport(page);
  const running = await slowExport(context, { project_id: 'front-desk', status: 'completed' });
  await dialog(page).getByRole('button', { name: 'Download CSV' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Already in progress');
  await expect(alert).toContainText('Wait until it has finished, or cancel it');
  await expect(alert.getByRole('link')).toHaveAttribute('href', '/help#already-in-progress');
  // It can be cancelled where the message is, and the filter stays.
  await page.getByRole('button', { name: 'Cancel the running export' }).last().click();
  expect(await running.end()).toBe('incomplete');
  if (isScripted(info)) {
    await expect(dialog(page).getByRole('button', { name: 'Download CSV' })).toBeEnabled();
    await expect(page).toHaveURL(/project_id=after-hours&status=missed&export=1$/);
  }
});

test('AiDial export: "Rate limited" message', async ({
  open, page, signIn, context, expectFault,
}, info) => {
  expectFault(refused(429));
  await signIn(emailOf('hasty', info.project.name));
  for (let started = 0; started < 2; started += 1) {
    const form = { project_id: 'after-hours', status: 'failed' };
    const answer = await context.request.post(`${strictUrl}/api/exports/calls`, { form });
    expect(answer.status()).toBe(200);
    await answer.body();
  }
  await open(`${strictUrl}/calls?project_id=after-hours&status=failed&export=1`);
  const answer = page.waitForResponse(/api\/exports\/calls/);
  await dialog(page).getByRole('button', { name: 'Download CSV' }).click();
  expect(Number((await answer).headers()['retry-after'])).toBeGreaterThan(500);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Rate limited');
  await expect(alert).toContainText(/Wait (9|10) minutes, then try again/);
  await expect(alert.getByRole('link')).toHaveAttribute('href', '/help#rate-limited');
});

test('AiDial export: Empty export result', async ({
  open, page, signIn, expectFault, emailOfRole,
}, info) => {
  expectFault(refused(422));
  await signIn('auditor');
  await open(`/calls?project_id=vanishing-${info.project.name}`);
  await openExport(page);
  let files = 0;
  page.on('download', () => {
    files += 1;
  });
  await dialog(page).getByRole('button', { name: 'Download CSV' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Empty export result');
  await expect(alert).toContainText('Change the filters and search again');
  await expect(alert.getByRole('link')).toHaveAttribute('href', '/help#empty-export');
  expect(files).toBe(0);
  await open('/exports');
  const own = page.locator('.export-line').filter({ hasText: emailOfRole('auditor') });
  await expect(own.first()).toContainText('0 exported, 7 left out');
});

for (const [what, address, reason] of [
  ['too many calls', '/calls?project_id=front-desk&export=1', 'contains at most 10,000 calls'],
  ['no calls', '/calls?project_id=after-hours&to=2001-01-01&export=1', 'No calls match.'],
  ['no project', '/calls?export=1', 'Select a project first.'],
]) {
  test(`the export opened by its URL with ${what} says why it cannot begin`, async ({ open, page, signIn }) => {
    await signIn('manager');
    await open(address);
    await expect(dialog(page)).toContainText(reason);
    await expect(dialog(page).getByRole('button', { name: 'Download CSV' })).toBeDisabled();
  });
}
