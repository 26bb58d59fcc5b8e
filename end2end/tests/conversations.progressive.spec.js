// Conversation export of one call, from the menu in its side panel.
import { readFile } from 'node:fs/promises';
import { expect, test } from './helpers/fixtures.js';
import { idsOn } from './helpers/calls-page.js';

const list = '/calls?project_id=after-hours&status=completed';
const panel = (page) => page.getByRole('complementary', { name: 'Transcript' });
const menu = (page) => panel(page).locator('details', { hasText: 'Export conversation' });
const entry = (page, format) => menu(page).getByRole('link', { name: new RegExp(`^${format}`) });

async function openFirst(page, open) {
  await open(list);
  const [id] = await idsOn(page);
  await open(`${list}&expand=${id}`);
  await expect(panel(page).locator('.turn').first()).toBeVisible();
  return id;
}

async function saved(page, format) {
  // With scripts, the menu closes when something was chosen.
  if (!(await entry(page, format).isVisible())) {
    await menu(page).locator('summary').click();
  }
  const arrives = page.waitForEvent('download');
  await entry(page, format).click();
  const file = await arrives;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'latin1') };
}

// Rule: docs/compatibility.md#askvault-formats.
test('the menu exports the conversation as JSON, CSV and PDF', async ({
  expectFault,
  open,
  page,
  signIn,
}) => {
  // Chromium reports a download as aborted because no page follows it.
  expectFault(/\/conversation\?format=(json|csv|pdf) net::ERR_ABORTED/);
  await signIn('admin');
  const id = await openFirst(page, open);
  const turns = await panel(page).locator('.turn[data-turn]').count();
  await expect(entry(page, 'JSON')).toBeHidden();
  await menu(page).locator('summary').click();
  const json = await saved(page, 'JSON');
  expect(json.name).toMatch(
    new RegExp(`^conversation_harbour_after-hours_\\d{12}_${id}\\.json$`),
  );
  const conversation = JSON.parse(json.text);
  expect(conversation.call_id).toBe(id);
  expect(conversation.messages).toHaveLength(turns);
  const csv = await saved(page, 'CSV');
  expect(csv.name).toMatch(/^conversation_.*\.csv$/);
  expect(csv.text.trimEnd().split('\r\n')).toHaveLength(turns + 1);
  const pdf = await saved(page, 'PDF');
  expect(pdf.name).toMatch(/^conversation_.*\.pdf$/);
  expect(pdf.text).toMatch(/^%PDF-1\.7/);
  await expect(page).toHaveURL(new RegExp(`expand=${id}`));
});

test('the menu opens by keyboard and fits a screen of 320 pixels', async ({ open, page, signIn }) => {
  await signIn('admin');
  await page.setViewportSize({ width: 320, height: 640 });
  await openFirst(page, open);
  await menu(page).locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(entry(page, 'PDF')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(entry(page, 'JSON')).toBeFocused();
  for (const format of ['JSON', 'CSV', 'PDF']) {
    const box = await entry(page, format).boundingBox();
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(320);
  }
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(320);
});

for (const role of ['manager', 'staff']) {
  test(`the menu is not shown to ${role}`, async ({ open, page, signIn }) => {
    await signIn(role);
    await openFirst(page, open);
    await expect(menu(page)).toHaveCount(0);
  });
}
