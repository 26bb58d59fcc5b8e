// Calls ticked in the list, kept in the tab across its pages.
import { readFileSync } from 'node:fs';
import { expect, test } from './helpers/fixtures.js';
import { idsOn } from './helpers/calls-page.js';
import { parseCsv } from './helpers/csv.js';

const list = '/calls?project_id=after-hours';
const ticks = (page) => page.getByRole('checkbox', { name: /^Choose the call of/ });
const conversations =
  'conversation_id,customer_email,channel,started_at,ended_at,status,priority,tags,message_count,agent_assigned,' +
  'csat_rating,csat_comment,first_message,last_message';
const bar = (page) => page.locator('.chosen-bar');

test('calls of two pages are exported together, and the file arrives', async ({ open, page, signIn }) => {
  await signIn('admin');
  await open(list);
  await expect(bar(page)).toBeHidden();
  const [first] = await idsOn(page);
  await ticks(page).first().check();
  await expect(bar(page)).toContainText('1 call chosen');
  await page.getByRole('link', { name: 'Next', exact: true }).click();
  await expect(page.locator(`#call-${first}`)).toHaveCount(0);
  const [second] = await idsOn(page);
  await ticks(page).first().check();
  await expect(bar(page)).toContainText('2 calls chosen');
  await page.reload();
  await expect(bar(page)).toContainText('2 calls chosen');
  await expect(ticks(page).first()).toBeChecked();
  await bar(page).getByRole('button', { name: 'Export…' }).click();
  await expect(page).toHaveURL(new RegExp(`call=${first}&call=${second}`));
  await expect(page.locator('.export-selection')).toContainText('2 chosen calls');
  const arrives = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Start export' }).click();
  await expect(page.getByRole('heading', { name: 'Files' })).toBeVisible();
  await expect(page.locator('.export-job')).toContainText('2 matched, 2 written, 0 left out');
  const file = await arrives;
  expect(await file.failure(), 'the download').toBeNull();
  const rows = parseCsv(readFileSync(await file.path(), 'utf8'), conversations);
  expect(rows.map((row) => row.conversation_id).sort()).toEqual([first, second].sort());
});

test('ticking a row does not open it, and Clear unticks all', async ({ open, page, signIn }) => {
  await signIn('manager');
  await open(list);
  await ticks(page).nth(1).check();
  await expect(page).toHaveURL(new RegExp(`${list.slice(1).replace('?', '\\?')}$`));
  await bar(page).getByRole('button', { name: 'Clear' }).click();
  await expect(bar(page)).toBeHidden();
  await expect(ticks(page).nth(1)).not.toBeChecked();
});
