// Filter form with scripts: what is chosen applies at once, what is typed waits.
import { expect, test } from './helpers/fixtures.js';
import { chip, chips, expectCount, openFilters, openMenu, rows, search } from './helpers/calls-page.js';

test.beforeEach(({ signIn }) => signIn('manager'));

test('removing a chip applies at once and keeps the focus on the page', async ({ open, page }) => {
  await open('/calls?project_id=after-hours&status=missed&status=failed');
  await chip(page, 'Status: Failed').click();
  await expect(page).toHaveURL(/project_id=after-hours&status=missed$/);
  await expect(chips(page).getByRole('listitem')).toHaveText([/Status: Missed/]);
  await expect(chip(page, 'Status: Missed')).toBeFocused();
  await expect(page.locator('input[name="status"][value="failed"]')).not.toBeChecked();
});

test('a tick, a select and a preset apply at once, and the menu stays open', async ({ open, page }) => {
  await open('/calls?project_id=after-hours');
  const menu = await openMenu(page, 'Status');
  await menu.getByLabel('Missed').check();
  await expect(page).toHaveURL(/status=missed$/);
  await expect(menu.getByLabel('Missed')).toBeVisible();
  await expect(menu.getByLabel('Missed')).toBeFocused();
  await menu.getByLabel('Failed').check();
  await expect(page).toHaveURL(/status=missed&status=failed$/);
  const week = page.getByRole('button', { name: '7d' });
  await week.click();
  await expect(week).toHaveAttribute('aria-pressed', 'true');
  const from = await page.getByLabel('From', { exact: true }).inputValue();
  const to = await page.getByLabel('To', { exact: true }).inputValue();
  expect((Date.parse(to) - Date.parse(from)) / 86_400_000).toBe(6);
  await expect(page).toHaveURL(new RegExp(`from=${from}&to=${to}&status=missed&status=failed$`));
  await page.goBack();
  await expect(page.getByLabel('From', { exact: true })).toHaveValue('');
  await page.goBack();
  await expect(page.locator('input[name="status"][value="failed"]')).not.toBeChecked();
});

test('typed words wait for Enter, and what is chosen meanwhile does not lose them', async ({ open, page }) => {
  await open('/calls?project_id=after-hours');
  const words = page.getByLabel('Text in summary and transcript');
  await words.fill('tooth');
  await expect(page.getByText('Press Enter or Search to apply what you typed.')).toBeVisible();
  await expect(page).toHaveURL(/project_id=after-hours$/);
  await expectCount(page, 1150);
  await (await openMenu(page, 'Status')).getByLabel('Completed').check();
  await expect(page).toHaveURL(/status=completed&q=tooth$/);
  await expect(words).toHaveValue('tooth');
});

test('the agents of a project are there as soon as it is chosen', async ({ open, page }) => {
  await open('/calls');
  const agents = await openMenu(page, 'Agent');
  await expect(agents).toContainText('Select a project to see its agents.');
  await page.getByLabel('Project').selectOption('After hours');
  await expect(agents.getByLabel('Marina')).toBeVisible();
  await agents.getByLabel('Marina').check();
  await expect(page).toHaveURL(/project_id=after-hours&agent=Marina$/);
});

test('a wrong field says so itself, with the focus in it, and keeps what was typed', async ({
  expectFault, open, page,
}) => {
  expectFault(/responded with a status of 422/);
  await open('/calls?project_id=after-hours');
  await openFilters(page);
  const field = page.locator('[name="caller"]');
  await field.fill('12');
  await field.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Caller');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveValue('12');
  await expect(field).toBeFocused();
  await expect(page.locator('.field-problem')).toContainText('its last four digits or more');
});

test('the old list stays while another one is loaded', async ({ open, page }) => {
  await open('/calls?project_id=after-hours');
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(/\/api\/calls\?/, async (route) => {
    await held;
    await route.continue();
  });
  await openFilters(page);
  await page.getByRole('button', { name: '30d' }).click();
  await expect(page.locator('.list')).toHaveAttribute('aria-busy', 'true');
  expect(await rows(page).count()).toBe(50);
  release();
  await expect(page.locator('.list')).not.toHaveAttribute('aria-busy', 'true');
});

test('reversed dates show an error in the form', async ({
  open,
  page,
  expectFault,
}) => {
  expectFault(/responded with a status of 422/);
  await open('/calls?project_id=after-hours');
  await openFilters(page);
  await page.getByLabel('From', { exact: true }).fill('2026-05-02');
  await page.getByLabel('To', { exact: true }).fill('2026-05-01');
  await search(page);
  await expect(page.getByRole('alert')).toContainText('must not be earlier than the start');
});
