// README table of spec files and kinds, compared with the files.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './helpers/fixtures.js';
import { kindsOf, sorts } from './setup/kinds.js';
import { checkout } from './setup/settings.js';

const folder = path.join(checkout, 'end2end');
const readme = readFileSync(path.join(folder, 'README.md'), 'utf8');
/** Returns the first two cells of each row of the table with this heading. */
const rowsOf = (heading) => {
  const [, table] = readme.split(`| ${heading} | kinds |`);
  const rows = table.split('\n\n')[0].matchAll(/^\| `([^`]+)` \| ([^|]+) \| [^|]+ \|$/gm);
  return [...rows].map(([, name, kinds]) => [name, kinds.split(', ')]);
};

test('the README lists the kinds of browser of each file', () => {
  const files = readdirSync(path.join(folder, 'tests')).filter((file) => file.endsWith('.spec.js'));
  const expected = files.map((file) => [file.replace('.spec.js', ''), kindsOf(file)]);
  expect(rowsOf('file')).toEqual(expected.sort(([one], [other]) => (one < other ? -1 : 1)));
  expect(Object.fromEntries(rowsOf('word'))).toEqual(sorts);
});

test('a file name without a kind is an error', () => {
  expect(() => kindsOf('list.spec.js')).toThrow('the word before .spec.js');
  expect(() => kindsOf('list.everywhere.spec.js')).toThrow('the word before .spec.js');
});
