// Use of the API reference, and the examples on the API keys page.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './helpers/fixtures.js';
import { checkout, url } from './setup/settings.js';

test('an operation has its own anchor and works from the keyboard', async ({
  page,
  signIn,
}) => {
  await signIn('admin');
  await page.goto('/help/api#export_conversation');
  const body = page.locator('#export_conversation');
  await expect(body).toBeInViewport();
  const line = page.locator('details', { has: body }).locator('summary');
  await line.focus();
  await page.keyboard.press('Enter');
  await expect(body).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(body).toBeVisible();
  await body.getByRole('link', { name: 'ExportedDocument' }).click();
  await expect(page.locator('#schema-ExportedDocument')).toBeInViewport();
});

test('the API reference fits a narrow screen with everything open', async ({ page, signIn }) => {
  await signIn('manager');
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto('/help/api#make_api_key');
  await expect(page.locator('#make_api_key')).toBeVisible();
  await page.locator('details').evaluateAll((all) => all.forEach((it) => it.setAttribute('open', '')));
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(320);
});

test('the examples on the API keys page equal the files, with the URL of the server', async ({
  context,
  javaScriptEnabled,
  open,
  page,
  signIn,
}) => {
  await signIn('admin');
  await open('/settings/api-keys#examples');
  const shown = await page.locator('#examples pre').allTextContents();
  const folder = path.join(checkout, 'docs/examples');
  const files = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'));
  const own = files.map((text) => text.replaceAll('https://calls.example.com', url));
  expect(shown.sort()).toEqual(own.sort());
  const first = page.locator('#examples details').first();
  if (javaScriptEnabled === false) {
    await expect(first.getByRole('button')).toBeHidden();
    return;
  }
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await first.getByRole('button', { name: 'Copy' }).click();
  await expect(first.getByRole('button')).toHaveText('Copied');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.trim()).toBe((await first.locator('pre').textContent()).trim());
});
