// Calls ticked in the list, kept in the tab across its pages.
import { expect, test } from './helpers/fixtures.js';
import { idsOn } from './helpers/calls-page.js';

const list = '/calls?project_id=after-hours';
const ticks = (page) => page.getByRole('checkbox', { name: /^Choose the call of/ });
const bar = (page) => page.locator('.chosen-bar');

test('calls of two pages are exported together', async ({ open, page, signIn }) => {
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
