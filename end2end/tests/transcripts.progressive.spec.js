// Transcript download of one call.
import { readFile } from 'node:fs/promises';
import { expect, test } from './helpers/fixtures.js';
import { idsOn } from './helpers/calls-page.js';

const list = '/calls?project_id=after-hours&status=completed';
const panel = (page) => page.getByRole('complementary', { name: 'Transcript' });
const control = (page) => panel(page).getByRole('link', { name: 'Download transcript' });

async function openFirst(page, open) {
  await open(list);
  const [id] = await idsOn(page);
  await open(`${list}&expand=${id}`);
  await expect(panel(page).locator('.turn').first()).toBeVisible();
  return id;
}

test('AiDial export: how to download: the TXT starts by itself, metadata first, then who said what', async ({
  expectFault,
  open,
  page,
  signIn,
}) => {
  // Chromium reports a download as aborted because no page follows it.
  expectFault(/\/transcript\?format=txt net::ERR_ABORTED/);
  await signIn('admin');
  const id = await openFirst(page, open);
  const shown = await panel(page).locator('.turn[data-turn]').evaluateAll((turns) =>
    turns.map((turn) => {
      const part = (name) => turn.querySelector(`.turn-${name}`).textContent;
      return `${part('who')}: ${part('text').replace(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, ' ')}`;
    }),
  );
  const arrives = page.waitForEvent('download');
  await control(page).click();
  const file = await arrives;
  expect(file.suggestedFilename()).toMatch(
    new RegExp(`^transcript_harbour_after-hours_\\d{12}_${id}\\.txt$`),
  );
  const text = await readFile(await file.path(), 'utf8');
  const [, metadata, said] = text.split('\n\n');
  expect(metadata.split('\n')).toContain(`Call: ${id}`);
  expect(metadata).toMatch(/^Caller number: (\*{4}\d{0,4}|No number)$/m);
  expect(said.replace(/\n$/, '').split('\n')).toEqual(shown);
  await expect(page).toHaveURL(new RegExp(`expand=${id}`));
});

for (const role of ['manager', 'staff']) {
  test(`AiDial export: transcript download: the control is not shown to ${role}`, async ({
    open,
    page,
    signIn,
  }) => {
    await signIn(role);
    await openFirst(page, open);
    await expect(control(page)).toHaveCount(0);
  });
}
