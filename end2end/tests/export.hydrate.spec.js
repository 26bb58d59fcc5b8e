// Export with scripts: progress, cancelling and result.
import { readFile } from 'node:fs/promises';
import { expect, test } from './helpers/fixtures.js';
import { parseCsv } from './helpers/csv.js';
import { daysAgo, dialog, download, grouped, matched, openExport } from './helpers/calls-page.js';

/** Limits the page's download rate in kilobytes per second; returns a function that removes the limit. */
async function throttle(page, kilobytes) {
  const session = await page.context().newCDPSession(page);
  const most = (downloadThroughput) =>
    session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput,
      uploadThroughput: -1,
    });
  await session.send('Network.enable');
  await most(kilobytes * 1024);
  return async () => {
    await most(-1);
    await session.detach();
  };
}

const long = () => `/calls?project_id=front-desk&from=${daysAgo(110)}`;

async function countOf(page) {
  const words = await matched(page).innerText();
  return Number(/^([\d,]+) calls/.exec(words)[1].replaceAll(',', ''));
}

async function statusOf(context, id) {
  return (await context.request.get(`/api/exports/status?export_id=${id}`)).json();
}

test('AiDial export: how to export: the portal shows how many rows were exported', async ({
  open,
  page,
  signIn,
}) => {
  await signIn('manager');
  await open('/calls?project_id=after-hours');
  await openExport(page);
  const { name, path } = await download(page);
  const done = dialog(page).getByRole('status');
  await expect(done).toContainText('1,150 calls exported, 0 left out');
  await expect(done).toContainText(name);
  expect(parseCsv(await readFile(path, 'utf8'))).toHaveLength(1150);
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expect(dialog(page)).toHaveCount(0);
});

test('AiDial export: how to export: preparation feedback while the server streams', async ({
  open,
  page,
  signIn,
}) => {
  await signIn('manager');
  await open(long());
  const count = await countOf(page);
  expect(count).toBeGreaterThan(5000);
  await openExport(page);
  const unthrottle = await throttle(page, 1000);
  const arrives = page.waitForEvent('download');
  await dialog(page).getByRole('button', { name: 'Download CSV' }).click();
  const bar = dialog(page).getByRole('progressbar', { name: 'Export' });
  const words = dialog(page).locator('.progress-text');
  await expect(words).toHaveText(
    new RegExp(`^[\\d,]+ of ${grouped(count)} calls \\([1-9]\\d? %\\), [\\d.]+ (KB|MB)`),
  );
  expect(await bar.evaluate((node) => node.max)).toBe(count);
  const seen = await bar.evaluate((node) => node.value);
  await expect.poll(() => bar.evaluate((node) => node.value)).toBeGreaterThan(seen);
  await unthrottle();
  await arrives;
  await expect(dialog(page)).toContainText(`${grouped(count)} calls exported, 0 left out`);
});

test('AiDial export: how to export: an export in progress is cancelled from the dialog', async ({
  open,
  page,
  signIn,
  context,
}) => {
  await signIn('manager');
  await open(long());
  await openExport(page);
  const unthrottle = await throttle(page, 300);
  let files = 0;
  page.on('download', () => {
    files += 1;
  });
  const begun = page.waitForResponse(/api\/exports\/calls/);
  await dialog(page).getByRole('button', { name: 'Download CSV' }).click();
  const id = (await begun).headers()['earshot-export-id'];
  await expect(dialog(page).locator('.progress-text')).toContainText(' of ');
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog(page)).toContainText('The export was cancelled. No file was saved.');
  await unthrottle();
  await expect.poll(async () => (await statusOf(context, id)).state).toBe('cancelled');
  expect(files).toBe(0);
  // The next export can start immediately.
  await dialog(page).getByRole('button', { name: 'Back to the options' }).click();
  const { path } = await download(page);
  expect(parseCsv(await readFile(path, 'utf8')).length).toBeGreaterThan(5000);
});

