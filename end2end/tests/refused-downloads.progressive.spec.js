// Downloads of a call that are refused say so where they were asked for.
import { expect, refused, test } from './helpers/fixtures.js';
import { idsOn } from './helpers/calls-page.js';

const list = '/calls?project_id=after-hours&status=completed';
const panel = (page) => page.getByRole('complementary', { name: 'Transcript' });
const isScripted = (info) => info.project.use.javaScriptEnabled !== false;

async function openFirst(page, open) {
  await open(list);
  const [id] = await idsOn(page);
  await open(`${list}&expand=${id}`);
  await expect(panel(page).locator('.turn').first()).toBeVisible();
  return id;
}

test('AiDial export: transcript download: an ended session', async ({
  context, expectFault, open, page, signIn,
}, info) => {
  expectFault(refused(401));
  await signIn('admin');
  const id = await openFirst(page, open);
  await context.clearCookies();
  await panel(page).getByRole('link', { name: 'Download transcript' }).click();
  if (isScripted(info)) {
    await expect(panel(page).getByRole('alert')).toContainText('Signed out');
    await panel(page).getByRole('link', { name: 'Sign in again' }).click();
  }
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  expect(new URL(page.url()).searchParams.get('next')).toContain(`expand=${id}`);
});

const answers = [
  ['the rate limit', 429, 'rate_limited', 'Rate limited', 'Wait 79 seconds.'],
  ['a transcript hidden meanwhile', 404, 'not_found', 'Not found', 'The requested item was not found.'],
];
for (const [what, status, code, title, detail] of answers) {
  test(`AiDial export: transcript download: ${what}`, async ({
    expectFault, open, page, signIn,
  }, info) => {
    expectFault(refused(status));
    await signIn('admin');
    await openFirst(page, open);
    const json = { status, code, title, detail };
    const headers = { 'content-type': 'application/problem+json' };
    await page.route(/\/(transcript|conversation)\?/, (route) => route.fulfill({ status, headers, json }));
    await panel(page).getByRole('link', { name: 'Download transcript' }).click();
    if (!isScripted(info)) {
      // Without scripts the browser shows the answer as a page of its own.
      await expect(page.locator('body')).toContainText(detail);
      return;
    }
    await expect(panel(page).getByRole('alert')).toContainText(title);
    await expect(panel(page).getByRole('alert')).toContainText(detail);
    await page.getByText('Export conversation', { exact: true }).click();
    await page.getByRole('link', { name: /^JSON/ }).click();
    await expect(panel(page).getByRole('alert')).toContainText(detail);
    await expect(page.locator('details.review-export summary')).toBeFocused();
  });
}
