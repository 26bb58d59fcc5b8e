// Call recording card: download and blocked recordings.
import { expect, test } from './helpers/fixtures.js';
import { card, openCallWhere, openPlayable, play } from './helpers/recordings.js';

test('AiDial recordings: downloading: confirmed in a dialogue, then saved', async ({
  expectFault, open, page, signIn,
}) => {
  expectFault(/recordings?\/.* net::ERR_ABORTED/);
  await signIn('manager');
  const id = await openPlayable(page, open);
  await card(page).getByRole('button', { name: 'Download recording' }).click();
  const confirm = page.getByRole('dialog', { name: 'Download this recording?' });
  await expect(confirm).toContainText('recorded in the audit log');
  await confirm.getByRole('button', { name: 'Cancel' }).click();
  await expect(confirm).toBeHidden();
  await card(page).getByRole('button', { name: 'Download recording' }).click();
  const arrives = page.waitForEvent('download');
  await confirm.getByRole('button', { name: 'Download', exact: true }).click();
  const file = await arrives;
  expect(file.suggestedFilename()).toMatch(
    new RegExp(`^recording_harbour_after-hours_\\d{12}_${id}\\.wav$`),
  );
});

test('AiDial recordings: download access by role: Client Staff see why they cannot', async ({
  open, page, signIn,
}) => {
  await signIn('staff');
  await openPlayable(page, open);
  const download = card(page).getByRole('button', { name: 'Download recording' });
  await expect(download).toBeDisabled();
  await expect(card(page)).toContainText('contact your Client Administrator');
});

test('AiDial recordings: when a recording is unavailable its reason stands on the card', async ({
  open, page, signIn,
}) => {
  await signIn('manager');
  const reason = /did not agree|was not asked|not known whether|denied by|no evidence|A policy|not been received/;
  await openCallWhere(page, open, async (it) => reason.test(await it.textContent()));
  await expect(play(page)).toBeDisabled();
  await expect(card(page).getByRole('button', { name: 'Download recording' })).toBeDisabled();
});
