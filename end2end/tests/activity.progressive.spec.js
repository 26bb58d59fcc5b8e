// Activity: who did what, filters, details, more events and files, with and without scripts.
import { readFileSync } from 'node:fs';
import { expect, refused, test } from './helpers/fixtures.js';
import { idsOn } from './helpers/calls-page.js';

const events = (page) => page.locator('.activity-event');

test('the activity of one call and of one person is found from them', async ({ open, page, signIn }) => {
  await signIn('admin');
  await open('/calls?project_id=after-hours&status=completed');
  const [id] = await idsOn(page);
  await page.request.get(`/api/calls/${id}/transcript?format=txt`);
  await open(`/calls?project_id=after-hours&status=completed&expand=${id}`);
  await page.getByRole('link', { name: 'Activity of this call' }).click();
  await expect(page).toHaveURL(new RegExp(`/activity\\?subject=${id}$`));
  await expect(events(page).first()).toContainText('Transcript downloaded');
  await events(page).first().getByText('Details', { exact: true }).click();
  await expect(events(page).first()).toContainText('transcript.downloaded');
  await events(page).first().getByRole('link', { name: /@harbour\.example$/ }).click();
  await expect(page).toHaveURL(/\/activity\?actor=/);
  await expect(page.getByLabel('Who')).toHaveValue(/@harbour\.example$/);
});

test('filters are kept when more events are loaded', async ({ open, page, signIn }) => {
  await signIn('manager');
  for (let time = 0; time < 3; time += 1) {
    await open('/activity?area=security');
  }
  await page.getByLabel('Area').selectOption('Security activity');
  await page.getByLabel('Action').selectOption('Activity opened');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/area=security/);
  const texts = await events(page).allTextContents();
  expect(texts.length).toBeGreaterThanOrEqual(3);
  expect(texts.every((text) => text.includes('Activity opened'))).toBe(true);
  await open('/activity');
  const more = page.getByRole('link', { name: 'Load more' });
  if (await more.isVisible()) {
    const last = Number(await events(page).last().getAttribute('data-seq'));
    await more.click();
    await expect(async () => {
      expect(Number(await events(page).last().getAttribute('data-seq'))).toBeLessThan(last);
    }).toPass();
  }
});

test('what is filtered is downloaded as CSV and JSON', async ({ open, page, signIn }) => {
  await signIn('admin');
  await open('/activity?action=audit.opened');
  for (const [name, read] of [
    ['Download CSV', (text) => text.trim().split('\r\n').length - 1],
    ['Download JSON', (text) => JSON.parse(text).length],
  ]) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name }).click(),
    ]);
    expect(read(readFileSync(await download.path(), 'utf8')), name).toBeGreaterThan(0);
  }
});

test('to staff there is no activity', async ({ expectFault, open, page, signIn }) => {
  expectFault(refused(404));
  await signIn('staff');
  await open('/calls');
  await expect(page.getByRole('link', { name: 'Activity', exact: true })).toHaveCount(0);
  expect((await open('/activity')).status()).toBe(404);
});
