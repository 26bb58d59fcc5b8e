// Keyboard shortcuts of the Calls page.
import { expect, test } from './helpers/fixtures.js';
import { dialog, idsOn } from './helpers/calls-page.js';

test('calls are selected, opened, searched and exported by keyboard', async ({
  open, page, signIn,
}) => {
  await signIn('admin');
  await open('/calls?project_id=after-hours&agent=Marina');
  const ids = await idsOn(page);
  const focused = () => page.evaluate(() => document.activeElement.closest('tr')?.id);
  await page.keyboard.press('j');
  expect(await focused()).toBe(`call-${ids[0]}`);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  expect(await focused()).toBe(`call-${ids[1]}`);
  await page.keyboard.press('o');
  await expect(page).toHaveURL(new RegExp(`expand=${ids[1]}$`));
  await expect(page.getByRole('region', { name: 'Opened call' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/expand=/);
  await page.keyboard.press('/');
  await expect(page.getByLabel('Text in summary and transcript')).toBeFocused();
  await page.keyboard.type('jk');
  await expect(page.getByLabel('Text in summary and transcript')).toHaveValue('jk');
  await open('/calls?project_id=after-hours&agent=Marina');
  await page.keyboard.press('?');
  const map = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(map).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(map).toBeHidden();
  await page.keyboard.press('e');
  await expect(dialog(page)).toBeVisible();
});
