// Progress of a background export: in place on its page and in the list.
import { expect, test } from './helpers/fixtures.js';

test('the page of a large export follows it to its end without being loaded again', async ({
  open,
  page,
  signIn,
}) => {
  await signIn('admin');
  await open('/exports/new?project_id=front-desk');
  await expect(page.getByText('The export runs in the background.')).toBeVisible();
  await page.getByRole('button', { name: 'Start export' }).click();
  await expect(page).toHaveURL(/\/exports\/[0-9a-f-]{36}$/);
  await page.evaluate(() => {
    window.sameDocument = true;
  });
  await expect(page.getByRole('heading', { name: 'Files' })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole('link', { name: 'Download all as ZIP' })).toBeVisible();
  await expect(page.locator('.export-file')).toHaveCount(3);
  expect(await page.evaluate(() => window.sameDocument)).toBe(true);
  await page.getByRole('button', { name: /^Revoke the export of/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('status')).toContainText('The links were revoked');
  const { pathname } = new URL(page.url());
  await page.getByRole('button', { name: /^Delete the export of/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/exports\?saved=deleted$/);
  await expect(page.getByText('The export was deleted.')).toBeVisible();
  await expect(page.locator(`[data-export-id="${pathname.split('/').at(-1)}"]`)).toHaveCount(0);
});

test('a running export can be cancelled in the list', async ({ open, page, signIn }) => {
  await signIn('manager');
  await open('/exports/new?project_id=front-desk');
  // A document for each of some thousand calls takes longer than the pages in between.
  await page.getByLabel('ZIP:', { exact: false }).check();
  await page.getByRole('button', { name: 'Start export' }).click();
  await expect(page).toHaveURL(/\/exports\/[0-9a-f-]{36}$/);
  await page.locator('html[data-ready]').waitFor();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Exports' }).click();
  const line = page.locator('.export-line').first();
  await line.getByRole('button', { name: /^Cancel the export of/ }).click();
  await expect(page.locator('.export-job')).toContainText('Cancelled');
  await expect(page.getByRole('button', { name: /^Retry the export of/ })).toBeVisible();
});

test('a download that is waited for starts when the application has taken over the page', async ({
  open,
  page,
  signIn,
}) => {
  await signIn('manager');
  await open('/exports/new?project_id=after-hours&status=failed');
  await page.getByLabel('CSV:', { exact: false }).check();
  const first = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Start export' }).click();
  await first;
  const address = page.url().replace(/\?.*/, '');

  const steps = [];
  let arrive;
  const arrived = new Promise((resolve) => {
    arrive = resolve;
  });
  await page.route(/\.wasm$/, async (route) => {
    await arrived;
    await route.continue();
  });
  page.on('request', (request) => {
    if (request.url().endsWith('/api/exports/jobs')) {
      steps.push('asked');
    }
  });
  const again = page.waitForEvent('download');
  await page.goto(`${address}?wait=1`);
  // Whatever the page's own script had started by itself has its turn before this.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  expect(page.url()).toBe(`${address}?wait=1`);
  steps.push('taken over');
  arrive();
  expect(await (await again).failure(), 'the download').toBeNull();
  await expect(page).toHaveURL(address);
  expect(steps.slice(0, 2)).toEqual(['taken over', 'asked']);
});
