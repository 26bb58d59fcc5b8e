// The page that knows where you were, with scripts: frame, way back, lost connection, Escape.
import { expect, refused, signInByForm, test } from './helpers/fixtures.js';
import { idsOn, openMenu, rows } from './helpers/calls-page.js';
import { lines, openOwnCall } from './helpers/work.js';
import { emailOf } from './setup/people.js';

const list = '/calls?project_id=after-hours&status=completed';
const nav = (page, name) =>
  page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link', { name });

test('the frame stays while pages change, and Calls leads back to the list', async ({ open, page, signIn }) => {
  await signIn('admin');
  await open(list);
  await page.evaluate(() => {
    document.querySelector('.top-bar').dataset.same = 'yes';
  });
  for (const name of ['Contacts', 'Exports', 'Calls']) {
    await nav(page, name).click();
    await expect(nav(page, name)).toHaveAttribute('aria-current', 'page');
    expect(await page.evaluate(() => document.activeElement.tagName)).not.toBe('BODY');
  }
  await expect(page).toHaveURL(/project_id=after-hours&status=completed$/);
  await expect(page.locator('.top-bar')).toHaveAttribute('data-same', 'yes');
  expect(await rows(page).count()).toBe(50);
});

test('going back returns to the place on the page', async ({ open, page, signIn }) => {
  await signIn('admin');
  await open(list);
  await page.evaluate(() => window.scrollTo(0, 900));
  await nav(page, 'Exports').click();
  await expect(page.getByRole('heading', { name: 'Exports' })).toBeVisible();
  await page.goBack();
  await expect(rows(page).first()).toBeAttached();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(800);
});

test('a lost connection loses nothing, and Try again goes on', async ({
  context, expectFault, open, page, signIn,
}) => {
  expectFault(/ERR_INTERNET_DISCONNECTED/);
  await signIn('manager');
  await open(list);
  const ids = await idsOn(page);
  await context.setOffline(true);
  await page.getByLabel('Text in summary and transcript').fill('tooth');
  await page.getByLabel('Text in summary and transcript').press('Enter');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('No connection. Nothing was lost.');
  expect(await idsOn(page)).toEqual(ids);
  await expect(page.getByLabel('Text in summary and transcript')).toHaveValue('tooth');
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(alert).toHaveCount(0);
  await expect.poll(() => idsOn(page)).not.toEqual(ids);
  await expect(page).toHaveURL(/status=completed&q=tooth$/);
});

test('Escape closes the innermost thing and returns the focus', async ({ open, page, signIn }) => {
  await signIn('manager');
  await open(list);
  const [id] = await idsOn(page);
  const link = page.locator(`#call-${id} a.call-link`);
  await link.click();
  const panel = page.getByRole('region', { name: 'Opened call' });
  await expect(panel).toBeVisible();
  const more = panel.locator('details.follow-up-more');
  await more.locator('summary').click();
  await page.keyboard.press('Escape');
  await expect(more).not.toHaveAttribute('open', '');
  await expect(more.locator('summary')).toBeFocused();
  await expect(panel).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(link).toBeFocused();
  await page.locator('details.account summary').click();
  await page.keyboard.press('Escape');
  await expect(page.locator('details.account')).not.toHaveAttribute('open', '');
});

test('a note that was typed survives a reload, and is forgotten once it is saved', async ({
  open, page, signIn,
}, info) => {
  await signIn('manager');
  await openOwnCall(page, open, info, 7);
  const note = page.getByLabel('Note for colleagues');
  await note.fill('Ring back before noon');
  await page.reload();
  await page.locator('html[data-ready]').waitFor();
  await expect(note).toHaveValue('Ring back before noon');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByRole('region', { name: 'Internal notes' })).toContainText('Ring back before noon');
  await expect(note).toHaveValue('');
  expect(await page.evaluate(() => document.activeElement.tagName)).not.toBe('BODY');
  await page.reload();
  await page.locator('html[data-ready]').waitFor();
  await expect(note).toHaveValue('');
  expect(await lines(page).count()).toBeGreaterThan(1);
});

test('an ended session leads back to the list and the call', async ({
  context, expectFault, open, page,
}, info) => {
  expectFault(refused(401));
  const email = emailOf('returner', info.project.name);
  await context.clearCookies();
  await open('/sign-in');
  await signInByForm(page, email);
  await expect(page).toHaveURL(/\/calls/);
  await open(list);
  const [id] = await idsOn(page);
  await context.clearCookies();
  await page.locator(`#call-${id} a.call-link`).click();
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await signInByForm(page, email);
  await expect(page).toHaveURL(new RegExp(`status=completed&expand=${id}$`));
  await expect(page.getByRole('region', { name: 'Opened call' })).toBeVisible();
});

test('signing out and in again returns to the list', async ({ context, open, page }, info) => {
  const email = emailOf('returner', info.project.name);
  await context.clearCookies();
  await open('/sign-in');
  await signInByForm(page, email);
  await expect(page).toHaveURL(/\/calls/);
  await open('/calls?project_id=after-hours');
  await (await openMenu(page, 'Status')).getByLabel('Missed').check();
  await expect(page).toHaveURL(/status=missed$/);
  await page.keyboard.press('Escape');
  await page.locator('details.account summary').click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await signInByForm(page, email);
  await expect(page).toHaveURL(/\/calls\?project_id=after-hours&status=missed$/);
});
