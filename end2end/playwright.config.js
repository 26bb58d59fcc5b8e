// Playwright configuration: Debian's Chromium against the built binary and a demo created for the run.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { browsers, kindsOf } from './tests/setup/kinds.js';
import { workers } from './tests/setup/people.js';
import { binary, checkout, dataFolder, strictUrl, url } from './tests/setup/settings.js';

const testDir = 'tests';
const specs = readdirSync(path.join(checkout, 'end2end', testDir)).filter((it) => it.endsWith('.spec.js'));

/** One project for each kind of browser, with the spec files that run in it. */
const projects = Object.entries(browsers).map(([name, use]) => ({
  name,
  use,
  testMatch: specs.filter((file) => kindsOf(file).includes(name)),
}));

function serve(address, name, { demo, exportsPer10Minutes }) {
  const command = [
    'mkdir -p test-results && exec',
    `"${binary}" serve ${demo ? '--demo' : ''} --data "${dataFolder}"`,
    `--listen ${new URL(address).host}`,
    `>test-results/${name}.out 2>test-results/${name}.log`,
  ].join(' ');
  return {
    command,
    url: `${address}/readyz`,
    env: {
      EARSHOT_EXPORTS_PER_10_MINUTES: String(exportsPer10Minutes),
      // The webhook receivers of the tests run on this machine.
      EARSHOT_WEBHOOK_ALLOW_PRIVATE: 'true',
    },
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 12_000 },
  };
}

export default defineConfig({
  testDir,
  outputDir: 'test-results',
  globalSetup: './tests/setup/fill.js',
  globalTeardown: './tests/setup/clean.js',
  fullyParallel: false,
  // A build machine has two cores, one for the server and one for the browser: tests that depend on
  // timing (playback, progress) would fail with a second browser.
  workers: Number(process.env.E2E_WORKERS ?? (process.env.CI ? 1 : workers)),
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    baseURL: url,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    // A trace of each test takes time, and a build machine keeps none.
    trace: process.env.CI ? 'off' : 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // The second server uses the same data folder and allows two exports in ten minutes.
  webServer: [
    serve(url, 'server', { demo: true, exportsPer10Minutes: 1000 }),
    serve(strictUrl, 'strict-server', { demo: false, exportsPer10Minutes: 2 }),
  ],
  projects,
});
