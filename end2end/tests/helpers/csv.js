// A strict reader of RFC 4180 that shares no code with the product.
import { expect } from '@playwright/test';

export const columns =
  'call_id,project_id,call_started_at,call_status,channel,caller,agent,duration_seconds,summary,transcript';

const quoted = /"((?:[^"]|"")*)"(,|\r\n)/y;
const bare = /([^",\r\n]*)(,|\r\n)/y;

/** Returns the records as objects; fails the test if the file has another header or is malformed. */
export function parseCsv(text, header = columns) {
  expect(text.startsWith(`${header}\r\n`), 'the header line').toBe(true);
  const records = [[]];
  let place = 0;
  while (place < text.length) {
    const cell = text[place] === '"' ? quoted : bare;
    cell.lastIndex = place;
    const found = cell.exec(text);
    if (!found) {
      throw new Error(`no cell at ${place}: ${text.slice(place, place + 40)}`);
    }
    records.at(-1).push(cell === quoted ? found[1].replaceAll('""', '"') : found[1]);
    if (found[2] === '\r\n') {
      records.push([]);
    }
    place = cell.lastIndex;
  }
  expect(records.pop(), 'the last line ends').toEqual([]);
  const [names, ...rows] = records;
  return rows.map((cells) => {
    expect(cells).toHaveLength(names.length);
    return Object.fromEntries(cells.map((cell, n) => [names[n], cell]));
  });
}
