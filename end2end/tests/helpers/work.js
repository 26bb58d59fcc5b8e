// Locators and actions of the review of an opened call.
import { expect } from './fixtures.js';
import { idsOn } from './calls-page.js';
import { projectNames } from '../setup/people.js';

const completed = '/calls?project_id=after-hours&status=completed';

/**
 * Opens the `nth` call reserved for this kind of browser. If its transcript is withheld, another
 * call of the same page or of the other end of the list is used.
 */
export async function openOwnCall(page, open, info, nth) {
  const first = nth * projectNames.length + projectNames.indexOf(info.project.name);
  for (const list of [`${completed}&sort=oldest`, `${completed}&sort=newest`]) {
    await open(list);
    const ids = await idsOn(page);
    for (const id of [ids[first], ids[first + 25]]) {
      const address = `${list}&expand=${id}`;
      await open(address);
      await expect(page.getByRole('complementary', { name: 'Transcript' })).toBeVisible();
      if ((await lines(page).count()) > 1) {
        return address;
      }
    }
  }
  throw new Error('none of the four calls has a transcript');
}

export const lines = (page) => page.locator('.turns .turn[data-turn]');
export const text = (page, place) => lines(page).nth(place).locator('.turn-text');
export const lineButton = (page, place) => lines(page).nth(place).locator('.turn-select');
export const line = (page) => page.getByRole('region', { name: /^Line \d+$/ });
export const region = (page, name) => page.getByRole('region', { name, exact: true });
export const history = (page) => page.locator('details.history');

/** Opens one of the line's forms and returns it. */
export async function form(page, name) {
  const details = line(page).locator('details', { has: page.getByText(name, { exact: true }) });
  await details.locator('summary').click();
  return details;
}