test('an incomplete transfer is not saved as a file', async ({
  open,
  page,
  signIn,
  context,
  expectFault,
}) => {
  expectFault(/ERR_INCOMPLETE_CHUNKED_ENCODING/);
  await signIn('manager');
  await open(long());
  await openExport(page);
  const unthrottle = await throttle(page, 300);
  let files = 0;
  page.on('download', () => {
    files += 1;
  });
  const begun = page.waitForResponse(/api\/exports\/calls/);
  await dialog(page).getByRole('button', { name: 'Download CSV' }).click();
  const id = (await begun).headers()['earshot-export-id'];
  // Cancelled in another tab, so that this one sees an interrupted connection.
  await context.request.post('/api/exports/cancel', { form: { export_id: id } });
  await unthrottle();
  await expect(dialog(page).getByRole('alert')).toContainText('no file was saved');
  expect(files).toBe(0);
});

test('Escape closes the dialog and returns the focus', async ({ open, page, signIn }) => {
  await signIn('manager');
  await open('/calls?project_id=after-hours&status=missed');
  await openExport(page);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page).toHaveURL(/status=missed$/);
  await expect(page.getByRole('link', { name: 'Export CSV...' })).toBeFocused();
});

test('the dialog is modal', async ({ open, page, signIn }) => {
  await signIn('manager');
  await open('/calls?project_id=after-hours&status=missed&export=1');
  expect(await dialog(page).evaluate((node) => node.matches(':modal'))).toBe(true);
});

test('the dialog says what it exports, and its title and the focus follow', async ({ open, page, signIn }) => {
  await signIn('admin');
  await open('/calls?project_id=after-hours&status=missed&from=2026-01-01');
  const sheet = await openExport(page);
  await expect(sheet).toContainText('ProjectAfter hours');
  await expect(sheet).toContainText('DatesFrom: 1 Jan 2026');
  await expect(sheet).toContainText('FiltersStatus: Missed');
  const title = sheet.getByRole('heading');
  await expect(title).toHaveText(/^Download [\d,]+ calls?$/);
  await download(page);
  await expect(title).toHaveText('Export complete');
  await expect(title).toBeFocused();
});

test('what was entered for a sensitive option survives a refusal and a closed dialog', async ({
  emailOfRole, expectFault, open, page, signIn,
}) => {
  expectFault(/status of 4\d\d/);
  await signIn('admin');
  await open('/calls?project_id=after-hours&status=missed');
  const sheet = await openExport(page);
  await expect(sheet.getByLabel('Justification')).toBeHidden();
  await sheet.getByRole('checkbox', { name: 'Full caller numbers' }).check();
  await sheet.getByLabel('Reason').selectOption('Legal request');
  await sheet.getByLabel('Justification').fill('   ');
  await sheet.getByRole('button', { name: 'Download CSV' }).click();
  await expect(sheet.getByLabel('Justification')).toHaveAttribute('aria-invalid', 'true');
  await expect(sheet.getByLabel('Justification')).toBeFocused();
  await sheet.getByLabel('Justification').fill('Order of the court of 3 May');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await openExport(page);
  const refusal = { status: 429, code: 'rate_limited', title: 'Rate limited', detail: 'Wait.' };
  await page.route('**/api/exports/calls', (route) => route.fulfill({ status: 429, json: refusal }));
  await sheet.getByRole('button', { name: 'Download CSV' }).click();
  await expect(sheet.getByRole('heading')).toHaveText('Not exported');
  await sheet.getByRole('button', { name: 'Back to the options' }).click();
  await expect(sheet.getByRole('checkbox', { name: 'Full caller numbers' })).toBeChecked();
  await expect(sheet.locator('[name="reason_code"]')).toHaveValue('legal_request');
  await expect(sheet.getByLabel('Justification')).toHaveValue('Order of the court of 3 May');
  await page.unroute('**/api/exports/calls');
  await download(page);
  await open('/exports');
  const own = page.locator('.export-line').filter({ hasText: emailOfRole('admin') });
  await expect(own.first()).toContainText('Sensitive: Full caller numbers');
});

test('an export goes on while the dialog is closed', async ({ open, page, signIn }) => {
  await signIn('manager');
  await open(long());
  await openExport(page);
  const unthrottle = await throttle(page, 1000);
  await dialog(page).getByRole('button', { name: 'Download CSV' }).click();
  await expect(dialog(page).locator('.progress-text')).toContainText(' of ');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole('link', { name: /^Exporting, \d+ %$/ })).toBeVisible();
  const arrives = page.waitForEvent('download');
  await unthrottle();
  await arrives;
  await expect(page.getByRole('link', { name: 'Export CSV...' })).toBeVisible();
  await expect(page.locator('.toolbar').getByRole('status')).toContainText('exported, 0 left out');
});
