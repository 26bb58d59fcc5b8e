// Accessibility of every page in both themes, by axe-core.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from './helpers/fixtures.js';
import { dialog, idsOn } from './helpers/calls-page.js';
import { ownDemo } from './helpers/own-server.js';
import { unlocked } from './helpers/unlock.js';
import { form, line, lineButton, openOwnCall, text } from './helpers/work.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Expects no violation in both themes; evaluated scripts are not subject to the page's CSP. */
async function expectNoViolations(page) {
  await page.evaluate(`{ const module = undefined; ${axe} }`);
  // Without transitions, which axe would measure half-way.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate(async () => {
      const { violations } = await globalThis.axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    });
    expect(found, colorScheme).toEqual([]);
  }
}

const list = '/calls?project_id=after-hours&agent=Marina&status=completed';
const pages = {
  'sign-in': async ({ open }) => open('/sign-in'),
  'sign-in after a wrong password': async ({ open, page }) => {
    await open('/sign-in');
    await page.getByLabel('E-mail').fill('nobody-axe@harbour.example');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
  },
  'the calls with an opened call': async ({ open, page, signIn }) => {
    await signIn('admin');
    await open(list);
    const [id] = await idsOn(page);
    await open(`${list}&expand=${id}&turn=1`);
    await page.evaluate(() => {
      document.querySelectorAll('.review details').forEach((it) => it.setAttribute('open', ''));
    });
    await expect(page.getByRole('heading', { name: 'Transcript' })).toBeVisible();
  },
  'a call with what is unlocked': async ({ open, page, signIn }) => {
    await signIn('admin');
    await unlocked(page, open);
  },
  'sensitive access': async ({ open, page, signIn }) => {
    await signIn('admin');
    await unlocked(page, open);
    await open('/activity/sensitive');
    await expect(page.getByText('Viewed: Transcript').first()).toBeVisible();
  },
  'the redaction report': async ({ open, page, signIn }, info) => {
    await signIn('admin');
    await openOwnCall(page, open, info, 8);
    await lineButton(page, 0).click();
    const redact = await form(page, 'Redact');
    const word = (await text(page, 0).textContent()).match(/[A-Za-z]{4,}/)[0];
    await redact.getByLabel('Words to redact').fill(word);
    await redact.getByRole('button', { name: 'Redact words' }).click();
    await expect(line(page)).toContainText('marked a missed redaction');
    await open('/activity/redaction');
    await expect(page.getByRole('table')).toBeVisible();
  },
  'the settings with a decision open': async ({ open, page, signIn }) => {
    await signIn('admin');
    await open('/settings');
    await page.locator('.import-line details').first().evaluate((menu) => menu.setAttribute('open', ''));
  },
  'the calls with filter menus open': async ({ open, page, signIn }) => {
    await signIn('admin');
    await open(list);
    await page.evaluate(() => {
      document.querySelectorAll('details').forEach((menu) => menu.setAttribute('open', ''));
    });
  },
  'an invalid search': async ({ open, signIn }) => {
    await signIn('admin');
    await open('/calls?project_id=after-hours&status=gone');
  },
  'the export dialog': async ({ open, page, signIn }) => {
    await signIn('admin');
    await open(`${list}&export=1`);
    await expect(dialog(page)).toBeVisible();
  },
  'the activity with its details open': async ({ open, page, signIn }) => {
    await signIn('admin');
    await open('/activity');
    await page.evaluate(() => {
      document.querySelectorAll('details').forEach((it) => it.setAttribute('open', ''));
    });
    await expectNoViolations(page);
    await open('/activity?area=kitchen');
    await expect(page.getByRole('alert')).toBeVisible();
  },
  'the exports': async ({ open, signIn, csvOf }) => {
    await signIn('admin');
    await csvOf({ project_id: 'after-hours', status: 'unknown' });
    await open('/exports');
  },
  'a new export with every option open': async ({ open, page, signIn }) => {
    await signIn('admin');
    const columns = 'field=summary&field=caller&field=agent';
    await open(`/exports/new?status=unknown&format=zip&${columns}&include_caller_full=on`);
    await page.evaluate(() => {
      document.querySelectorAll('details').forEach((it) => it.setAttribute('open', ''));
    });
    await expect(page.getByRole('alert')).toBeVisible();
  },
  'a background export and the list with it': async ({ open, page, signIn }) => {
    await signIn('admin');
    await open('/exports/new?project_id=after-hours&status=unknown');
    await page.getByRole('button', { name: 'Start export' }).click();
    await expect(page.getByRole('heading', { name: 'Files' })).toBeVisible();
    await expectNoViolations(page);
    await open('/exports');
  },
  'the contacts and one with a legal request': async ({ open, page, signIn }, info) => {
    await signIn('admin');
    await open('/contacts');
    const of = info.project.name === 'phone' ? 30 : 8;
    await open(await page.locator('.contact-entry a').nth(of).getAttribute('href'));
    await page.getByRole('button', { name: 'Open legal request' }).click();
    await expect(page.getByText('30 days left')).toBeVisible();
    await expectNoViolations(page);
    await open('/contacts');
    await expect(page.getByText('Open legal requests')).toBeVisible();
  },
  'the calls with ticked ones': async ({ open, page, signIn }) => {
    await signIn('admin');
    await open(list);
    await page.getByRole('checkbox', { name: /^Choose the call of/ }).first().check();
    await expect(page.getByText('1 call chosen')).toBeVisible();
  },
  'the API keys with the form open': async ({ open, page, signIn }) => {
    await signIn('admin');
    await open('/settings/api-keys');
    await page.getByText('Create an API key', { exact: true }).click();
  },
  'the webhooks with the form open, and their deliveries': async ({ open, page, signIn }) => {
    await signIn('admin');
    await open('/settings/webhooks');
    await page.getByText('Add a webhook', { exact: true }).click();
    await page.getByLabel('Name').fill('Checked by axe');
    await page.getByLabel('URL').fill('http://127.0.0.1:9/hook');
    await page.getByLabel('After hours').check();
    await page.getByRole('button', { name: 'Add the webhook' }).click();
    await page.getByText('Add a webhook', { exact: true }).click();
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Send a test to Checked by axe' }).click();
    await expect(page.getByRole('list', { name: 'Deliveries' })).toBeVisible();
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Disable Checked by axe' }).click();
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Remove Checked by axe' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByRole('status')).toContainText('removed');
  },
  'the API reference with everything open': async ({ page, signIn }) => {
    await signIn('staff');
    await page.goto('/help/api');
    await page.evaluate(() => {
      document.querySelectorAll('details').forEach((it) => it.setAttribute('open', ''));
    });
  },
  help: async ({ open, signIn }) => {
    await signIn('staff');
    await open('/help');
  },
};

