// Recordings of every format: played, converted, or named where browsers do not play them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from './helpers/fixtures.js';
import { card, play } from './helpers/recordings.js';
import { listener, recordings } from './setup/formats.js';
import { binary, dataFolder } from './setup/settings.js';

const named = Object.entries(recordings).filter(([, { named: codec }]) => codec);
const played = Object.entries(recordings).filter(([, { named: codec }]) => !codec);

/** Opens the call whose summary names a recording. */
async function openCall(page, open, name) {
  await open('/calls?project_id=sounds');
  const row = page.locator('tr.call', { hasText: `the recording ${name}.` });
  const id = (await row.getAttribute('id')).replace('call-', '');
  await open(`/calls?project_id=sounds&expand=${id}`);
  await expect(card(page)).toBeVisible();
  return id;
}

/** The number of bars behind the seek bar; a plain line has none. */
const bars = (page) =>
  card(page).locator('.waveform-all').evaluate((path) => path.getAttribute('d').split('M').length - 2);

/** Presses through the confirmation; returns the saved file. */
async function download(page) {
  await card(page).getByRole('button', { name: 'Download recording' }).click();
  const confirm = page.getByRole('dialog', { name: 'Download this recording?' });
  const arrives = page.waitForEvent('download');
  await confirm.getByRole('button', { name: 'Download', exact: true }).click();
  const file = await arrives;
  await expect(confirm).toBeHidden();
  await expect(card(page)).toContainText('The recording was saved.');
  return file;
}

async function expectOriginal(page, { bytes, ending }) {
  const file = await download(page);
  expect(file.suggestedFilename()).toMatch(new RegExp(`^recording_formats_sounds_.*\\.${ending}$`));
  expect(readFileSync(await file.path()).equals(bytes())).toBe(true);
}

for (const [name, { seconds, converted, silent, plain, ...file }] of played) {
  test(`a recording in ${name} is played to its end, and saved as it came`, async ({
    open, page, signIn,
  }) => {
    await signIn(listener);
    await openCall(page, open, name);
    const notes = [
      silent && 'No sound was captured.',
      plain && 'No waveform is available for this recording.',
      converted && `Converted from ${converted} for playback. The download is the original file.`,
    ];
    await expect(card(page).locator('.recording-note')).toHaveText(notes.filter(Boolean));
    const skip = card(page).getByRole('button', { name: 'Skip silence' });
    await expect(skip).toHaveCount(plain ? 0 : 1);
    if (plain) {
      expect(await bars(page)).toBe(0);
    } else {
      expect(await bars(page)).toBeGreaterThan(5);
    }
    await play(page).click();
    const audio = page.locator('audio');
    await expect.poll(() => audio.evaluate((it) => it.ended)).toBe(true);
    const length = await audio.evaluate((it) => it.duration);
    expect(Math.abs(length - seconds)).toBeLessThan(0.2);
    const max = Number(await card(page).getByRole('slider', { name: 'Position' }).getAttribute('max'));
    expect(Math.abs(max - seconds)).toBeLessThan(0.2);
    await expectOriginal(page, file);
  });
}

for (const [name, { named: codec, ...file }] of named) {
  test(`a recording in ${name}, which browsers do not play, says what it is`, async ({
    open, page, signIn,
  }) => {
    await signIn(listener);
    await openCall(page, open, name);
    await expect(card(page).locator('.recording-blocked')).toHaveText(
      `Browsers do not play this recording (${codec}). Download it to listen to it.`,
    );
    await expect(play(page)).toBeDisabled();
    await expect(page.locator('audio')).toHaveCount(0);
    // Its keys do nothing where there is no player.
    await card(page).focus();
    await page.keyboard.press('Space');
    await expect(card(page).getByRole('alert')).toHaveCount(0);
    await expectOriginal(page, file);
  });
}

test('a recording that never came says so on the card and in the list', async ({
  open, page, signIn,
}) => {
  await signIn(listener);
  await openCall(page, open, 'never-sent');
  await expect(card(page)).toContainText('has not been received');
  await expect(play(page)).toBeDisabled();
  await expect(card(page).getByRole('button', { name: 'Download recording' })).toBeDisabled();
  await open('/calls?project_id=sounds&has_recording=not_received');
  await expect(page.locator('tr.call')).toHaveCount(1);
  await expect(page.locator('tr.call')).toContainText('never-sent');
  await open('/calls?project_id=sounds&has_recording=true');
  await expect(page.locator('tr.call')).toHaveCount(Object.keys(recordings).length);
});

test('a link to a recording gives the original, whole and in ranges', async ({ request }) => {
  const who = ['--data', dataFolder, '--user', listener, '--project', 'sounds', '--name', 'Links'];
  const words = ['api-key', 'add', ...who, '--scope', 'conversations:export'];
  const key = execFileSync(binary, words, { encoding: 'utf8' }).match(/\S+$/gm).at(-1);
  const answer = await request.post('/api/export/conversation', {
    headers: { 'x-api-key': key },
    data: { conversationId: 'gsm' },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  const { recording } = (await answer.json()).conversation;
  expect(recording.available).toBe(true);
  const link = new URL(recording.signedUrl).pathname;
  const original = recordings.gsm.bytes();
  const get = (range) => request.get(link, { headers: range ? { range } : {} });
  for (const [range, status, from, to] of [
    [null, 200, 0, original.length],
    ['bytes=10-19', 206, 10, 20],
    ['bytes=-5', 206, original.length - 5, original.length],
    ['bytes=800-', 206, 800, original.length],
    ['bytes=9-2', 200, 0, original.length],
  ]) {
    const sent = await get(range);
    expect(sent.status(), range).toBe(status);
    expect((await sent.body()).equals(original.subarray(from, to)), range).toBe(true);
  }
  expect((await get(`bytes=${original.length}-`)).status()).toBe(416);
});
