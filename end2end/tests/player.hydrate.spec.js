// Player: skipping silence, media controls, and an expired session.
import { emailOf } from './setup/people.js';
import { expect, refused, signInByForm, test } from './helpers/fixtures.js';
import { card, openPlayable, play } from './helpers/recordings.js';

const audio = (page) => page.locator('audio');
const at = (page) => audio(page).evaluate((element) => element.currentTime);
const skip = (page) => card(page).getByRole('button', { name: 'Skip silence' });

/** Finds the longest silence of the playing recording in its samples, in seconds. */
const longestSilence = (page) =>
  audio(page).evaluate(async (element) => {
    const bytes = await (await fetch(element.src)).arrayBuffer();
    const samples = new Int16Array(bytes, 44, Math.floor((bytes.byteLength - 44) / 2));
    let found = { from: 0, to: 0 };
    let from = 0;
    samples.forEach((sample, place) => {
      if (Math.abs(sample) > 400) {
        from = place + 1;
      } else if (place - from > found.to - found.from) {
        found = { from, to: place };
      }
    });
    return { from: found.from / 8000, to: found.to / 8000 };
  });

test('Skip silence skips long silences', async ({
  open, page, signIn,
}) => {
  await signIn('manager');
  await openPlayable(page, open);
  await play(page).click();
  await expect.poll(() => at(page)).toBeGreaterThan(0);
  const { from, to } = await longestSilence(page);
  expect(to - from, 'the demo has a pause to skip').toBeGreaterThan(1.5);
  await expect(skip(page)).toHaveAttribute('aria-pressed', 'false');
  const seek = card(page).getByRole('slider', { name: 'Position' });
  await skip(page).press('Enter');
  await expect(skip(page)).toHaveAttribute('aria-pressed', 'true');
  await seek.fill(String(from + 0.4));
  // Without skipping, this would take as long as the silence.
  const begin = Date.now();
  await expect.poll(() => at(page)).toBeGreaterThanOrEqual(to - 0.5);
  expect(Date.now() - begin).toBeLessThan((to - from) * 1000 + 2000);
  const bar = Number(await seek.getAttribute('max'));
  expect(await at(page)).toBeLessThanOrEqual(bar);
});

test('Skip silence stays on for other calls', async ({ open, page, signIn }) => {
  await signIn('manager');
  await openPlayable(page, open);
  await skip(page).click();
  // The row's link closes the call and opens it again, without reloading the page.
  const row = page.locator('tr.call a.call-link').first();
  const [first] = await page.locator('tr.call').evaluateAll((rows) => rows.map((it) => it.id));
  expect(first).toMatch(/^call-/);
  await row.click();
  await expect(skip(page)).toHaveCount(0);
  await page.goBack();
  await expect(skip(page)).toHaveAttribute('aria-pressed', 'true');
});

test('AiDial recordings: playing: the keys of the card on every control inside it', async ({ open, page, signIn }) => {
  await signIn('manager');
  await openPlayable(page, open);
  await play(page).click();
  await expect.poll(() => at(page)).toBeGreaterThan(0);
  const paused = () => audio(page).evaluate((element) => element.paused);
  await page.keyboard.press('Space');
  await expect.poll(paused).toBe(true);
  const controls = [
    card(page).getByRole('button', { name: 'Play', exact: true }),
    card(page).getByRole('button', { name: 'Forward 5 seconds' }),
    card(page).getByRole('button', { name: 'Back 5 seconds' }),
    card(page).getByRole('slider', { name: 'Position' }),
    card(page).getByRole('slider', { name: 'Volume' }),
    card(page).getByLabel('Speed'),
    skip(page),
    card(page).getByRole('button', { name: 'Download recording' }),
    card(page),
  ];
  for (const control of controls) {
    const name = String(control);
    await control.focus();
    const before = await at(page);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => at(page), name).toBeCloseTo(before + 5, 0);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => at(page), name).toBeCloseTo(before, 0);
    await page.keyboard.press('Space');
    await expect.poll(paused, name).toBe(false);
    await page.keyboard.press('Space');
    await expect.poll(paused, name).toBe(true);
  }
  await expect(page.getByRole('dialog', { name: 'Download this recording?' })).toBeHidden();
  expect(await audio(page).evaluate((element) => element.volume)).toBe(1);
  await expect(card(page).getByLabel('Speed')).toHaveValue('1');
  await expect(skip(page)).toHaveAttribute('aria-pressed', 'false');
});

test('a click on the seek bar goes to where it points', async ({ open, page, signIn }) => {
  await signIn('manager');
  await openPlayable(page, open);
  await play(page).click();
  await expect.poll(() => at(page)).toBeGreaterThan(0);
  await card(page).getByRole('button', { name: 'Pause' }).click();
  const seek = card(page).getByRole('slider', { name: 'Position' });
  const length = Number(await seek.getAttribute('max'));
  const { width, height } = await seek.boundingBox();
  for (const share of [0.03, 0.25, 0.97]) {
    await seek.click({ position: { x: width * share, y: height / 2 } });
    await expect.poll(async () => Math.abs((await at(page)) / length - share)).toBeLessThan(0.008);
  }
});

test('media controls play, pause and seek, and do not identify the caller', async ({
  open, page, signIn,
}) => {
  await page.addInitScript(() => {
    globalThis.remote = {};
    navigator.mediaSession.setActionHandler = (name, handler) => {
      globalThis.remote[name] = handler;
    };
  });
  await signIn('manager');
  await openPlayable(page, open);
  await play(page).click();
  await expect.poll(() => at(page)).toBeGreaterThan(0.2);
  const title = await page.evaluate(() => navigator.mediaSession.metadata.title);
  expect(title).toBe('Call recording');
  const press = (name, details = {}) =>
    page.evaluate(([key, it]) => globalThis.remote[key]({ action: key, ...it }), [name, details]);
  const paused = () => audio(page).evaluate((element) => element.paused);
  await press('pause');
  await expect.poll(paused).toBe(true);
  await press('pause');
  expect(await paused()).toBe(true);
  await press('seekto', { seekTime: 12 });
  await expect.poll(() => at(page)).toBeCloseTo(12, 0);
  await press('seekbackward');
  await expect.poll(() => at(page)).toBeCloseTo(7, 0);
  await press('seekforward');
  await expect.poll(() => at(page)).toBeCloseTo(12, 0);
  await press('play');
  await expect.poll(paused).toBe(false);
});

test('a session that has ended is said on the card, and signing in leads back', async ({
  context, expectFault, open, page,
}, info) => {
  expectFault(refused(401));
  await context.clearCookies();
  await open('/sign-in');
  const email = emailOf('returner', info.project.name);
  await signInByForm(page, email);
  await expect(page).toHaveURL(/\/calls$/);
  const id = await openPlayable(page, open);
  await open(`/calls?project_id=after-hours&expand=${id}&t=12`);
  await context.clearCookies();
  await play(page).click();
  const notice = card(page).getByRole('alert');
  await expect(notice).toContainText('Your session has ended. Sign in again to continue.');
  await notice.getByRole('link', { name: 'Sign in again' }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signInByForm(page, email);
  await expect(page).toHaveURL(new RegExp(`/calls\\?project_id=after-hours&expand=${id}&t=12$`));
  await expect(card(page).getByRole('slider', { name: 'Position' })).toHaveValue('12');
});
