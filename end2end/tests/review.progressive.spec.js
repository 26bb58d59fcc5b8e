// A call opened in the list.
import { expect, refused, test } from './helpers/fixtures.js';
import { sessionOf } from './helpers/sessions.js';
import { expectCount, idsOn, rows } from './helpers/calls-page.js';

const panel = (page) => page.getByRole('region', { name: 'Opened call' });
const list = '/calls?project_id=after-hours';

test.beforeEach(({ signIn }) => signIn('manager'));

test('a call opens and closes below its row, and the URL follows', async ({ open, page }) => {
  await open(`${list}&agent=Marina`);
  const row = rows(page).nth(3);
  const id = (await idsOn(page))[3];
  await row.locator('a.call-link').click();
  await expect(page).toHaveURL(new RegExp(`agent=Marina&expand=${id}$`));
  await expect(panel(page).getByRole('heading', { name: 'Summary' })).toBeVisible();
  await expect(panel(page).getByRole('heading', { name: 'Transcript' })).toBeVisible();
  await expect(row.locator('a.call-link')).toHaveAttribute('aria-expanded', 'true');
  await expect(page.locator('.pinned')).toHaveCount(0);
  await row.locator('a.call-link').click();
  await expect(page).toHaveURL(/agent=Marina$/);
  await expect(panel(page)).toHaveCount(0);
});

test('the opened call shows the transcript of the CSV', async ({ open, page, csvOf }) => {
  const file = await csvOf({ project_id: 'after-hours', status: 'completed', agent: 'Marina' });
  const call = file.find((row) => /\[[A-Z_]+\]/.test(row.transcript) && !/[\s']{2}/.test(row.transcript));
  await open(`${list}&expand=${call.call_id}`);
  const said = await panel(page).locator('.turn[data-turn]').evaluateAll((turns) =>
    turns.map((turn) => {
      const part = (name) => turn.querySelector(`.turn-${name}`).textContent;
      return `${part('who')}: ${part('text').replace(/\s*[\r\n]+\s*/g, ' ')}`;
    }),
  );
  expect(said.join(' ')).toBe(call.transcript.replace(/^'/, ''));
  const marks = panel(page).locator('.turns mark.redacted');
  expect(await marks.count()).toBeGreaterThan(0);
  await expect(marks.first()).toHaveText(/^\[[A-Z_]+\]$/);
  await expect(panel(page)).toContainText(call.agent);
});

test('AiDial export: overview: /calls/<call-id> redirects and keeps the project', async ({
  open,
  page,
}) => {
  await open(list);
  const [id] = await idsOn(page);
  await open(`/calls/${id}?project_id=after-hours&utm_source=mail`);
  const url = new URL(page.url());
  expect(url.pathname).toBe('/calls');
  expect(Object.fromEntries(url.searchParams)).toEqual({ expand: id, project_id: 'after-hours' });
  await expect(panel(page)).toBeVisible();
  await open(`/calls/${id}`);
  // Without a project it brings its own.
  await expect(page).toHaveURL(new RegExp(`/calls\\?project_id=after-hours&expand=${id}$`));
  await expect(panel(page).getByRole('heading', { name: 'Transcript' })).toBeVisible();
});

test('a call the filter does not match is pinned above the list', async ({ open, page }) => {
  await open(`${list}&status=missed`);
  const [id] = await idsOn(page);
  await open(`${list}&status=completed&expand=${id}`);
  await expect(page.locator('.pinned')).toContainText('not among the calls listed below');
  await expect(panel(page)).toHaveCount(1);
  await expect(panel(page)).toContainText('Missed');
  await page.getByRole('link', { name: 'Close it' }).click();
  await expect(page).toHaveURL(/status=completed$/);
  await expect(panel(page)).toHaveCount(0);
});

test('the newest calls show every state of a transcript', async ({ open, page }) => {
  const states = [
    ['live', 'This call is still in progress.'],
    ['missing', 'This call has no transcript'],
    ['hidden', 'Your organisation has hidden this transcript.'],
    ['redaction_failed', 'personal details could not be removed safely'],
  ];
  await open(list);
  const ids = await idsOn(page);
  // Their positions among the newest calls of the demo.
  for (const [place, [state, words]] of [[0, states[0]], [1, states[1]], [17, states[2]], [26, states[3]]]) {
    await open(`${list}&expand=${ids[place]}`);
    await expect(panel(page).locator(`.transcript-${state}`)).toContainText(words);
    await expect(panel(page).locator('.turn')).toHaveCount(0);
  }
});

test('an expired transcript is reported as deleted', async ({ open, page, signIn }) => {
  await signIn('auditor');
  await open('/calls?project_id=own&from=2025-01-01&to=2025-12-31');
  await expectCount(page, 1);
  await rows(page).first().locator('a.call-link').click();
  await expect(panel(page).locator('.transcript-retention_expired')).toContainText(
    'deleted when its retention period ended',
  );
});

test('the legs of one call stay visible', async ({ open, page, signIn }) => {
  await signIn('auditor');
  await open('/calls?project_id=pbx-sample&agent=3201&status=completed&sort=oldest');
  await rows(page).first().locator('a.call-link').click();
  await expect(panel(page).locator('.legs li')).toHaveText([
    /Leg 1: ANSWERED to 7000/,
    /Leg 2: ANSWERED to 3201/,
  ]);
});

for (const [what, id] of [
  ['an unknown', '01890a5d-ac96-474b-8cce-b302099a8057'],
  ['a foreign', null],
]) {
  test(`${what} call is not found, with the same message`, async ({
    open,
    page,
    browser,
    baseURL,
    expectFault,
  }) => {
    expectFault(refused(404));
    let wanted = id;
    if (!wanted) {
      const rival = await browser.newContext({ baseURL });
      await rival.addCookies(await sessionOf('admin@rival.example'));
      const html = await (await rival.request.get('/calls')).text();
      wanted = /id="call-([0-9a-f-]{36})"/.exec(html)[1];
      await rival.close();
    }
    const answer = await open(`${list}&expand=${wanted}`);
    expect(answer.status()).toBe(404);
    await expect(panel(page).getByRole('alert')).toHaveText(
      /^Not found\s*The requested item was not found\. It may not exist, or it may belong to a project that is not assigned to you\./,
    );
  });
}
