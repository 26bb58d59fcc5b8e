// Export sheet of a phone, under a finger.
import { expect, test } from './helpers/fixtures.js';
import { dialog, openExport } from './helpers/calls-page.js';

const list = '/calls?project_id=after-hours&agent=Marina&status=completed';

test('the export sheet closes by a tap beside it and by pulling it down', async ({ open, page, signIn }) => {
  await signIn('admin');
  await open(list);
  await openExport(page);
  await page.touchscreen.tap(195, 40);
  await expect(dialog(page)).toHaveCount(0);
  await openExport(page);
  const head = await dialog(page).locator('.sheet-head').boundingBox();
  const touch = await page.context().newCDPSession(page);
  const at = (y) => [{ x: 120, y }];
  const send = (type, touchPoints) => touch.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart', at(head.y + 8));
  for (const by of [20, 60, 140]) {
    await send('touchMove', at(head.y + 8 + by));
  }
  await send('touchEnd', []);
  await expect(dialog(page)).toHaveCount(0);
});
