// Page of a new export: from the filter to the finished file, with and without scripts.
import { readFileSync } from 'node:fs';
import { expect, refused, test } from './helpers/fixtures.js';

const isScripted = (info) => info.project.use.javaScriptEnabled !== false;
const isPhone = (info) => info.project.name.startsWith('phone');
const filter = 'project_id=after-hours&status=failed&agent=Marina';

/** Loads the page until the export has ended; scripts do that by themselves. */
async function waitForFiles(page) {
  await expect(async () => {
    const update = page.getByRole('link', { name: 'Update this page' });
    if (await update.isVisible()) {
      await update.click();
    }
    await expect(page.getByRole('heading', { name: 'Files' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
}

// Rule: docs/compatibility.md#askvault-history.
test('the filter of the list is exported, and the file can be downloaded', async ({
  open,
  page,
  signIn,
  csvOf,
}, info) => {
  await signIn('manager');
  const rows = await csvOf(Object.fromEntries(new URLSearchParams(filter)));
  await open(`/calls?${filter}`);
  if (isPhone(info)) {
    await page.getByRole('link', { name: 'Export CSV...' }).click();
  }
  await page.getByRole('link', { name: 'Export filter…' }).filter({ visible: true }).click();
  await expect(page).toHaveURL(new RegExp(`/exports/new\\?${filter}$`));
  await expect(page.locator('.export-selection')).toContainText(`${rows.length} call`);
  await expect(page.locator('.export-selection')).toContainText('Status: Failed, Agent: Marina');
  await page.getByLabel('CSV:', { exact: false }).check();
  const arrives = isScripted(info) ? page.waitForEvent('download') : undefined;
  await page.getByRole('button', { name: 'Start export' }).click();
  await waitForFiles(page);
  const started = await arrives;
  await expect(page.locator('.export-job')).toContainText(`${rows.length} matched, ${rows.length} written, 0 left out`);
  const again = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download', exact: true }).click();
  for (const download of [started, await again].filter(Boolean)) {
    expect(await download.failure(), 'the download').toBeNull();
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    expect(readFileSync(await download.path(), 'utf8').split('\r\n')).toHaveLength(rows.length + 2);
  }
  await page.getByRole('link', { name: 'Export again' }).click();
  await expect(page).toHaveURL(new RegExp(`/exports/new\\?${filter}&format=csv`));
  await open('/exports');
  const line = page.locator('.export-line').first();
  await expect(line).toContainText('Status: Failed, Agent: Marina');
  await expect(line).toContainText(/Downloaded .+ by \S/);
});

test('a refused form says why and keeps what was entered', async ({
  open,
  page,
  signIn,
  expectFault,
}) => {
  expectFault(refused(422));
  await signIn('admin');
  await open(`/exports/new?${filter}`);
  await page.getByLabel('PDF: transcripts to read and print').check();
  await page.getByLabel('A row for each message', { exact: false }).check();
  await page.getByLabel('Internal notes').first().check();
  await page.getByRole('button', { name: 'Start export' }).click();
  await expect(page.getByRole('alert')).toContainText('Rows must be calls for PDF and ZIP.');
  await expect(page.getByLabel('PDF: transcripts to read and print')).toBeChecked();
  await expect(page.getByLabel('Internal notes').first()).toBeChecked();
});

test('Client Manager is offered no whole numbers, Client Staff no background exports', async ({
  open,
  page,
  signIn,
  expectFault,
}) => {
  expectFault(refused(404));
  await signIn('manager');
  await open('/exports/new');
  await expect(page.getByLabel('Anonymise', { exact: false })).toBeVisible();
  await expect(page.getByText('Sensitive options')).toHaveCount(0);
  await signIn('staff');
  const answer = await open('/exports/new');
  expect(answer.status()).toBe(404);
  await open('/calls?project_id=after-hours');
  await expect(page.getByRole('link', { name: 'Export filter…' })).toHaveCount(0);
  await expect(page.getByRole('checkbox', { name: /^Choose the call of/ })).toHaveCount(0);
});

// Rule: docs/compatibility.md#askvault-csv-columns.
test('columns are saved by name, picked again and deleted', async ({ open, page, signIn }, info) => {
  await signIn('manager');
  await open(`/exports/new?${filter}&format=xlsx`);
  await page.getByText('Choose single columns').click();
  await page.getByLabel('Caller', { exact: true }).check();
  const name = `Callers of ${info.project.name}`;
  await page.getByLabel('Save the ticked columns as').fill(name);
  await page.getByRole('button', { name: 'Save columns' }).click();
  await expect(page).toHaveURL(new RegExp(`/exports/new\\?${filter}&format=xlsx`));
  await open(`/exports/new?${filter}`);
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByLabel('Caller', { exact: true })).toBeChecked();
  await page.getByRole('button', { name: `Delete ${name}`, exact: true }).click();
  await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0);
});

// Rule: docs/compatibility.md#askvault-csv-columns.
test('ticked columns are ordered, and the file has their order', async ({ open, page, signIn }, info) => {
  await signIn('manager');
  await open(`/exports/new?${filter}`);
  await page.getByText('Choose single columns').click();
  const columns = page.getByRole('group', { name: 'With a row for each call' });
  const ordered = columns.getByRole('listitem');
  const move = (name) => columns.getByRole('button', { name: `Move ${name}`, exact: true });
  for (const name of ['Caller', 'Agent', 'Summary']) {
    await columns.getByLabel(name, { exact: true }).check();
  }
  await columns.getByRole('button', { name: 'Order the ticked columns' }).click();
  await expect(move('Caller down')).toBeFocused();
  for (const place of [1, 0]) {
    await move('Summary up').press('Enter');
    await expect(ordered.nth(place)).toContainText('Summary');
    await expect(move('Summary up')).toBeFocused();
  }
  await move('Caller down').click();
  const order = [/^Summary/, /^Agent/, /^Caller/];
  await expect(ordered).toHaveText(order);
  const arrives = isScripted(info) ? page.waitForEvent('download') : undefined;
  await page.getByRole('button', { name: 'Start export' }).click();
  await waitForFiles(page);
  await arrives;
  const again = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download', exact: true }).click();
  const [header] = readFileSync(await (await again).path(), 'utf8').split('\r\n');
  expect(header).toBe('summary,agent,caller');
  await page.getByRole('link', { name: 'Export again' }).click();
  await expect(page).toHaveURL(/&field=summary&field=agent&field=caller$/);
  await expect(ordered).toHaveText(order);
});
