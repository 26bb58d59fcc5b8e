// Webhooks pages: adding, testing, resending, disabling and removing a webhook.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { expect, refused, test as base } from './helpers/fixtures.js';

const test = base.extend({
  /** A receiver of webhooks: its URL and the requests it received. */
  receiver: async ({}, use) => {
    const received = [];
    const server = createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(204).end();
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    await use({ received, url: `http://127.0.0.1:${server.address().port}/hook` });
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  },
});

const line = (page, name) =>
  page.getByRole('list', { name: 'Webhooks' }).getByRole('listitem').filter({ hasText: name });

async function add(page, open, name, url) {
  await open('/settings/webhooks');
  await page.getByText('Add a webhook', { exact: true }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('URL').fill(url);
  await page.getByLabel('After hours').check();
  await page.getByRole('button', { name: 'Add the webhook' }).click();
}

async function remove(page, name) {
  await page.getByRole('button', { name: `Remove ${name}` }).click();
  const question = page.getByRole('dialog', { name: `Remove the webhook “${name}”?` });
  await question.getByRole('button', { name: 'Remove' }).click();
}

const signature = (secret, { headers, body }) => {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
};

test('a webhook is added, tested, resent, disabled and removed', async ({
  open, page, receiver, signIn,
}, info) => {
  const name = `Tickets of ${info.project.name}`;
  await signIn('admin');
  await open('/settings');
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await expect(page.getByRole('heading', { name: 'Webhooks' })).toBeVisible();
  await add(page, open, name, receiver.url);
  const secret = await page.getByRole('status', { name: 'New webhook' }).locator('code').innerText();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await expect(line(page, name)).toContainText('Active');
  await expect(line(page, name)).toContainText('No deliveries yet');
  await open('/settings/webhooks');
  expect(await page.content()).not.toContain(secret);

  await page.getByRole('button', { name: `Send a test to ${name}` }).click();
  await expect(page.getByRole('status')).toContainText('Test queued');
  await expect.poll(() => receiver.received.length).toBe(1);
  const [first] = receiver.received;
  expect(JSON.parse(first.body).type).toBe('webhook.test');
  expect(first.headers['webhook-signature']).toBe(signature(secret, first));
  const delivery = page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem');
  const own = page.url().split('?')[0];
  await expect(async () => {
    await open(own);
    await expect(delivery).toContainText('Delivered', { timeout: 500 });
  }).toPass();
  await expect(delivery).toContainText('Status 204');
  await expect(delivery).toContainText('1 attempt');

  await page.getByRole('button', { name: /^Send again: webhook.test of / }).click();
  await expect(page.getByRole('status')).toContainText('queued again');
  await expect.poll(() => receiver.received.length).toBe(2);
  expect(receiver.received[1].headers['webhook-id']).toBe(first.headers['webhook-id']);

  await open('/settings/webhooks');
  await expect(line(page, name)).toContainText('Last delivery succeeded');
  await page.getByRole('button', { name: `Disable ${name}` }).click();
  await expect(line(page, name)).toContainText('Disabled');
  await expect(page.getByRole('button', { name: `Send a test to ${name}` })).toHaveCount(0);
  await remove(page, name);
  await expect(page.getByRole('status')).toContainText('removed');
  await expect(line(page, name)).toHaveCount(0);
});

test('a rejected form keeps its values', async ({
  expectFault, open, page, signIn,
}) => {
  expectFault(refused(422));
  await signIn('admin');
  await add(page, open, 'Nowhere', 'ftp://example.org/hook');
  await expect(page.getByRole('alert')).toContainText('URL must begin with https://');
  await expect(page.getByLabel('Name')).toHaveValue('Nowhere');
  await expect(page.getByLabel('After hours')).toBeChecked();
  await expect(page.getByLabel('Front desk')).not.toBeChecked();
});

test('the pages fit a screen of 320 pixels', async ({ open, page, receiver, signIn }, info) => {
  const name = `Narrow ${info.project.name}`;
  await page.setViewportSize({ width: 320, height: 700 });
  await signIn('admin');
  await add(page, open, name, `${receiver.url}/${'long'.repeat(60)}`);
  await expect(line(page, name)).toBeVisible();
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBe(320);
  await page.getByRole('button', { name: `Send a test to ${name}` }).click();
  await expect(page.getByRole('list', { name: 'Deliveries' })).toBeVisible();
  expect(await width()).toBe(320);
  await remove(page, name);
});

test('a Client Manager and Client Staff cannot open the page', async ({ expectFault, open, page, signIn }) => {
  expectFault(refused(404));
  for (const role of ['manager', 'staff']) {
    await signIn(role);
    expect((await open('/settings/webhooks')).status()).toBe(404);
  }
  await signIn('manager');
  await open('/settings');
  await expect(page.getByRole('link', { name: 'Webhooks' })).toHaveCount(0);
});
