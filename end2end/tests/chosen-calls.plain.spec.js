// Ticked calls without scripts: the rows belong to a form.
import { expect, test } from './helpers/fixtures.js';
import { idsOn } from './helpers/calls-page.js';

test('ticked rows lead to a new export', async ({ open, page, signIn }) => {
  await signIn('admin');
  await open('/calls?project_id=after-hours&sort=oldest');
  const [first, second] = await idsOn(page);
  const ticks = page.getByRole('checkbox', { name: /^Choose the call of/ });
  await ticks.nth(0).check();
  await ticks.nth(1).check();
  await page.locator('.chosen-bar').getByRole('button', { name: 'Export…' }).click();
  await expect(page).toHaveURL(new RegExp(`sort=oldest&call=${first}&call=${second}$`));
  await expect(page.locator('.export-selection')).toContainText('2 chosen calls');
});
