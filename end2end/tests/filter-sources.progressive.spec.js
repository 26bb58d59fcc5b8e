// Filters on data that the CSV does not contain, compared with the imported sample files.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './helpers/fixtures.js';
import { expectCount, openMenu, search, tick } from './helpers/calls-page.js';
import { samples } from './setup/settings.js';

const read = (name) =>
  readFileSync(path.join(samples, name), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const own = read('calls.ndjson');
const talks = read('talkifai.ndjson').map(({ conversation }) => conversation);
const analysis = (talk) => talk.postCallAnalysis?.analysisData ?? {};

async function prepare({ signIn, open, page }, project) {
  await signIn('auditor');
  await open(`/calls?project_id=${project}`);
}

async function expectFound(page, all, matches) {
  const count = all.filter(matches).length;
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(all.length);
  await expectCount(page, count);
}

test('the outcome filter', async ({ signIn, open, page }) => {
  await prepare({ signIn, open, page }, 'talkifai-sample');
  await expectCount(page, talks.length);
  await tick(page, 'More filters', 'Fully resolved');
  await search(page);
  await expectFound(page, talks, (talk) => analysis(talk).call_outcome === 'Fully Resolved');
});

test('the outcome filter finds calls without an outcome', async ({ signIn, open, page }) => {
  await prepare({ signIn, open, page }, 'own');
  await tick(page, 'More filters', 'Unclassified');
  await search(page);
  await expectFound(page, own, (call) => !call.outcome);
});

test('the sentiment filter', async ({ signIn, open, page }) => {
  await prepare({ signIn, open, page }, 'own');
  await tick(page, 'More filters', 'Neutral');
  await tick(page, 'More filters', 'Positive');
  await search(page);
  await expectFound(page, own, (call) => ['neutral', 'positive'].includes(call.sentiment));
});

// The calls of this source name recordings that were never imported.
for (const [label, value, holds] of [
  ['Without', false, () => true],
  ['Not received', 'not_received', (call) => Boolean(call.recording)],
]) {
  test(`the recording filter: ${label.toLowerCase()}`, async ({ signIn, open, page }) => {
    await prepare({ signIn, open, page }, 'own');
    const menu = await openMenu(page, 'More filters');
    await menu.getByLabel('Recording').selectOption(label);
    await search(page);
    await expect(page).toHaveURL(new RegExp(`has_recording=${value}`));
    await expectCount(page, own.filter(holds).length);
  });
}
