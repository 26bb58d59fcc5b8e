// Playback without scripts.
import { expect, test } from './helpers/fixtures.js';
import { openPlayable, play } from './helpers/recordings.js';

test('AiDial recordings: playing: without scripts Play opens the recording itself', async ({
  open, page, signIn,
}) => {
  await signIn('manager');
  await openPlayable(page, open);
  await play(page).click();
  await expect(page).toHaveURL(/\/media\/recordings\/[\w-]{43}$/);
  await expect(page.locator('video')).toBeVisible();
});