for (const [name, prepare] of Object.entries(pages)) {
  test(`axe finds no violation on ${name}`, async ({ open, page, signIn, csvOf, expectFault }, info) => {
    expectFault(/responded with a status of (401|422)/);
    await prepare({ open, page, signIn, csvOf }, info);
    await expectNoViolations(page);
  });
}

test.describe('an export that waits', () => {
  let demo;
  // Without a worker it waits for as long as the test takes.
  test.beforeAll(async () => {
    demo = await ownDemo({ EARSHOT_EXPORT_WORKERS: '0' });
  });
  test.afterAll(() => demo.stop());

  test('axe finds no violation on its page and in the list', async ({ context, open, page }) => {
    const [name, value] = (await demo.session()).split(/=(.*)/);
    await context.addCookies([{ name, value, url: demo.url }]);
    await open(`${demo.url}/exports/new?project_id=front-desk`);
    await page.getByRole('button', { name: 'Start export' }).click();
    await expect(page).toHaveURL(/\/exports\/[0-9a-f-]{36}$/);
    for (const address of [page.url(), `${demo.url}/exports`]) {
      await open(address);
      await expect(page.getByText('Queued', { exact: true })).toBeVisible();
      await expect(page.getByRole('progressbar', { name: 'Export' })).toBeVisible();
      await expect(page.getByRole('link', { name: 'Exports running' })).toBeVisible();
      await expectNoViolations(page);
    }
  });
});
