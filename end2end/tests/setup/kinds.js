// Kinds of browser, and the kinds each journey runs in: the word before `.spec.js` names them.
const desktop = { viewport: { width: 1440, height: 900 } };
const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

/** What the browser of each kind is. */
export const browsers = {
  desktop,
  phone,
  'desktop-no-js': { ...desktop, javaScriptEnabled: false },
  'phone-no-js': { ...phone, javaScriptEnabled: false },
};

/** Kinds in which a journey of each sort can differ. */
export const sorts = {
  http: ['desktop'],
  once: ['desktop'],
  hydrate: ['desktop'],
  plain: ['desktop-no-js'],
  layouts: ['desktop', 'phone'],
  phone: ['phone', 'phone-no-js'],
  // Both layouts and both ways of working, in two runs.
  progressive: ['desktop', 'phone-no-js'],
  every: Object.keys(browsers),
};

/** Which kinds a spec file runs in; a file whose name does not say is an error. */
export function kindsOf(file) {
  const sort = /\.([^.]+)\.spec\.js$/.exec(file)?.[1];
  if (!Object.hasOwn(sorts, sort)) {
    throw new Error(`${file}: the word before .spec.js is one of ${Object.keys(sorts).join(', ')}`);
  }
  return sorts[sort];
}
