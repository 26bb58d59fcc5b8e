// The journeys in Debian's Chromium, against the built binary and a demo made for this run.
import { defineConfig } from '@playwright/test';
import { binary, dataFolder, strictUrl, url } from './tests/setup/settings.js';

const desktop = { viewport: { width: 1440, height: 900 } };
const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

// Which files a project leaves out; everything else runs in all four.
const needsScripts = '**/*.hydrate.spec.js';
const withoutScripts = '**/*.plain.spec.js';
const onlyOnPhones = '**/*.phone.spec.js';
const withoutBrowser = '**/*.http.spec.js';

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
      // The receivers of the tests are on this machine.
      EARSHOT_WEBHOOK_ALLOW_PRIVATE: 'true',
    },
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 12_000 },
  };
}

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './tests/setup/fill.js',
  globalTeardown: './tests/setup/clean.js',
  fullyParallel: false,
  // A build machine has two cores, and the server and the browser need one each.
  workers: process.env.CI ? 1 : 2,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    baseURL: url,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    trace: 'retain-on-failure',
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
  // The second server shares the first one's data and allows two exports in ten minutes.
  webServer: [
    serve(url, 'server', { demo: true, exportsPer10Minutes: 1000 }),
    serve(strictUrl, 'strict-server', { demo: false, exportsPer10Minutes: 2 }),
  ],
  projects: [
    { name: 'desktop', use: desktop, testIgnore: [onlyOnPhones, withoutScripts] },
    { name: 'phone', use: phone, testIgnore: [withoutBrowser, withoutScripts] },
    {
      name: 'desktop-no-js',
      use: { ...desktop, javaScriptEnabled: false },
      testIgnore: [needsScripts, onlyOnPhones, withoutBrowser],
    },
    {
      name: 'phone-no-js',
      use: { ...phone, javaScriptEnabled: false },
      testIgnore: [needsScripts, withoutBrowser],
    },
  ],
});
