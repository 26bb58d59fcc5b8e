// The API reference, which is generated from the document, and the examples for API keys.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { emailOf } from './setup/people.js';
import { expect, test } from './helpers/fixtures.js';
import { binary, checkout, dataFolder, url } from './setup/settings.js';

test('the API reference lists every operation and every response of the document', async ({
  page,
  request,
  signIn,
}) => {
  await signIn('staff');
  await page.goto('/help');
  await page.getByRole('link', { name: 'API reference' }).click();
  await expect(page).toHaveURL(/\/help\/api$/);
  await expect(page).toHaveTitle('API reference · Earshot');
  const document = await (await request.get('/openapi.json')).json();
  let described = 0;
  for (const [address, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const body = page.locator(`#${operation.operationId}`);
      const line = page.locator('details', { has: body }).locator('summary');
      await expect(line).toHaveText(`${method.toUpperCase()}${address}${operation.summary}`);
      const statuses = await body.locator('h3:text("Responses") + table th').allTextContents();
      expect(statuses).toEqual(Object.keys(operation.responses));
      described += 1;
    }
  }
  expect(described).toBeGreaterThan(30);
});

test('an operation has an address of its own, and works from the keyboard', async ({
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

test('the command of an operation works as it stands', async ({ page, signIn }) => {
  await signIn('admin');
  await page.goto('/help/api#export_conversation');
  const command = await page.locator('#export_conversation pre').textContent();
  expect(command).toContain(`'${url}/api/export/conversation'`);
  const who = ['--user', emailOf('auditor', 0), '--name', 'Page', '--project', 'talkifai-sample'];
  const rights = ['--scope', 'conversations:export'];
  const words = ['api-key', 'add', '--data', dataFolder, ...who, ...rights];
  const key = execFileSync(binary, words, { encoding: 'utf8' }).trim();
  const id = 'agent_abc123_1705320000_user123';
  const known = command.replace(id, 'agent_desk_1780992000_00000001');
  const env = { ...process.env, EARSHOT_KEY: key };
  const file = JSON.parse(execFileSync('sh', ['-c', known], { env, encoding: 'utf8' }));
  expect(file.exportMetadata.conversationId).toBe('agent_desk_1780992000_00000001');
});

test('the examples under the keys are the files, with this address', async ({
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
