// Kinds of browser, and the kinds in which a spec file runs, by the word before `.spec.js`.
const desktop = { viewport: { width: 1440, height: 900 } };
const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

/** Playwright options of each kind of browser. */
export const browsers = {
  desktop,
  phone,
  'desktop-no-js': { ...desktop, javaScriptEnabled: false },
  'phone-no-js': { ...phone, javaScriptEnabled: false },
};

/** Kinds of browser for each word. */
export const sorts = {
  http: ['desktop'],
  once: ['desktop'],
  hydrate: ['desktop'],
  plain: ['desktop-no-js'],
  layouts: ['desktop', 'phone'],
  phone: ['phone', 'phone-no-js'],
  touch: ['phone'],
  // Both layouts, with and without scripts, in two runs.
  progressive: ['desktop', 'phone-no-js'],
  every: Object.keys(browsers),
};

/** Returns the kinds in which a spec file runs; a name without such a word is an error. */
export function kindsOf(file) {
  const sort = /\.([^.]+)\.spec\.js$/.exec(file)?.[1];
  if (!Object.hasOwn(sorts, sort)) {
    throw new Error(`${file}: the word before .spec.js is one of ${Object.keys(sorts).join(', ')}`);
  }
  return sorts[sort];
}
