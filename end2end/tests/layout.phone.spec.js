// Phone layout: cards, sheet, bottom bar, and no horizontal scrolling.
import { expect, test } from './helpers/fixtures.js';
import { dialog, idsOn, openExport, rows, search, tick } from './helpers/calls-page.js';

const list = '/calls?project_id=after-hours&agent=Marina&status=completed';

for (const width of [390, 320]) {
  test(`no page scrolls horizontally at ${width} pixels`, async ({ open, page, signIn }) => {
    await page.setViewportSize({ width, height: 844 });
    await open('/sign-in');
    const addresses = [null, list, `${list}&export=1`, '/calls', '/activity', '/exports', '/settings', '/help'];
    addresses.push('/exports/new?field=customer_verified&field=duration_seconds&field=summary');
    await signIn('admin');
    await open(list);
    addresses.push(`${list}&expand=${(await idsOn(page))[0]}`);
    for (const address of addresses) {
      if (address) {
        await open(address);
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, address ?? 'sign-in').toBeLessThanOrEqual(width);
    }
  });
}

test('calls are cards as wide as the screen', async ({ open, page, signIn }) => {
  await signIn('staff');
  await open(list);
  const card = await rows(page).first().boundingBox();
  expect(card.width).toBeGreaterThan(320);
  expect(card.width).toBeLessThanOrEqual(390);
  expect(card.height).toBeGreaterThan(44);
  await expect(page.getByRole('columnheader', { name: 'Agent' })).not.toBeInViewport();
});

test('the navigation is a bar at the bottom with large touch targets', async ({ open, page, signIn }) => {
  await signIn('staff');
  await open(list);
  const bar = page.getByRole('navigation', { name: 'Pages', exact: true });
  const box = await bar.boundingBox();
  expect(Math.round(box.y + box.height)).toBe(844);
  expect(Math.round(box.width)).toBe(390);
  for (const link of await bar.getByRole('link').all()) {
    expect((await link.boundingBox()).height).toBeGreaterThanOrEqual(44);
  }
});

test('AiDial export: how to export: on a phone the export is a sheet at the bottom', async ({
  open,
  page,
  signIn,
}, info) => {
  await signIn('admin');
  await open(list);
  const sheet = await openExport(page);
  await expect(sheet.getByRole('heading')).toContainText('Download');
  const button = await sheet.getByRole('button', { name: 'Download CSV' }).boundingBox();
  expect(button.height).toBeGreaterThanOrEqual(44);
  if (info.project.use.javaScriptEnabled !== false) {
    await expect
      .poll(async () => {
        const box = await dialog(page).boundingBox();
        return Math.round(box.y + box.height);
      })
      .toBe(844);
    expect(Math.round((await dialog(page).boundingBox()).width)).toBe(390);
  }
});

test('search, filters and export take little room above the first call', async ({ open, page, signIn }, info) => {
  await signIn('admin');
  await open('/calls?project_id=after-hours&status=completed&agent=Marina');
  const button = page.getByRole('button', { name: 'Filters 2' });
  await expect(button).toBeVisible();
  // Without scripts the chips of the filters have a row of their own.
  const most = info.project.use.javaScriptEnabled === false ? 310 : 260;
  expect((await rows(page).first().boundingBox()).y).toBeLessThan(most);
  for (const control of [
    button,
    page.getByRole('button', { name: 'Search', exact: true }),
    page.getByRole('link', { name: 'Export CSV...' }),
  ]) {
    expect((await control.boundingBox()).height).toBeGreaterThanOrEqual(44);
  }
  await button.click();
  const sheet = page.getByRole('group', { name: 'Filters', exact: true });
  const box = await sheet.boundingBox();
  expect(Math.round(box.y + box.height)).toBe(844);
  expect(Math.round(box.width)).toBe(390);
  await tick(page, 'Status', 'Failed');
  await search(page);
  await expect(page).toHaveURL(/status=completed&status=failed&agent=Marina/);
  await expect(sheet).toBeHidden();
});
