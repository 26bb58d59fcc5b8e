// List of calls over HTTP: every page of a project.
import { expect, test } from './helpers/fixtures.js';

test.beforeEach(({ signIn }) => signIn('manager'));

const idsIn = (html) => [...html.matchAll(/id="call-([0-9a-f-]{36})"/g)].map(([, id]) => id);
const linkTo = (html, label) =>
  new RegExp(`href="([^"]*)"[^>]*>${label}</a>`).exec(html)?.[1].replaceAll('&amp;', '&');

test('the pages contain the calls of the CSV, forwards and backwards', async ({ context, csvOf }) => {
  const expected = (await csvOf({ project_id: 'after-hours' })).map((row) => row.call_id);
  const walk = async (start, label) => {
    const pages = [];
    let last;
    for (let next = start; next; next = linkTo(last, label)) {
      last = await (await context.request.get(next)).text();
      pages.push(idsIn(last));
    }
    return { pages, last };
  };
  const forwards = await walk('/calls?project_id=after-hours', 'Next');
  expect(forwards.pages.flat()).toEqual(expected);
  const backwards = await walk(linkTo(forwards.last, 'Previous'), 'Previous');
  expect(backwards.pages.reverse()).toEqual(forwards.pages.slice(0, -1));
});

test('an invalid cursor is refused with the name of the field', async ({ context }) => {
  const answer = await context.request.get('/calls?project_id=after-hours&cursor=forged');
  expect(answer.status()).toBe(422);
  expect(await answer.text()).toContain('<strong>Page</strong>');
});
