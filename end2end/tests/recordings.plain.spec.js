// Playing a recording without scripts.
import { expect, test } from './helpers/fixtures.js';
import { openCallWhere, play, plays } from './helpers/recordings.js';

test('AiDial recordings: playing: without scripts Play opens the recording itself', async ({
  open, page, signIn,
}) => {
  await signIn('manager');
  await openCallWhere(page, open, plays);
  await play(page).click();
  await expect(page).toHaveURL(/\/media\/recordings\/[\w-]{43}$/);
  await expect(page.locator('video')).toBeVisible();
});
