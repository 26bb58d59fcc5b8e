// Playback in the Call recording card.
import { expect, test } from './helpers/fixtures.js';
import { card, openPlayable, play } from './helpers/recordings.js';

const turns = (page) => page.getByRole('list', { name: 'Turns' });

test('AiDial recordings: playing: consent, compliance, Play, and the transcript follows', async ({
  open, page, signIn,
}) => {
  await signIn('manager');
  await openPlayable(page, open);
  await expect(card(page)).toContainText('ConsentGranted');
  await expect(card(page)).toContainText('Playback compliancePermitted');
  await play(page).click();
  const audio = page.locator('audio');
  const at = () => audio.evaluate((element) => element.currentTime);
  await expect.poll(at).toBeGreaterThan(0.5);
  await expect(card(page).getByRole('button', { name: 'Pause' })).toBeVisible();
  const last = turns(page).locator('button.turn-time').last();
  await last.click();
  await expect(turns(page).locator('.turn-current')).toContainText(await last.textContent());
  const [minutes, seconds] = (await last.textContent()).split(':').map(Number);
  expect(await at()).toBeGreaterThanOrEqual(minutes * 60 + seconds);
  await card(page).getByRole('button', { name: 'Pause' }).click();
  await expect.poll(() => audio.evaluate((element) => element.paused)).toBe(true);
});

test('AiDial recordings: playing: the keys of the focused card, speed, volume and the seek bar', async ({
  open, page, signIn,
}) => {
  await signIn('admin');
  await openPlayable(page, open);
  const audio = page.locator('audio');
  const of = (name) => audio.evaluate((element, key) => element[key], name);
  await card(page).focus();
  await page.keyboard.press('Space');
  await expect.poll(() => of('currentTime')).toBeGreaterThan(0);
  await page.keyboard.press('Space');
  await expect.poll(() => of('paused')).toBe(true);
  const before = await of('currentTime');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => of('currentTime')).toBeCloseTo(before + 5, 0);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => of('currentTime')).toBeCloseTo(before, 0);
  await card(page).getByLabel('Speed').selectOption('3');
  expect(await of('playbackRate')).toBe(3);
  await card(page).getByLabel('Volume').fill('0.5');
  expect(await of('volume')).toBe(0.5);
  const seek = card(page).getByRole('slider', { name: 'Position' });
  await seek.fill('10');
  await expect.poll(() => of('currentTime')).toBeCloseTo(10, 0);
  await expect(seek).toHaveAttribute('aria-valuetext', /^0:10 of \d+:\d\d$/);
});

test('a link with a position opens there, and Play starts there', async ({ open, page, signIn }) => {
  await signIn('manager');
  const id = await openPlayable(page, open);
  await open(`/calls/${id}?project_id=after-hours&t=12`);
  await expect(page).toHaveURL(/expand=[\w-]+&project_id=after-hours&t=12$/);
  await expect(card(page).getByRole('slider', { name: 'Position' })).toHaveValue('12');
  await expect(turns(page).locator('.turn-current')).toHaveCount(1);
  await play(page).click();
  await expect.poll(() => page.locator('audio').evaluate((it) => it.currentTime)).toBeGreaterThan(12);
});
