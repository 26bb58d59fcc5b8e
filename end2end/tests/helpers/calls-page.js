// Locators and actions of the Calls page.
import { expect } from './fixtures.js';

export const matched = (page) => page.locator('.matched');
export const rows = (page) => page.locator('tr.call');
export const grouped = (number) => number.toLocaleString('en-GB');

/** Expects a line that begins with the count, such as `1,150 calls`. */
export async function expectCount(page, count) {
  const noun = count === 1 ? 'call' : 'calls';
  await expect(matched(page)).toHaveText(new RegExp(`^\\s*${grouped(count)} ${noun}\\b`));
}

/** Returns the ids of the calls on this page of the list, in order. */
export async function idsOn(page) {
  const ids = await rows(page).evaluateAll((all) => all.map((row) => row.id));
  return ids.map((id) => id.replace('call-', ''));
}

/** Opens the sheet of the filters, where the screen is too narrow for them. */
export async function openFilters(page) {
  const button = page.getByRole('button', { name: /^Filters/ });
  const sheet = page.getByRole('group', { name: 'Filters', exact: true });
  if ((await button.isVisible()) && !(await sheet.getByLabel('Project').isVisible())) {
    await button.click();
  }
}

/** Opens one of the filter menus: Status, Agent, More filters. */
export async function openMenu(page, name) {
  await openFilters(page);
  const menu = page.locator('form.filters details', { hasText: name }).first();
  if ((await menu.getAttribute('open')) === null) {
    await menu.locator('summary').click();
  }
  return menu;
}

export async function tick(page, menu, label) {
  const opened = await openMenu(page, menu);
  await opened.getByLabel(label, { exact: true }).check();
}

export async function search(page) {
  const apply = page.getByRole('button', { name: 'Apply', exact: true });
  const button = page.getByRole('button', { name: 'Search', exact: true });
  await ((await apply.isVisible()) ? apply : button).click();
}

export const chips = (page) => page.getByRole('list', { name: 'Applied filters' });
export const chip = (page, words) => page.getByRole('button', { name: `Remove ${words}` });

/** The export: a dialog, a sheet, or part of the page. */
export const dialog = (page) => page.locator('dialog.sheet');

export async function openExport(page) {
  await page.getByRole('link', { name: 'Export CSV...' }).click();
  await expect(dialog(page)).toBeVisible();
  return dialog(page);
}

/** Presses Download CSV; with scripts, also waits for the confirmation in the dialog. */
export async function download(page) {
  const arrives = page.waitForEvent('download');
  await dialog(page).getByRole('button', { name: 'Download CSV' }).click();
  const file = await arrives;
  if ((await page.locator('html[data-ready]').count()) > 0) {
    await expect(dialog(page).getByRole('status')).toContainText('exported');
  }
  return { name: file.suggestedFilename(), path: await file.path() };
}

/** Returns the date `count` days ago in London, in the format of date fields. */
export function daysAgo(count) {
  const then = new Date(Date.now() - count * 86_400_000);
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(then);
}

/** Expects the search in the URL; without scripts a form also sends its empty fields. */
export async function expectSearch(page, expected) {
  const search = () =>
    [...new URL(page.url()).searchParams]
      .filter(([name, value]) => value !== '' && `${name}=${value}` !== 'sort=newest')
      .map((pair) => pair.join('='));
  await expect.poll(search).toEqual(expected);
}
