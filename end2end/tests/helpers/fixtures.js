// What every test starts from: a page that reports its faults, and people who are signed in.
import { test as base, expect } from '@playwright/test';
import { parseCsv } from './csv.js';
import { sessionOf } from './sessions.js';
import { emailOf, password } from '../setup/people.js';

export { expect };

/** Signs in through the form; ends on the page first asked for. */
export async function signInByForm(page, email, secret = password) {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Collects what a browser complains of; refusals are complaints a test must announce. */
function listen(context, faults, scripts) {
  context.on('console', (message) => {
    if (message.type() === 'error') {
      faults.push(`console: ${message.text()} ${message.location().url}`);
    }
  });
  context.on('weberror', (error) => faults.push(`page: ${error.error()}`));
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    if (!isHarmless(request, reason, scripts)) {
      faults.push(`request: ${request.method()} ${request.url()} ${reason}`);
    }
  });
}

function isHarmless(request, reason, scripts) {
  // Where scripts are off, the browser says of each that it was not let in.
  if (!scripts && reason === 'csp') {
    return true;
  }
  if (reason !== 'net::ERR_ABORTED') {
    return false;
  }
  // Moving on cancels what the page that is left was still fetching ahead.
  const fetchedAhead = request.method() === 'GET' && /\/pkg\/|\.svg$/.test(request.url());
  // Chromium calls a download aborted because no page follows it, and sometimes a fetch whose
  // stream was read to its end. Tests of exports read the file, so neither hides a loss.
  return fetchedAhead || request.url().endsWith('/api/exports/calls');
}

export const test = base.extend({
  /** Announces faults that the test is about, as patterns. */
  expectFault: async ({}, use) => {
    const patterns = [];
    await use(Object.assign((pattern) => patterns.push(pattern), { patterns }));
  },

  context: async ({ context, expectFault, javaScriptEnabled }, use) => {
    const faults = [];
    listen(context, faults, javaScriptEnabled !== false);
    await use(context);
    const unexpected = faults.filter((fault) => !expectFault.patterns.some((p) => p.test(fault)));
    expect(unexpected, 'faults in the browser').toEqual([]);
  },

  /** Opens an address and waits until its buttons do what they say. */
  open: async ({ page, javaScriptEnabled }, use) => {
    await use(async (address, on = page) => {
      const response = await on.goto(address);
      if (javaScriptEnabled !== false) {
        await on.locator('html[data-ready], body.plain').first().waitFor();
      }
      return response;
    });
  },

  /** The address of this worker's admin, manager, staff or auditor. */
  emailOfRole: async ({}, use, info) => {
    await use((role) => emailOf(role, info.parallelIndex));
  },

  /** Signs in as `admin`, `manager`, `staff` or `auditor`, or as an e-mail address. */
  signIn: async ({ context, emailOfRole }, use) => {
    await use(async (who) => {
      await context.addCookies(await sessionOf(who.includes('@') ? who : emailOfRole(who)));
    });
  },

  /** All calls of a project as the signed-in person's CSV has them; `fields` narrow it. */
  csvOf: async ({ context, signIn: _ }, use) => {
    await use(async (fields) => {
      const form = new URLSearchParams(fields);
      const response = await context.request.post('/api/exports/calls', {
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/csv' },
        data: form.toString(),
      });
      expect(response.status(), await response.text().then((text) => text.slice(0, 300))).toBe(200);
      return parseCsv(await response.text());
    });
  },
});

/** A 4xx answer as Chromium's console words it. */
export const refused = (status) => new RegExp(`responded with a status of ${status}\\b`);
