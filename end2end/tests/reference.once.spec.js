// API reference, compared with the OpenAPI document; the page has no scripts.
import { execFileSync } from 'node:child_process';
import { emailOf } from './setup/people.js';
import { expect, test } from './helpers/fixtures.js';
import { binary, dataFolder, url } from './setup/settings.js';

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

test('the command of an operation runs unchanged', async ({ page, signIn }) => {
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
