// Help page, and the links to it.
import { expect, test } from './helpers/fixtures.js';

const answers = [
  ['export-disabled', 'Why is Export CSV disabled?'],
  ['too-many-results', 'Too many results'],
  ['rate-limited', 'Rate limited'],
  ['already-in-progress', 'Already in progress'],
  ['empty-export', 'Empty export result'],
  ['left-out', 'Some calls were left out'],
  ['transcript-download', 'Why is there no transcript to download?'],
  ['text-search', 'How the text search works'],
  ['caller-search', 'How the caller search works'],
  ['background-exports', 'Exports in the background'],
  ['export-formats', 'Which format for what'],
  ['open-csv', 'Opening a CSV in a spreadsheet'],
  ['for-excel', 'What For Excel does'],
  ['anonymise', 'When to anonymise'],
  ['spreadsheet', 'An apostrophe in the CSV'],
];

// Rule: docs/compatibility.md#askvault-pitfalls.
test('AiDial export: common issues: each has its place on the help page', async ({
  open,
  page,
  signIn,
}) => {
  await signIn('staff');
  await open('/help');
  for (const [anchor, question] of answers) {
    const section = page.locator(`section#${anchor}`);
    await expect(section.getByRole('heading', { level: 2 })).toHaveText(question);
    expect((await section.locator('p').innerText()).length).toBeGreaterThan(60);
  }
});

test('the link of a message opens its answer', async ({ open, page, signIn }) => {
  await signIn('manager');
  await open('/calls?project_id=front-desk');
  await page.getByRole('link', { name: 'Why?' }).click();
  await expect(page).toHaveURL(/\/help#export-disabled$/);
  await expect(page.locator('#export-disabled')).toBeInViewport();
});

test('an unknown URL shows a page with status 404', async ({ open, page, signIn, expectFault }) => {
  expectFault(/responded with a status of 404/);
  await signIn('manager');
  const answer = await open('/no-such-page');
  expect(answer.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
});
