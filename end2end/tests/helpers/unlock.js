// Locators and actions of PII unlock.
import { expect } from './fixtures.js';
import { openCallWhere } from './recordings.js';

export const why = 'The caller disputes what was said about the fee.';
export const section = (page) => page.getByRole('region', { name: 'PII unlock' });

const openAgreed = (page, open) =>
  openCallWhere(page, open, async (card) => /Granted[\s\S]*Permitted/.test(await card.textContent()));

/** Opens a call whose caller agreed, with the evidence for it, and ends an unlock of before; returns its id. */
export async function openConsented(page, open) {
  const id = await openAgreed(page, open);
  const end = section(page).getByRole('button', { name: 'End unlock' });
  if ((await end.count()) > 0) {
    await end.first().click();
    await expect(section(page).getByText('Request unlock').first()).toBeVisible();
  }
  return id;
}

/** Asks to unlock the opened call. */
export async function request(page, scope) {
  await section(page).locator('summary').click();
  await section(page).getByLabel('Artefact scope').selectOption(scope);
  await section(page).getByLabel('Reason code').selectOption('Customer complaint');
  await section(page).getByLabel('Justification').fill(why);
  await section(page).getByRole('button', { name: 'Request unlock' }).click();
}

/** Opens a call and shows what is unlocked of it, by an unlock of before or a new one. */
export async function unlocked(page, open) {
  const id = await openAgreed(page, open);
  const show = section(page).getByRole('button', { name: 'Show unlocked text' });
  if ((await show.count()) === 0) {
    await request(page, 'All artefacts');
  }
  await show.click();
  await expect(section(page).getByRole('region', { name: 'Unlocked text' })).toBeVisible();
  return id;
}
