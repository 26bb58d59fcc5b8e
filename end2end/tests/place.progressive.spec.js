// The page that knows where you were: last project, and linked calls.
import { expect, test } from './helpers/fixtures.js';
import { idsOn } from './helpers/calls-page.js';

test('the last project is remembered for the person', async ({ open, page, signIn }) => {
  await signIn('manager');
  await open('/calls?project_id=after-hours&status=missed');
  await open('/calls');
  await expect(page).toHaveURL(/\/calls\?project_id=after-hours$/);
  await signIn('staff');
  await open('/calls');
  await expect(page.getByRole('heading', { name: 'Select a project' })).toBeVisible();
});

test('a linked call is on the screen, focused and named, whatever its project', async ({
  open, page, signIn,
}) => {
  await signIn('manager');
  await open('/calls?project_id=front-desk');
  const id = (await idsOn(page))[40];
  const row = page.locator(`#call-${id}`);
  await signIn('admin');
  for (const width of [page.viewportSize().width, 320]) {
    await page.setViewportSize({ width, height: 640 });
    await open(`/calls/${id}`);
    await expect(page).toHaveURL(new RegExp(`/calls\\?project_id=front-desk&expand=${id}$`));
    await expect(row).toBeInViewport();
    await expect(row.locator('a.call-link')).toBeFocused();
    await expect(page.getByRole('region', { name: 'Opened call' })).toBeInViewport();
    await expect(page).toHaveTitle(/^Call of .+, .+ \d\d:\d\d · Earshot$/);
  }
  await row.locator('a.call-link').click();
  await expect(page).toHaveTitle('Calls · Earshot');
});

test('a linked call that the filter leaves out is on the screen and focused too', async ({
  open, page, signIn,
}) => {
  await signIn('manager');
  await open('/calls?project_id=after-hours&status=missed');
  const [id] = await idsOn(page);
  await open(`/calls?project_id=after-hours&status=completed&expand=${id}`);
  await expect(page.locator('.pinned')).toBeInViewport();
  await expect(page.locator('.pinned')).toBeFocused();
  await expect(page).toHaveTitle(/^Call of /);
});
