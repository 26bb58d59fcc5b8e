// Fixtures of every test: pages that report browser errors, and signed-in people.
import { test as base, expect } from '@playwright/test';
import { parseCsv } from './csv.js';
import { sessionOf } from './sessions.js';
import { emailOf, password } from '../setup/people.js';

export { expect };

/** Signs in through the form; ends on the requested page. */
export async function signInByForm(page, email, secret = password) {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Collects the errors of a browser; a test announces those it expects. */
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
  // Without scripts, the browser reports each script as blocked.
  if (!scripts && reason === 'csp') {
    return true;
  }
  if (reason !== 'net::ERR_ABORTED') {
    return false;
  }
  // Navigation cancels the prefetches of the previous page, and its question for running exports.
  const fetchedAhead =
    request.method() === 'GET' && /\/pkg\/|\.svg$|\/exports\.js$|\/api\/exports\/jobs$/.test(request.url());
  // It also cancels the request by which a page of running exports updates itself.
  const updated = request.resourceType() === 'fetch' && /\/exports(\/[0-9a-f-]{36}|\?cursor=\S+)?$/.test(request.url());
  // Chromium reports a download as aborted because no page follows it, and sometimes also a fetch
  // whose stream was read completely. Tests of exports check the file, so no fault is hidden.
  return fetchedAhead || updated || /\/api\/exports\/calls$|\/exports\/[^/]+\/files\/\d+$/.test(request.url());
}

export const test = base.extend({
  /** Announces expected errors, as patterns. */
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

  /** Opens a URL and waits until the page is interactive. */
  open: async ({ page, javaScriptEnabled }, use) => {
    await use(async (address, on = page) => {
      const response = await on.goto(address);
      if (javaScriptEnabled !== false) {
        await on.locator('html[data-ready], body.plain').first().waitFor();
      }
      return response;
    });
  },

  /** Returns the e-mail address of this worker's admin, manager, staff or auditor. */
  emailOfRole: async ({}, use, info) => {
    await use((role) => emailOf(role, info.parallelIndex));
  },

  /** Signs in as `admin`, `manager`, `staff` or `auditor`, or as an e-mail address. */
  signIn: async ({ context, emailOfRole }, use) => {
    await use(async (who) => {
      await context.addCookies(await sessionOf(who.includes('@') ? who : emailOfRole(who)));
    });
  },

  /** Returns the calls of the signed-in person's CSV export; `fields` are its filter. */
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

/** Matches Chromium's console message about a response with a 4xx status. */
export const refused = (status) => new RegExp(`responded with a status of ${status}\\b`);
