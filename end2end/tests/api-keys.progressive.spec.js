// API keys page: creating, using and revoking a key.
import { expect, refused, test } from './helpers/fixtures.js';

const line = (page, name) =>
  page.getByRole('list', { name: 'API keys' }).getByRole('listitem').filter({ hasText: name });

async function make(page, open, name) {
  await open('/settings/api-keys');
  await page.getByText('Create an API key', { exact: true }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Export conversations').check();
  await page.getByLabel('After hours').check();
  await page.getByRole('button', { name: 'Create API key' }).click();
}

test('an API key is shown once, works, and is refused once revoked', async ({
  open, page, request, signIn,
}, info) => {
  const name = `Backup of ${info.project.name}`;
  const ask = (key) =>
    request.post('/api/export/conversation/json', {
      data: { conversationId: 'nothing' },
      headers: { 'x-api-key': key },
    });
  await signIn('admin');
  await open('/settings');
  await page.getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByRole('heading', { name: 'API keys' })).toBeVisible();
  await make(page, open, name);
  const secret = await page.getByRole('status', { name: 'New API key' }).locator('code').innerText();
  expect(secret).toMatch(/^ear_[A-Za-z0-9]{40}$/);
  // Loading the page again neither shows it again nor makes a second key.
  await expect(page).toHaveURL(/\/settings\/api-keys$/);
  await page.reload();
  await expect(line(page, name)).toHaveCount(1);
  expect(await page.content()).not.toContain(secret);
  await expect(line(page, name)).toContainText('Active');
  await expect(line(page, name)).toContainText('Never used');
  expect((await ask(secret)).status()).toBe(404);
  await open('/settings/api-keys');
  await expect(line(page, name)).toContainText('Last used');
  expect(await page.content()).not.toContain(secret);
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  const question = page.getByRole('dialog', { name: `Revoke the API key “${name}”?` });
  await expect(question).toBeVisible();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(line(page, name)).toContainText('Active');
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await question.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('status')).toContainText('API key revoked');
  await expect(line(page, name)).toContainText('Revoked');
  await expect(page.getByRole('button', { name: `Revoke ${name}` })).toHaveCount(0);
  expect((await ask(secret)).status()).toBe(401);
});

test('a rejected form keeps its values', async ({
  expectFault, open, page, signIn,
}) => {
  expectFault(refused(422));
  await signIn('admin');
  await open('/settings/api-keys');
  await page.getByText('Create an API key', { exact: true }).click();
  await page.getByLabel('Name').fill('From nowhere');
  await page.getByLabel('Export conversations').check();
  await page.getByLabel('Front desk').check();
  await page.getByLabel('Allowed IP addresses').fill('the office');
  await page.getByRole('button', { name: 'Create API key' }).click();
  await expect(page.getByRole('alert')).toContainText('Allowed IP addresses');
  await expect(page.getByLabel('Allowed IP addresses')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Allowed IP addresses')).toBeFocused();
  await expect(page.getByLabel('Name')).toHaveValue('From nowhere');
  await expect(page.getByLabel('Front desk')).toBeChecked();
  await expect(page.getByLabel('After hours')).not.toBeChecked();
});

test('a Client Manager can view the page, Client Staff cannot', async ({
  expectFault, open, page, signIn,
}) => {
  expectFault(refused(404));
  await signIn('manager');
  await open('/settings/api-keys');
  await expect(page.getByText('A Client Admin can create and revoke API keys.')).toBeVisible();
  await expect(page.getByText('Create an API key', { exact: true })).toHaveCount(0);
  await signIn('staff');
  expect((await open('/settings/api-keys')).status()).toBe(404);
});
