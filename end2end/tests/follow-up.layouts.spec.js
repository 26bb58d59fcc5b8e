// Review of an opened call in place: typed text and playback are kept.
import { expect, refused, test } from './helpers/fixtures.js';
import { card, openPlayable, play } from './helpers/recordings.js';
import { sessionOf } from './helpers/sessions.js';
import { form, line, lineButton, openOwnCall, region, text } from './helpers/work.js';

test('concurrent corrections: the second person sees the first correction and keeps the own text', async ({
  browser, expectFault, open, page, signIn, emailOfRole,
}, info) => {
  expectFault(refused(409));
  await signIn('manager');
  const address = await openOwnCall(page, open, info, 5);
  await lineButton(page, 1).click();
  const mine = await form(page, 'Correct');
  await mine.getByLabel('What was said').fill('My version');
  const other = await browser.newContext({ storageState: undefined });
  await other.addCookies(await sessionOf(emailOfRole('admin')));
  const there = await other.newPage();
  await open(new URL(`${address}&turn=2`, page.url()).href, there);
  const theirs = await form(there, 'Correct');
  await theirs.getByLabel('What was said').fill('Their version');
  await theirs.getByRole('button', { name: 'Save correction' }).click();
  await expect(text(there, 1)).toHaveText('Their version');
  await mine.getByRole('button', { name: 'Save correction' }).click();
  await expect(line(page).getByRole('alert')).toContainText('“Their version”');
  await expect(line(page).locator('blockquote')).toHaveText('Their version');
  await expect(mine.getByLabel('What was said')).toHaveValue('My version');
  await mine.getByRole('button', { name: 'Save correction' }).click();
  await expect(text(page, 1)).toHaveText('My version');
  await other.close();
});

test('a correction keeps the recording playing and updates the row', async ({
  open, page, signIn,
}) => {
  await signIn('admin');
  const id = await openPlayable(page, open);
  await play(page).click();
  const audio = page.locator('audio');
  await expect.poll(() => audio.evaluate((it) => it.currentTime)).toBeGreaterThan(0.3);
  await lineButton(page, 0).click();
  const correct = await form(page, 'Correct');
  const before = await correct.getByLabel('What was said').inputValue();
  await correct.getByLabel('What was said').fill(`${before} Again.`);
  const at = await audio.evaluate((it) => it.currentTime);
  await correct.getByRole('button', { name: 'Save correction' }).click();
  await expect(text(page, 0)).toHaveText(/ Again\.$/);
  expect(await audio.evaluate((it) => it.paused)).toBe(false);
  await expect.poll(() => audio.evaluate((it) => it.currentTime)).toBeGreaterThan(at);
  await card(page).getByRole('button', { name: 'Pause' }).click();
  await region(page, 'Follow-up').getByRole('button', { name: 'Claim' }).click();
  await expect(page.locator(`#call-${id} .follow-up`)).toContainText('To do');
  await region(page, 'Follow-up').getByRole('button', { name: 'Release' }).click();
  await line(page).getByRole('link', { name: 'Close the line' }).click();
  await expect(line(page)).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`expand=${id}$`));
});
