// Contacts: search, joining, the export of a contact, and a person's request for their own data.
import { expect, test } from './helpers/fixtures.js';
import { projectNames } from './setup/people.js';

const entries = (page) => page.locator('.contact-entry a');

/** Opens the list of contacts once the background job has added calls. */
async function openList(open, page) {
  await expect(async () => {
    await open('/contacts');
    await expect(entries(page).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
}

/** Opens the page of a contact that only this kind of browser uses; `wanted` must be on it. */
async function openOwn(open, page, info, wanted) {
  await openList(open, page);
  const own = projectNames.indexOf(info.project.name) * 12;
  const links = await entries(page).evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  for (const link of links.slice(own, own + 12)) {
    await open(link);
    if (await wanted.first().isVisible()) {
      return link;
    }
  }
  throw new Error('none of these contacts has what the test needs');
}

/** Loads the page again until a text is on it: contacts are not updated in place. */
async function reloadUntil(open, page, address, text) {
  await expect(async () => {
    await open(address);
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
}

test('a contact is found by the end of its number, and its calls are listed', async ({
  open,
  page,
  signIn,
}) => {
  await signIn('manager');
  await openList(open, page);
  await entries(page).first().click();
  await expect(page).toHaveURL(/\/contacts\/[0-9a-f-]{36}$/);
  const identities = page.getByRole('list', { name: 'Numbers and addresses' });
  const number = await identities.getByText(/^\+\d/).first().textContent();
  await page.locator('.breadcrumb').getByRole('link', { name: 'Contacts' }).click();
  await page.getByLabel('Name, number or e-mail address').fill(number.slice(-4));
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL(/\/contacts\?q=\d{4}$/);
  await expect(page.getByRole('list', { name: 'Contacts' })).toContainText(number);
  await expect(page.getByText('Open legal requests')).toHaveCount(0);
});

// Rule: docs/compatibility.md#askvault-contact.
test('a suggested contact is joined, and the calls of both are exported', async ({
  open,
  page,
  signIn,
}, info) => {
  await signIn('admin');
  const join = page.getByRole('button', { name: /^Join / });
  const here = await openOwn(open, page, info, join);
  await join.first().click();
  await expect(page.getByText('Joined. The calls of both are listed below.')).toBeVisible();
  const label = await page.getByRole('heading', { level: 1 }).textContent();
  await page.getByRole('link', { name: 'Export…' }).click();
  await expect(page).toHaveURL(new RegExp(`/exports/new\\?contact=${here.split('/').pop()}$`));
  const selection = page.locator('.export-selection');
  await expect(selection).toContainText(`Calls of contact ${label}`);
  await expect(selection).toContainText(/\d+ calls? match(es)? now/);
  await page.getByLabel('ZIP:', { exact: false }).check();
  await page.getByRole('button', { name: 'Start export' }).click();
  await expect(page.locator('.export-job')).toContainText(`Calls of contact ${label}`);
});

test('a legal request is opened, answered and closed', async ({ open, page, signIn }, info) => {
  await signIn('admin');
  const button = page.getByRole('button', { name: 'Open legal request' });
  const here = await openOwn(open, page, info, button);
  await button.click();
  await expect(page.getByText('30 days left')).toBeVisible();
  await expect(button).toHaveCount(0);
  await reloadUntil(open, page, here, 'Bundle, ready to download');
  const request = page.locator('.subject-request').first();
  const id = await request.getAttribute('data-request-id');
  await expect(request).toContainText('Download the bundle to close the request.');
  await request.getByRole('link', { name: 'Bundle, ready to download' }).click();
  const arrives = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download', exact: true }).click();
  expect((await arrives).suggestedFilename()).toMatch(/^legal-request_harbour_\d{8}-\d{6}\.zip$/);
  const own = page.locator(`[data-request-id="${id}"]`);
  await expect(async () => {
    await open('/contacts');
    await expect(own.getByRole('button', { name: /^Close / })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  expect(fits, 'the page is not wider than the window').toBe(true);
  await own.getByRole('button', { name: /^Close / }).click();
  await expect(page.getByText('The legal request is closed.')).toBeVisible();
  await expect(own).toHaveCount(0);
});
