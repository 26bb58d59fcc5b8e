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
}, info) => {
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
  // A phone has buttons for the volume, and its player one row.
  if (!info.project.name.startsWith('phone')) {
    await card(page).getByLabel('Volume').fill('0.5');
    expect(await of('volume')).toBe(0.5);
  }
  const seek = card(page).getByRole('slider', { name: 'Position' });
  await seek.fill('10');
  await expect.poll(() => of('currentTime')).toBeCloseTo(10, 0);
  await expect(seek).toHaveAttribute('aria-valuetext', /^0:10 of \d+:\d\d$/);
});

test('a link with a position opens there, and Play starts there', async ({ open, page, signIn }) => {
  await signIn('manager');
  const id = await openPlayable(page, open);
  await open(`/calls/${id}?project_id=after-hours&t=12`);
  await expect(page).toHaveURL(/(?=.*project_id=after-hours).*expand=[\w-]+.*t=12$/);
  await expect(card(page).getByRole('slider', { name: 'Position' })).toHaveValue('12');
  await expect(turns(page).locator('.turn-current')).toHaveCount(1);
  await play(page).click();
  await expect.poll(() => page.locator('audio').evaluate((it) => it.currentTime)).toBeGreaterThan(12);
});

test('the line being spoken and the player stay on the screen', async ({ open, page, signIn }, info) => {
  await signIn('manager');
  await openPlayable(page, open);
  await play(page).click();
  const times = turns(page).locator('button.turn-time');
  for (const nth of [-1, 0, -1]) {
    const time = await times.nth(nth).textContent();
    const [minutes, seconds] = time.split(':').map(Number);
    await card(page).getByRole('slider', { name: 'Position' }).fill(String(minutes * 60 + seconds + 0.2));
    const current = turns(page).locator('.turn-current');
    await expect(current).toContainText(time);
    await expect(async () => {
      const [inside, outside] = [await current.boundingBox(), await turns(page).boundingBox()];
      expect(inside.y).toBeGreaterThanOrEqual(outside.y - 1);
      expect(inside.y + inside.height).toBeLessThanOrEqual(outside.y + outside.height + 1);
    }).toPass();
  }
  if (info.project.name === 'phone') {
    await turns(page).last().scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 400);
    await expect(card(page).getByRole('button', { name: /^(Play|Pause)$/ })).toBeInViewport();
    await expect(card(page).getByRole('slider', { name: 'Position' })).toBeInViewport();
  }
});

test('AiDial recordings: downloading: the card says that it was saved, and a second press asks again', async ({
  open, page, signIn,
}) => {
  await signIn('manager');
  await openPlayable(page, open);
  const confirm = page.getByRole('dialog', { name: 'Download this recording?' });
  const download = card(page).getByRole('button', { name: 'Download recording' });
  await download.click();
  const arrives = page.waitForEvent('download');
  await confirm.getByRole('button', { name: 'Download', exact: true }).click();
  await arrives;
  await expect(confirm).toBeHidden();
  await expect(card(page)).toContainText('The recording was saved.');
  await download.click();
  await expect(confirm).toBeVisible();
  const again = page.waitForEvent('download');
  await confirm.getByRole('button', { name: 'Download', exact: true }).click();
  await again;
  await expect(confirm).toBeHidden();
});

test('too many requests for recordings are answered in the card, with their own help', async ({
  expectFault, open, page, signIn,
}) => {
  expectFault(/429/);
  await signIn('manager');
  await openPlayable(page, open);
  await page.route('**/recording/grants', (route) => route.fulfill({
    status: 429,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '79' },
    json: { status: 429, code: 'rate_limited', title: 'Rate limited', detail: 'Wait 79 seconds.' },
  }));
  await card(page).getByRole('button', { name: 'Download recording' }).click();
  const confirm = page.getByRole('dialog', { name: 'Download this recording?' });
  await confirm.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(card(page)).toContainText('Wait 79 seconds.');
  await expect(card(page).getByRole('link', { name: 'Help with this' }))
    .toHaveAttribute('href', '/help#recording-too-many');
  await expect(confirm).toBeHidden();
});
